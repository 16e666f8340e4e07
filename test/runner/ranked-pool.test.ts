import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runByRank } from '../../src/runner/ranked-pool.ts';

const item = fc.record({ rank: fc.nat(3), path: fc.constantFrom('a', 'b', 'c', 'd') });

it('keeps ranks apart, directories to themselves and to the limit, and leaves nothing out', async () => {
  const property = fc.asyncProperty(
    fc.scheduler(),
    fc.array(item, { maxLength: 12 }),
    fc.integer({ min: 1, max: 4 }),
    async (scheduler, items, parallel) => {
      const running: { rank: number; path: string }[] = [];
      let done = 0;
      const finished = runByRank(items, parallel, async (one) => {
        expect(running.some(({ path }) => path === one.path)).toBe(false);
        expect(running.every(({ rank }) => rank === one.rank)).toBe(true);
        running.push(one);
        expect(running.length).toBeLessThanOrEqual(parallel);
        await scheduler.schedule(Promise.resolve());
        running.splice(running.indexOf(one), 1);
        done += 1;
      });
      await scheduler.waitFor(finished);
      expect(done).toBe(items.length);
    },
  );
  await fc.assert(property);
});
