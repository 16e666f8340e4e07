import { expect, it } from 'vitest';
import { decide } from '../../src/decide/decide.ts';
import { summaryOf } from '../../src/decide/decision-summary.ts';
import { dirspace, facts } from './given.ts';

it('names what shall run, and only counts the checks', () => {
  const changed = [dirspace('app', { workspace: 'staging' }), dirspace('network')];
  const decisions = decide(facts({ changed }), { kind: 'autoplan' });
  expect(summaryOf(decisions)).toEqual(['plan app (staging), network', '6 checks']);
});

it('does not name hundreds of dirspaces', () => {
  const changed = Array.from({ length: 300 }, (_, i) => dirspace(`d${100 + i}`));
  const [plan] = summaryOf(decide(facts({ changed }), { kind: 'autoplan' }));
  expect(plan).toBe('plan d100, d101, d102, d103, d104, 295 more');
});

it('says nothing when nothing was decided', () => {
  expect(summaryOf([])).toEqual([]);
});
