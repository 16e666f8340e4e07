import fc from 'fast-check';
import { expect, it } from 'vitest';
import { costPayload } from '../../../src/protocol/step-payload.ts';
import { costPayloadOf, type PlanCost } from '../../../src/runner/cost/plan-cost.ts';

const summary = {
  ...{ add: 0, change: 1, destroy: 0, replace: 0, import: 0, move: 0, forget: 0 },
  ...{ drift: 0, deferred: 0 },
};

function cost(dir: string, before: number, after: number): PlanCost {
  return {
    plan: { dir, workspace: 'default', file: '', summary },
    before,
    after,
    coverage: { priced: 1, free: 0, unpriced: 0, unpriced_types: {} },
  };
}

it('adds up to the cent, whatever the amounts', () => {
  const amount = fc.double({ min: 0, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(amount, amount), { maxLength: 20 }), (pairs) => {
      const costs = pairs.map(([before, after], i) => cost(String(i), before, after));
      const estimate = { currency: 'USD', costs, problems: [] };
      const { summary: sum, dirspaces } = costPayload.parse(costPayloadOf(estimate));
      for (const key of ['prev_monthly_cost', 'total_monthly_cost', 'diff_monthly_cost'] as const) {
        const total = dirspaces.reduce((cents, one) => cents + Math.round(one[key] * 100), 0);
        expect(Math.round(sum[key] * 100)).toBe(total);
      }
      for (const one of [sum, ...dirspaces]) {
        const [before, after] = [one.prev_monthly_cost, one.total_monthly_cost];
        expect(one.diff_monthly_cost).toBeCloseTo(after - before, 2);
        expect(Object.is(one.diff_monthly_cost, -0)).toBe(false);
      }
    }),
  );
});
