import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openWorld, REPO, temporaryFolder, type World } from './world.ts';

const MODULE = (state: string) => `
terraform {
  backend "local" { path = "${state}" }
}
resource "terraform_data" "subnet" { input = "as written" }
`;
const CONFIG = (reconcile: boolean) => `
drift:
  enabled: true
  schedules:
    all: { schedule: hourly, tag_query: "", reconcile: ${reconcile} }
hooks:
  plan:
    pre: [{ type: run, cmd: [sh, -c, 'echo "run of kind $TERRATEAM_RUN_KIND"'] }]
    post: [{ type: drift_create_issue }]
`;

/** What drift runs have run, in order, and whether there was anything to do. */
async function runs({ pool }: World) {
  const { rows } = await pool.query<{ run: string }>(
    `select m.type || ' ' || m.state || case when d.has_changes then ' with changes' else '' end as run
     from work_manifests m join work_manifest_dirspaces d on d.work_manifest_id = m.id
     where m.drift_run_id is not null and m.pull_number is null
     order by m.created_at`,
  );
  return rows.map(({ run }) => run);
}

/** The next hour comes. */
async function nextHour(world: World) {
  await world.pool.query(`update drift_schedules set tried_at = tried_at - interval '1 hour'`);
  await world.reconciled();
  await world.settled();
}

test('drift is found on the default branch, and put right where that is asked for', async () => {
  await using folder = await temporaryFolder();
  const state = path.join(folder.path, 'network.tfstate');
  await using world = await openWorld({
    files: { 'network/main.tf': MODULE(state) },
    secrets: { TERRANE_PLAN_KEY: 'a key that only the jobs of the CI know' },
  });
  await world.start();

  await world.push('main', { '.terrateam/config.yml': CONFIG(false) });
  await world.settled();
  expect(await runs(world)).toEqual(['plan completed with changes']);
  const [plan] = world.sandbox.runs(REPO);
  expect(plan).toMatchObject({ conclusion: 'success' });
  expect(await world.sandbox.runLog(REPO, plan?.id ?? 0)).toContain('run of kind drift');
  await expect(readFile(state)).rejects.toThrow();
  const issues = () => world.sandbox.history.filter(({ type }) => type === 'issue_opened');
  expect(issues()).toMatchObject([
    { title: 'Terrateam: Drift Detected', body: expect.stringContaining('as written') },
  ]);

  await world.push('main', { '.terrateam/config.yml': CONFIG(true) });
  await world.settled();
  expect((await runs(world)).slice(1)).toEqual(['plan completed with changes', 'apply completed']);
  const made = await readFile(state, 'utf8');
  expect(made).toContain('as written');

  await writeFile(state, made.replaceAll('as written', 'as somebody likes it'));
  await nextHour(world);
  expect((await runs(world)).slice(3)).toEqual(['plan completed with changes', 'apply completed']);
  expect(await readFile(state, 'utf8')).toContain('as written');

  await nextHour(world);
  expect((await runs(world)).slice(5)).toEqual(['plan completed']);
  const events = world.sandbox.history.filter(
    ({ type }) => type === 'comment_created' || type === 'status_set',
  );
  expect(events).toEqual([]);
});
