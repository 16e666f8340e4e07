import { expect, test } from 'vitest';
import { openWorld, REPO } from './world.ts';

const FILES = { 'app/main.tf': 'resource "terraform_data" "one" {}\n' };

test('what one pull request has applied another cannot apply until it is merged or unlocked, and planned again', async () => {
  await using world = await openWorld({ files: FILES });
  await world.start();
  const openChange = async (branch: string, files: Record<string, string>) => {
    await world.push(branch, files);
    return world.open(branch);
  };
  const ask = async (number: number, body: string) => {
    await world.comment(number, body);
    await world.settled();
    return world.said(number).at(-1)?.body;
  };

  const first = await openChange('first', { 'app/first.tf': 'resource "terraform_data" "f" {}\n' });
  const second = await openChange('second', { 'app/second.tf': 'output "s" { value = 1 }\n' });
  await world.settled();
  expect(await ask(first, 'terrateam apply')).toContain('### Apply: 1 ');
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

  const third = await openChange('third', { 'app/third.tf': 'output "t" { value = 1 }\n' });
  await world.settled();
  expect(await ask(third, 'terrateam apply')).toContain('### Locked by another pull request');
  expect(await ask(third, `terrateam unlock ${second}`)).toContain('### Unlocked');
  expect(await ask(third, 'terrateam apply')).toContain('### Apply: 1 ');
});
