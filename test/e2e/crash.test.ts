import { describe, expect, test } from 'vitest';
import { POINTS } from '../../src/control/points.ts';
import { expectDoneOnce, FILES, playToMerge, STORY } from './story.ts';
import { openWorld } from './world.ts';

describe.concurrent('a server killed once and started again', () => {
  test.each(POINTS)(
    'at %s still does everything, and nothing twice',
    { timeout: 150_000 },
    async (point) => {
      const story = { ...STORY, replanned: point === 'comment:minimized' };
      await using world = await openWorld({ files: FILES });
      const server = await world.start({ dieAt: point });
      const revived = server.ended.then(async () => {
        await world.start();
        // What the forge said meanwhile was lost; it is asked for within a minute.
        await world.reconciled();
      });
      revived.catch(() => {});
      const unanswered = () => world.sandbox.failedDeliveries().length;
      const before = unanswered();
      const settled = async () => {
        await world.settled();
        // People wait for a server that is away before they ask for the next thing.
        if (unanswered() > before) await revived.then(world.settled);
      };
      const number = await playToMerge({ ...world, settled }, story);
      const unhurt = world.settled().then(() => 'the point was never reached');
      expect(await Promise.race([server.ended, unhurt])).toBe('SIGKILL');
      await revived;
      await world.settled();
      await expectDoneOnce(world, number, story);
    },
  );
});
