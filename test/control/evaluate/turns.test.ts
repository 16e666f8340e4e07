import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Turns } from '../../../src/control/evaluate/turns.ts';

function taken(turns: Turns<string>): string[] {
  const items: string[] = [];
  for (;;) {
    const turn = turns.take();
    if (turn === null) return items;
    items.push(turn.item);
    turns.leave(turn.repositoryId);
  }
}

test('repositories take turns, each with what has waited longest', () => {
  const turns = new Turns<string>();
  for (const item of ['a1', 'a2', 'a3']) turns.add(1, item);
  turns.add(2, 'b1');
  turns.add(3, 'c1');
  turns.add(2, 'b2');
  expect(taken(turns)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
});

test('a repository takes no second turn before the first is over', () => {
  const turns = new Turns<string>();
  turns.add(1, 'a1');
  turns.add(1, 'a2');
  expect(turns.take()).toEqual({ repositoryId: 1, item: 'a1' });
  expect(turns.take()).toBeNull();
  turns.add(2, 'b1');
  expect(turns.take()).toEqual({ repositoryId: 2, item: 'b1' });
  turns.leave(1);
  expect(turns.take()).toEqual({ repositoryId: 1, item: 'a2' });
});

test('everything has its turn, and no repository waits for two turns of another', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 40 }), (repositories) => {
      const turns = new Turns<string>();
      repositories.forEach((repository, index) => {
        turns.add(repository, `${repository} ${index}`);
      });
      const order = taken(turns);
      expect(order.toSorted()).toEqual(
        repositories.map((repository, index) => `${repository} ${index}`).toSorted(),
      );
      const numbers = order.map((item) => Number(item.split(' ')[0]));
      for (const repository of new Set(repositories)) {
        const places = numbers.flatMap((one, place) => (one === repository ? [place] : []));
        for (const [nth, place] of places.entries()) {
          const between = numbers.slice(nth === 0 ? 0 : (places[nth - 1] ?? 0) + 1, place);
          expect(new Set(between).size).toBe(between.length);
        }
      }
    }),
  );
});
