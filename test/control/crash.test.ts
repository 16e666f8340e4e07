import { describe, expect, test } from 'vitest';
import { POINTS, type Point } from '../../src/control/points.ts';
import { commentEvent, type Plane, pullRequestEvent, startPlane } from './control-plane.ts';
import { runnerOf } from './runner-client.ts';

const CONFIG = 'automerge:\n  enabled: true\n  delete_branch: true\n';

/** Does a thing again until it goes well, as runners and forges do. */
async function persist<T>(attempt: () => Promise<T>): Promise<T> {
  let failure: unknown;
  for (let tries = 0; tries < 4; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function deliver(plane: Plane, event: string, payload: object, id: string) {
  await persist(async () => {
    if ((await plane.deliver(event, payload, id)) >= 500) throw new Error('not delivered');
  });
  await plane.settled();
}

async function work({ app, forge, settled }: Plane) {
  const run = forge.runs.at(-1);
  if (!run) throw new Error('nothing was dispatched');
  const runner = runnerOf(app, run, (branch) => forge.branches.get(branch) ?? '');
  await persist(() => runner.work());
  await settled();
}

/** Opened, planned, planned again on demand, applied, merged. */
async function wholeLife(plane: Plane) {
  const { forge } = plane;
  forge.push('main', { 'network/main.tf': 'a', '.terrateam/config.yml': CONFIG });
  const head = forge.push('one', { 'network/main.tf': 'b', '.terrateam/config.yml': CONFIG });
  forge.open(1, 'one');
  await deliver(plane, 'pull_request', pullRequestEvent('opened', 1), 'opened');
  await work(plane);
  await deliver(plane, 'issue_comment', commentEvent(1, 'terrateam plan'), 'plan');
  await work(plane);
  await deliver(plane, 'issue_comment', commentEvent(1, 'terrateam apply'), 'apply');
  await work(plane);
  return {
    runs: forge.runs.length,
    comments: forge.comments.map(({ body, minimized }) => [body.split('\n')[0], minimized]),
    checks: forge.shown(head),
    reactions: [...new Set(forge.reactions.map(({ reaction }) => reaction))],
    merged: forge.pulls.get(1)?.state,
    branchGone: !forge.branches.has('one'),
  };
}

describe.concurrent('a server that fails once', () => {
  test.each(POINTS)('at %s still does everything, and nothing twice', async (point) => {
    const reached: Point[] = [];
    const onPoint = async (here: Point) => {
      reached.push(here);
      if (here === point && reached.filter((one) => one === point).length === 1) {
        throw new Error(`failing at ${point}`);
      }
    };
    await using plane = await startPlane({ onPoint });
    expect(await wholeLife(plane)).toEqual({
      runs: 3,
      comments: [
        ['### Plan: 1 dirspace', true],
        ['### Plan: 1 dirspace', false],
        ['### Apply: 1 dirspace', false],
      ],
      checks: {
        'terrateam plan': 'success',
        'terrateam plan: network default': 'success',
        'terrateam apply': 'success',
        'terrateam apply: network default': 'success',
      },
      reactions: ['rocket'],
      merged: 'merged',
      branchGone: true,
    });
    expect(reached).toContain(point);
  });
});
