import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { freePort } from '../../src/database/embedded.ts';
import { freshDatabase } from '../database/fresh-database.ts';
import { git } from '../sandbox/example-forge.ts';
import { beginWork } from './stand-in-runner.ts';
import { openWorld, temporaryFolder, WAITING_ACTION, WORKFLOW, type World } from './world.ts';

/** The App may write so much a minute for each account that installed it: ten accounts share the work. */
const REPOS = Array.from({ length: 10 }, (_, i) => `org${i}/infra`);
const BRANCHES = ['one', 'two', 'three', 'four', 'five'];
const PULLS = REPOS.length * BRANCHES.length;
const DELIVERIES = 1000;

/** Commits to every branch of a clone and pushes them all at once. */
async function pushAll(clone: string, text: string): Promise<void> {
  for (const branch of BRANCHES) {
    await git(clone, 'checkout', '--quiet', '-B', branch, text === 'first' ? 'main' : branch);
    await writeFile(path.join(clone, `network/${branch}.tf`), `# ${text}\n`);
    await git(clone, 'add', '--all');
    await git(clone, 'commit', '--quiet', '-m', `${text} commit`);
  }
  await git(clone, 'push', '--quiet', 'origin', ...BRANCHES);
}

/** All that happens in a repository: pull requests are opened, talked about, pushed to, one closed. */
async function happen({ sandbox, remote }: World, repo: string, clone: string): Promise<void> {
  const files = { '.github/workflows/terrateam.yml': WORKFLOW, 'network/main.tf': '' };
  await sandbox.createRepository({ repo, files });
  sandbox.setPermission(repo, 'alice', 'write');
  await git(tmpdir(), 'clone', '--quiet', remote('alice', repo), clone);
  await pushAll(clone, 'first');
  const author = 'alice';
  for (const head of BRANCHES) {
    await sandbox.openPullRequest({ repo, head, title: head, author });
  }
  await sandbox.comment({ repo, number: 1, author, body: 'terrateam plan' });
  await sandbox.comment({ repo, number: 2, author, body: 'terrateam plam' });
  await pushAll(clone, 'second');
  await sandbox.closePullRequest({ repo, number: BRANCHES.length, by: author });
}

/** All that a server came to, without the ids that it made itself. */
async function stateIn(pool: pg.Pool) {
  const all = async (sql: string): Promise<unknown[]> => (await pool.query(sql)).rows;
  return {
    pulls: await all(
      'select repository_id, number, state, head_sha from pull_requests order by 1, 2',
    ),
    checks: await all(
      `select sha, context, state, description, posted_version = version as told
       from checks order by sha, context`,
    ),
    manifests: await all(
      `select m.repository_id, m.pull_number, m.type, m.state, m.head_sha, d.dir
       from work_manifests m join work_manifest_dirspaces d on d.work_manifest_id = m.id
       where m.state <> 'aborted' order by 1, 2`,
    ),
    comments: await all(
      `select repository_id, pull_number, kind, case kind when 'reply' then key end as key,
         posted_at is not null as told, outdated_at is not null as outdated
       from comments order by 1, 2, 3, 4`,
    ),
    waiting: await all('select id, event from deliveries where processed_at is null'),
  };
}

/** Brings a good result for the first two pull requests of each repository. */
async function finishRuns({ sandbox }: World, pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from work_manifests where state = 'dispatched' and pull_number <= 2`,
  );
  const open = new Set(rows.map(({ id }) => id));
  for (const run of REPOS.flatMap((repo) => sandbox.runs(repo))) {
    if (!open.has(run.inputs['work-token'] ?? '')) continue;
    const runner = await beginWork(run);
    await runner.storePlan('network', 'the plan');
    expect(await runner.succeed()).toMatchObject({ status: 200 });
  }
}

/** The deliveries over and over, shuffled. */
function shuffle<T>(deliveries: readonly T[], seed: number): readonly T[] {
  const repeated = Array.from({ length: DELIVERIES }, (_, i) => i % deliveries.length)
    .map((i) => deliveries[i])
    .filter((delivery) => delivery !== undefined);
  const all = fc.shuffledSubarray(repeated, { minLength: repeated.length });
  return fc.sample(all, { seed, numRuns: 1 })[0] ?? [];
}

/**
 * Each server has a database of its own, and both look at one forge. Jobs only wait, and the test
 * brings their results: hundreds of runs of Terraform would take minutes and show nothing about
 * deliveries.
 */
test(`${DELIVERIES} shuffled and repeated deliveries over ${PULLS} pull requests end as each once in order`, {
  timeout: 400_000,
}, async () => {
  await using world = await openWorld({ files: {}, actionPath: WAITING_ACTION, jobs: 1 });
  await using other = await freshDatabase();
  await using clones = await temporaryFolder();
  const held = world.sandbox.holdWebhooks();
  for (const [i, repo] of REPOS.entries()) {
    await happen(world, repo, path.join(clones.path, String(i)));
  }
  const inOrder = [...held.deliveries];
  const seed = Math.trunc(Math.random() * 2 ** 31);
  const shuffled = shuffle(inOrder, seed);
  expect(new Set(shuffled).size).toBe(inOrder.length);

  await world.start();
  await held.release(inOrder);
  await world.worked();
  await world.start({ port: await freePort(), databaseUrl: other.url });
  await held.release(shuffled);
  await world.worked(other.pool);
  const decided = await stateIn(world.pool);
  expect(await stateIn(other.pool), `seed ${seed}`).toEqual(decided);
  expect(decided.pulls).toHaveLength(PULLS);
  // None for the closed ones.
  expect(decided.manifests).toHaveLength(PULLS - REPOS.length);

  await finishRuns(world, world.pool);
  await finishRuns(world, other.pool);
  await world.worked();
  await world.worked(other.pool);
  const finished = await stateIn(world.pool);
  expect(await stateIn(other.pool), `seed ${seed}`).toEqual(finished);
  expect(finished.manifests).toContainEqual(expect.objectContaining({ state: 'completed' }));
});
