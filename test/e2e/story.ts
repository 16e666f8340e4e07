import { expect } from 'vitest';
import { BOT, REPO, type World } from './world.ts';

/** A small repository: one root module, and a merge once all is applied. */
export const FILES = {
  'network/main.tf': 'resource "terraform_data" "subnet" { input = "10.0.0.0/24" }\n',
  '.terrateam/config.yml': `
apply_requirements:
  checks:
    - tag_query: ""
      approved: { enabled: true, any_of_count: 1 }
automerge: { enabled: true, delete_branch: true }
`,
};

type Story = {
  readonly branch: string;
  readonly dir: string;
  /** Whether somebody asks for a second plan, which folds the first one's comment away. */
  readonly replanned: boolean;
};
export const STORY: Story = { branch: 'grow', dir: 'network', replanned: false };

/** A pull request that is planned, approved, applied and merged. Gives its number. */
export async function playToMerge(world: World, { branch, dir, replanned }: Story) {
  const file = `${dir}/main.tf`;
  await world.push(branch, {
    [file]: 'resource "terraform_data" "subnet" { input = "10.0.0.0/16" }\n',
  });
  const number = await world.open(branch);
  await world.settled();
  if (replanned) {
    await world.comment(number, 'terrateam plan');
    await world.settled();
  }
  await world.sandbox.review({ repo: REPO, number, author: 'carol', state: 'APPROVED' });
  await world.comment(number, 'terrateam apply');
  await world.settled();
  return number;
}

/** Everything of {@link playToMerge} happened, and nothing twice. */
export async function expectDoneOnce(
  { sandbox, pool, said, checks }: World,
  number: number,
  { branch, dir, replanned }: Story,
): Promise<void> {
  const pull = sandbox.pullRequest({ repo: REPO, number });
  expect(pull.merged).toBe(true);
  const pushes = sandbox.history.filter(
    (event) => event.type === 'pushed' && event.ref === `refs/heads/${branch}`,
  );
  expect(pushes.at(-1)).toMatchObject({ after: '0'.repeat(40), actor: BOT });
  expect(checks(number)).toEqual({
    'terrateam plan': 'success',
    [`terrateam plan: ${dir} default`]: 'success',
    'terrateam apply': 'success',
    [`terrateam apply: ${dir} default`]: 'success',
  });
  expect(
    said(number).map(({ body, minimized }) => [/^### (Plan|Apply): 1 /.exec(body)?.[1], minimized]),
  ).toEqual([...(replanned ? [['Plan', 'OUTDATED']] : []), ['Plan', null], ['Apply', null]]);
  const asked = pull.comments.filter(({ author }) => author !== BOT);
  expect(asked.map(({ reactions }) => reactions)).toEqual(asked.map(() => ['rocket']));
  await expectOneRunEach({ sandbox, pool }, number, replanned ? 2 : 1);
  expectNothingRepeated(sandbox.history);
}

/** Every work manifest was dispatched once, brought its result, and nothing else was dispatched. */
async function expectOneRunEach(
  { sandbox, pool }: Pick<World, 'sandbox' | 'pool'>,
  number: number,
  plans: number,
): Promise<void> {
  const { rows } = await pool.query<{ id: string; type: string; state: string; run_id: string }>(
    'select id, type, state, run_id from work_manifests where pull_number = $1 order by created_at',
    [number],
  );
  expect(rows.map(({ type, state }) => [type, state])).toEqual([
    ...Array.from({ length: plans }, () => ['plan', 'completed']),
    ['apply', 'completed'],
  ]);
  const tokens = new Set(rows.map(({ id }) => id));
  const runs = sandbox.runs(REPO).filter(({ inputs }) => tokens.has(inputs['work-token'] ?? ''));
  expect(runs.map(({ id, conclusion }) => [String(id), conclusion])).toEqual(
    rows.map(({ run_id }) => [run_id, 'success']),
  );
}

/** No comment was made or folded away twice, no merge done twice, no check told what it showed. */
function expectNothingRepeated(history: World['sandbox']['history']): void {
  const once: string[] = [];
  const shown = new Map<string, string>();
  for (const event of history) {
    if (event.type === 'comment_created' && event.author === BOT) {
      once.push(`comment ${/<!-- terrane:.* -->/.exec(event.body)?.[0]}`);
    }
    if (event.type === 'comment_minimized') once.push(`minimized ${event.id}`);
    if (event.type === 'pull_request_merged') once.push(`merged ${event.number}`);
    if (event.type !== 'status_set') continue;
    const check = `${event.sha} ${event.context}`;
    const state = `${event.state} ${event.description}`;
    expect(`${check}: ${state}`).not.toBe(`${check}: ${shown.get(check)}`);
    shown.set(check, state);
  }
  expect(once).toEqual([...new Set(once)]);
}
