import { describe, expect, test } from 'vitest';
import { POINTS } from '../../src/control/points.ts';
import { expectDoneOnce, FILES, playToMerge } from './story.ts';
import { openWorld } from './world.ts';

describe.concurrent('a server killed once and started again', () => {
  test.each(POINTS)(
    'at %s still does everything, and nothing twice',
    { timeout: 150_000 },
    async (point) => {
      await using world = await openWorld({ files: FILES });
      const server = await world.start({ dieAt: point });
      const revived = server.ended.then(async (how) => {
        await world.start();
        // What the forge said meanwhile was lost; it is asked for within a minute.
        await world.reconciled();
        return how;
      });
      revived.catch(() => {});
      const number = await playToMerge(world);
      const reached = world.settled().then(() => 'the point was never reached');
      expect(await Promise.race([revived, reached])).toBe('SIGKILL');
      await world.settled();
      await expectDoneOnce(world, number);
    },
  );
});
