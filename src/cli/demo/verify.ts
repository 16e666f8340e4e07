import { appliedResources } from './example.ts';
import type { Stage } from './story.ts';

/**
 * Looks up what the demo has shown where it is kept: in the forge, in its CI, and in Terraform's
 * state on disk. Tells each finding; true when all of them are as shown.
 */
export async function verify(stage: Stage, number: number): Promise<boolean> {
  const { sandbox, repo, stateDir, narrator, signal } = stage;
  let ok = true;
  const expect = (what: string, found: unknown, wanted: unknown) => {
    const same = JSON.stringify(found) === JSON.stringify(wanted);
    ok &&= same;
    narrator.tell({ type: 'verified', what, ok: same, found: JSON.stringify(found) });
  };
  const pull = sandbox.pullRequest({ repo, number });
  expect(`#${number} is merged`, pull.merged, true);
  const ours = pull.statuses.filter((status) => status.context.startsWith('terrateam'));
  expect(
    'every check of ours succeeded, plan and apply and one for each dirspace',
    ours.map((status) => `${status.context} ${status.state}`).sort(),
    [
      'terrateam apply success',
      'terrateam apply: app production success',
      'terrateam apply: app staging success',
      'terrateam apply: dns default success',
      'terrateam apply: network default success',
      'terrateam plan success',
      'terrateam plan: app production success',
      'terrateam plan: app staging success',
      'terrateam plan: dns default success',
      'terrateam plan: network default success',
    ],
  );
  expect(
    'four jobs ran and succeeded (the workspaces of one directory never run in the same job)',
    sandbox.runs(repo).map((run) => run.conclusion),
    ['success', 'success', 'success', 'success'],
  );
  const addresses = async (dir: string, workspace: string) =>
    Object.keys(await appliedResources(stateDir, { dir, workspace }, signal)).filter(
      (name) => !name.startsWith('data.'),
    );
  expect("the new subnet is in network's state", await addresses('network', 'default'), [
    'terraform_data.subnet["data"]',
    'terraform_data.subnet["private"]',
    'terraform_data.subnet["public"]',
  ]);
  expect("dns's state has the new record and lost the old one", await addresses('dns', 'default'), [
    'terraform_data.record["api.example.com"]',
    'terraform_data.record["www.example.com"]',
  ]);
  expect('staging grew to two instances', (await addresses('app', 'staging')).length, 2);
  expect('production grew to three instances', (await addresses('app', 'production')).length, 3);
  return ok;
}
