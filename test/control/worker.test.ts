import { expect, test } from 'vitest';
import { addJob, effectsQueue } from '../../src/control/jobs/jobs.ts';
import { pullRequestEvent, startPlane } from './control-plane.ts';

const MANY = 200;

/** Looking for the next job every two seconds only, this would take longer than `settled` waits. */
test('jobs of one queue follow one another at once', async () => {
  await using plane = await startPlane();
  plane.forge.push('change', { 'network/main.tf': 'b' });
  plane.forge.open(7, 'change');
  await plane.deliver('pull_request', pullRequestEvent('opened', 7));
  await plane.settled();
  const before = plane.forge.reactions.length;
  for (let commentId = 1; commentId <= MANY; commentId += 1) {
    const payload = { repositoryId: 1, commentId, reaction: 'eyes' } as const;
    await addJob(plane.pool, 'react', payload, { queue: effectsQueue(1, 7) });
  }
  await plane.settled();
  expect(plane.forge.reactions.length - before).toBe(MANY);
});
