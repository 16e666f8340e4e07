import { expect, it } from 'vitest';
import { retry } from '../../src/runner/retry.ts';

it('repeats until the result is good or the tries are used up, waiting longer each time', async () => {
  const attempts = async (results: number[]) => {
    const waited: number[] = [];
    const clock = { now: () => 0, sleep: async (wait: number) => void waited.push(wait) };
    const rule = { tries: 3, initialWait: 1000, backoff: 1.5 };
    const attempt = async () => results.shift() ?? Number.NaN;
    const said: string[] = [];
    const again = (text: string) => void said.push(text);
    const result = await retry(rule, clock, attempt, (code) => code === 0, again);
    return { result, waited, said };
  };
  expect(await attempts([0, 9])).toEqual({ result: 0, waited: [], said: [] });
  expect(await attempts([1, 0, 9])).toEqual({
    ...{ result: 0, waited: [1000] },
    said: ['trying again in 1 s (2 of 3)'],
  });
  expect(await attempts([1, 2, 3, 0])).toEqual({
    ...{ result: 3, waited: [1000, 1500] },
    said: ['trying again in 1 s (2 of 3)', 'trying again in 1.5 s (3 of 3)'],
  });
});
