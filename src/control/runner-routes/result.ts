import type { IDatabaseConnection } from '@pgtyped/runtime';
import { z } from 'zod';
import { inTransaction } from '../../database/pool.ts';
import { resultSchemaFor, type StepResult } from '../../protocol/result.ts';
import { allSucceeded, operationSteps } from '../comments/operation-steps.ts';
import { hasChanges } from '../comments/result-view.ts';
import type { ControlContext } from '../context.ts';
import { jsonText } from '../jobs/json-text.ts';
import { Problem } from '../problem.ts';
import { endRun } from '../runs/end-run.ts';
import { findRun, type Run } from '../runs/run.ts';
import { lockRunState } from '../runs/runs.queries.ts';
import { assertOpen } from './authorize.ts';
import {
  acceptResult,
  emptyUsedPlans,
  keepLateResult,
  sameResultAccepted,
  storeDirspaceResults,
} from './runner-routes.queries.ts';

/**
 * Takes the result of a run: stored, with what it says of each dirspace, in the transaction that
 * completes the run and lets what follows be decided. The same result again changes nothing. One
 * that comes too late is refused, and kept.
 */
export async function takeResult(
  context: ControlContext,
  asked: Run,
  body: unknown,
): Promise<void> {
  const steps = readSteps(asked, body);
  const { id } = asked.facts;
  const text = jsonText(body);
  const refused = await inTransaction(context.pool, async (client) => {
    await lockRunState.run({ id }, client);
    const run = await findRun(client, id);
    if (run === null) throw new Error(`The run ${id} is gone.`);
    if ((await sameResultAccepted.run({ id, body: text }, client)).length > 0) return null;
    const ended = await complete(client, run, steps);
    if (ended) {
      await acceptResult.run({ id, body: text }, client);
      return null;
    }
    await keepLateResult.run({ id, body: text }, client);
    return run;
  });
  if (refused) {
    assertOpen(refused);
    throw new Problem(
      403,
      'not-initiated',
      'The run has not asked for its work',
      'Initiate first.',
    );
  }
  context.metrics.runs.inc({ type: asked.facts.type, state: 'completed' });
  await context.onPoint('result:stored');
}

async function complete(
  client: IDatabaseConnection,
  run: Run,
  steps: readonly StepResult[],
): Promise<boolean> {
  const { id, runId } = run.facts;
  const moved = await endRun(client, run, { kind: 'result' }, `CI run ${runId}`);
  if (!moved.ok) return false;
  const results = run.facts.dirspaces.map(({ dir, workspace }) => {
    const own = steps.filter(({ scope }) => isIn(scope, dir, workspace));
    const success = own.length > 0 && allSucceeded(own);
    return { dir, workspace, success, changes: hasChanges(own) };
  });
  await storeDirspaceResults.run(
    {
      id,
      dirs: results.map(({ dir }) => dir),
      workspaces: results.map(({ workspace }) => workspace),
      successes: results.map(({ success }) => success),
      changes: results.map(({ changes }) => changes),
    },
    client,
  );
  await emptyUsedPlans.run({ usedBy: id }, client);
  return true;
}

/** Reads the shape that the run's type has to have, and refuses another naming the field. */
function readSteps(run: Run, body: unknown): readonly StepResult[] {
  const version = typeof body === 'object' && body !== null && 'overall' in body ? 1 : 2;
  const parsed = resultSchemaFor(run.facts.type, version).safeParse(body);
  if (!parsed.success) throw badResult(parsed.error);
  const steps = operationSteps(parsed.data);
  for (const [index, { scope }] of steps.entries()) {
    if (!('dir' in scope)) continue;
    const { dir, workspace } = scope;
    if (run.facts.dirspaces.some((own) => own.dir === dir && own.workspace === workspace)) continue;
    throw new Problem(
      400,
      'bad-result',
      'The result is not that of this work manifest',
      `steps[${index}].scope: ${JSON.stringify({ dir, workspace })} is not among its changed_dirspaces.`,
    );
  }
  return steps;
}

function badResult(error: z.ZodError): Problem {
  return new Problem(
    400,
    'bad-result',
    'The result has not the shape that this work manifest asks for',
    error.issues.map(({ path, message }) => `${z.core.toDotPath(path)}: ${message}`).join('; '),
  );
}

function isIn(scope: StepResult['scope'], dir: string, workspace: string): boolean {
  return 'dir' in scope && scope.dir === dir && scope.workspace === workspace;
}
