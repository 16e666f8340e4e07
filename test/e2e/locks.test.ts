import { describe, expect, test } from 'vitest';
import { openWorld, REPO } from './world.ts';

const FILES = { 'app/main.tf': 'resource "terraform_data" "one" {}\n' };

/** Two planned pull requests over one directory; the first is applied. */
async function twoOverOne() {
  await using stack = new AsyncDisposableStack();
  const world = stack.use(await openWorld({ files: FILES }));
  await world.start();
  const ask = async (number: number, body: string) => {
    await world.comment(number, body);
    await world.settled();
    return world.said(number).at(-1)?.body;
  };
  const numbers: number[] = [];
  for (const name of ['first', 'second']) {
    await world.push(name, { [`app/${name}.tf`]: `resource "terraform_data" "${name}" {}\n` });
    numbers.push(await world.open(name));
  }
  const [first = 0, second = 0] = numbers;
  await world.settled();
  expect(await ask(first, 'terrateam apply')).toContain('### Apply: 1 ');
  const owned = stack.move();
  return { world, ask, first, second, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

describe.concurrent('what one pull request has applied, another cannot apply', () => {
  test('until that one is merged, and then with a new plan', async () => {
    await using given = await twoOverOne();
    const { world, ask, first, second } = given;
    // The plan was made before the other's apply.
    expect(await ask(second, 'terrateam apply')).toContain('### Plan first');
    await ask(second, 'terrateam plan');
    const locked = await ask(second, 'terrateam apply');
    expect(locked).toContain('### Locked by another pull request');
    expect(locked).toContain(`terrateam unlock ${first}`);

    await world.sandbox.merge({ repo: REPO, number: first, by: 'alice' });
    await world.settled();
    expect(await ask(second, 'terrateam apply')).toContain('### Plan first');
    await ask(second, 'terrateam plan');
    expect(await ask(second, 'terrateam apply')).toContain('### Apply: 1 ');
  });

  test('until that one is unlocked', async () => {
    await using given = await twoOverOne();
    const { ask, first, second } = given;
    await ask(second, 'terrateam plan');
    expect(await ask(second, 'terrateam apply')).toContain('### Locked by another pull request');
    expect(await ask(second, `terrateam unlock ${first}`)).toContain('### Unlocked');
    expect(await ask(second, 'terrateam apply')).toContain('### Apply: 1 ');
  });
});
