import { expect, test } from 'vitest';
import { freePort } from '../../src/database/embedded.ts';
import { expectDoneOnce, FILES, playToMerge, STORY } from './story.ts';
import { openWorld } from './world.ts';

const DIRS = ['network', 'dns', 'app'];

test('two servers on one database, each told every other thing, do everything once between them', {
  timeout: 120_000,
}, async () => {
  const modules = DIRS.map((dir) => [`${dir}/main.tf`, FILES['network/main.tf']]);
  await using world = await openWorld({ files: { ...FILES, ...Object.fromEntries(modules) } });
  const { sandbox } = world;
  const servers = [await world.start(), await world.start({ port: await freePort() })];
  const told = servers.map(() => 0);
  let turn = 0;
  sandbox.events.on('event', (event) => {
    if (event.type !== 'webhook_sent') return;
    told[turn] = (told[turn] ?? 0) + 1;
    turn = (turn + 1) % servers.length;
    sandbox.setWebhook(`${servers[turn]?.url}/api/github/v1/events`);
  });
  const stories = DIRS.map((dir) => ({ ...STORY, branch: `grow-${dir}`, dir }));
  const numbers = await Promise.all(stories.map((story) => playToMerge(world, story)));
  await world.settled();
  for (const [index, story] of stories.entries()) {
    await expectDoneOnce(world, numbers[index] ?? 0, story);
  }
  expect(told.every((count) => count > 5)).toBe(true);
});
