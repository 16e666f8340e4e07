import { expect, test } from 'vitest';
import { redeliveries } from '../../src/decide/redeliveries.ts';

const attempts = (guid: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `${guid}${index}`, guid }));

test('a delivery that never came in is asked for once, however often it failed so far', () => {
  expect(redeliveries(attempts('a', 3), new Set())).toEqual([{ id: 'a0', guid: 'a' }]);
});

test('one that came in after all is not asked for', () => {
  expect(redeliveries(attempts('a', 1), new Set(['a']))).toEqual([]);
});

test('one that failed five times is given up', () => {
  expect(redeliveries(attempts('a', 5), new Set())).toEqual([]);
});
