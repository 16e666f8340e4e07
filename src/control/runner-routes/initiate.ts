import { inTransaction } from '../../database/pool.ts';
import { decideInitiate } from '../../decide/initiate.ts';
import type { InitiateRequest } from '../../protocol/initiate.ts';
import type { ControlContext } from '../context.ts';
import { storeCause } from '../evaluate/causes.ts';
import { moveRun } from '../runs/move-run.ts';
import { findRun, type Run } from '../runs/run.ts';
import { lockRunState } from '../runs/runs.queries.ts';
import { NO_SUCH_RUN } from './authorize.ts';
import { signManifestToken } from './manifest-token.ts';
import { bindRun } from './runner-routes.queries.ts';

const DONE = { type: 'done' } as const;

/** Gives a CI run its work: once bound to a run, the same answer as often as that one asks. */
export async function initiate(
  context: ControlContext,
  id: string,
  offered: InitiateRequest,
): Promise<object> {
  const run = await inTransaction(context.pool, async (client) => {
    await lockRunState.run({ id }, client);
    const run = await findRun(client, id);
    const asked = { runId: offered.run_id, sha: offered.sha };
    const answer = decideInitiate(run && { ...run.facts, checksOut: checksOut(run) }, asked);
    if (run === null || answer.kind === 'not_found') throw NO_SUCH_RUN;
    if (answer.kind === 'done') return null;
    if (answer.kind === 'manifest') return start(client, run, asked.runId);
    await bindRun.run({ id, runId: asked.runId }, client);
    const { repositoryId, facts } = run;
    const intent = { kind: 'mismatch', id, offeredSha: asked.sha } as const;
    await storeCause(client, `mismatch:${id}`, 'mismatch', repositoryId, facts.pullNumber, intent);
    return null;
  });
  await context.onPoint('initiate:stored');
  if (run === null) return DONE;
  const token = await signManifestToken(context.keys, id);
  const { owner, name } = run.repository;
  // Built by this room as an object.
  return { ...(run.body as object), repository: `${owner}/${name}`, token };
}

/** Whether its runner checks out its commit itself, whatever the job was started on. */
function checksOut({ body }: Run): boolean {
  return typeof body === 'object' && body !== null && 'checkout' in body;
}

async function start(client: Parameters<typeof moveRun>[0], run: Run, runId: string): Promise<Run> {
  const { id, state, pullNumber } = run.facts;
  if (state === 'running') return run;
  await moveRun(client, { id, event: 'initiate', cause: `CI run ${runId}`, runId });
  // No checks are about a drift run.
  if (pullNumber === null) return run;
  const { repositoryId } = run;
  const intent = { kind: 'checks_disagree', repositoryId, pullNumber } as const;
  await storeCause(client, `started:${id}`, 'run_started', repositoryId, pullNumber, intent);
  return run;
}
