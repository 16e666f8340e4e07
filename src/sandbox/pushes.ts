import { tell } from './events.ts';
import { type RefChange, ZERO_SHA } from './git/bare.ts';
import { closePull, synchronizePull } from './pulls.ts';
import { sendPush } from './webhooks/payloads.ts';
import type { Account, Repository, World } from './world.ts';

/** What a push causes: the `push` webhook, and pull requests that follow their branch. */
export async function branchMoved(
  world: World,
  repository: Repository,
  change: RefChange,
  actor: Account,
): Promise<void> {
  const { ref, before, after } = change;
  repository.pushedAt = world.now();
  tell(world.log, {
    type: 'pushed',
    repo: repository.fullName,
    ref,
    before: before ?? ZERO_SHA,
    after: after ?? ZERO_SHA,
    actor: actor.login,
  });
  if (!ref.startsWith('refs/heads/')) return;
  await sendPush(world, repository, change, actor);
  const branch = ref.slice('refs/heads/'.length);
  for (const pull of openPullsFrom(world, repository, branch)) {
    if (after === undefined) await closePull(world, pull, actor);
    else await synchronizePull(world, pull, after, actor);
  }
}

function openPullsFrom(world: World, repository: Repository, branch: string) {
  return [...world.repositories.values()]
    .flatMap(({ pulls }) => [...pulls.values()])
    .filter(
      ({ state, head }) =>
        state === 'open' && head.repository === repository && head.ref === branch,
    );
}
