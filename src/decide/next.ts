import { decideAutoapply } from './autoapply.ts';
import { withDecisions } from './checks.ts';
import type { Decision } from './decision.ts';
import type { Facts } from './facts.ts';
import type { LoadedConfiguration } from './matched.ts';
import { decidePlan } from './plan.ts';

/**
 * What follows by itself as things stand: the plans of the layer whose turn it is or, when they are
 * in, its applies.
 */
export function decideNext(facts: Facts, configuration: LoadedConfiguration): readonly Decision[] {
  const plans = decidePlan(facts, configuration, { kind: 'event' });
  if (plans.some(({ kind }) => kind === 'create_run')) return plans;
  const settled = plans.filter(({ kind }) => kind !== 'set_check');
  const applies = decideAutoapply(withDecisions(facts, plans), configuration, false);
  return applies.length === 0 ? plans : [...settled, ...applies];
}
