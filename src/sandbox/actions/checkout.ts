import { git } from '../git/bare.ts';
import type { WorkflowRun, World } from '../world.ts';
import type { JobLog } from './log.ts';

/** What of actions/checkout's inputs the sandbox honours. */
export interface CheckoutInputs {
  ref?: string;
  'fetch-depth'?: string;
  'persist-credentials'?: string;
}

/**
 * actions/checkout: a fresh clone of the run's commit, one commit deep unless asked otherwise,
 * with the job's token left in the clone's configuration so that later fetches work.
 */
export async function checkout(
  world: World,
  run: WorkflowRun,
  workspace: string,
  token: string,
  inputs: CheckoutInputs,
  log: JobLog,
): Promise<void> {
  const url = `${world.url}/${run.repository.fullName}`;
  const header = `http.${world.url}/.extraheader`;
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  // The token in another coat: the mask for the token itself would not hide it.
  log.mask(basic);
  const depth = inputs['fetch-depth'] ?? '1';
  const wanted = inputs.ref === undefined || inputs.ref === '' ? undefined : inputs.ref;
  const branch = wanted ?? run.branch;
  const commands = [
    ['init', '--quiet', `--initial-branch=main`],
    ['remote', 'add', 'origin', url],
    ['config', '--local', header, `AUTHORIZATION: basic ${basic}`],
    [
      'fetch',
      '--no-tags',
      '--prune',
      ...(depth === '0' ? [] : [`--depth=${depth}`]),
      'origin',
      `+${wanted === undefined ? run.sha : wanted}:refs/remotes/origin/${branch}`,
    ],
    ['checkout', '--quiet', '--force', '-B', branch, `refs/remotes/origin/${branch}`],
    ...(inputs['persist-credentials'] === 'false'
      ? [['config', '--local', '--unset-all', header]]
      : []),
  ];
  for (const args of commands) {
    log.line(`[command]git ${args.join(' ')}`);
    await git(workspace, args);
  }
}
