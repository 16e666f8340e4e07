import type { IDatabaseConnection } from '@pgtyped/runtime';
import { z } from 'zod';
import { inTransaction } from '../../database/pool.ts';
import { resultSchemaFor, type StepResult } from '../../protocol/result.ts';
import { allSucceeded, dirspaceKey, operationSteps } from '../comments/operation-steps.ts';
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

/** Of steps and everything else that a result lists. Ten times what the largest change makes. */
const MOST_ITEMS = 100_000;
const SHOWN_PROBLEMS = 20;
const LONGEST_MESSAGE = 200;

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
  const byDirspace = Map.groupBy(steps, ({ scope }) => dirspaceKey(scope));
  const results = run.facts.dirspaces.map(({ dir, workspace }) => {
    const own = byDirspace.get(dirspaceKey({ dir, workspace })) ?? [];
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
  if (hasMoreItems(body, MOST_ITEMS)) {
    throw new Problem(
      400,
      'bad-result',
      'The result is not that of this work manifest',
      `It lists more than ${MOST_ITEMS} steps.`,
    );
  }
  const version = typeof body === 'object' && body !== null && 'overall' in body ? 1 : 2;
  const parsed = resultSchemaFor(run.facts.type, version).safeParse(body);
  if (!parsed.success) throw badResult(parsed.error);
  const steps = operationSteps(parsed.data);
  const own = new Set(run.facts.dirspaces.map(dirspaceKey));
  for (const [index, { scope }] of steps.entries()) {
    if (!('dir' in scope) || own.has(dirspaceKey(scope))) continue;
    const { dir, workspace } = scope;
    throw new Problem(
      400,
      'bad-result',
      'The result is not that of this work manifest',
      `steps[${index}].scope: ${JSON.stringify({ dir, workspace })} is not among its changed_dirspaces.`,
    );
  }
  return steps;
}

/**
 * Whether the lists in a body, those inside of payloads left out, have more items than that, or an
 * object has more keys. Asked before the body is checked: each wrong item costs a kilobyte of
 * explanation, and 9 MiB of `{}` would take the server's memory.
 */
function hasMoreItems(body: unknown, most: number): boolean {
  let items = 0;
  const left: unknown[] = [body];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    // Of a list the length, before its millions of keys are spelled out.
    if (Array.isArray(value)) items += value.length;
    if (items > most || Object.keys(value).length > most) return true;
    for (const [key, part] of Object.entries(value)) if (key !== 'payload') left.push(part);
  }
  return false;
}

function badResult(error: z.ZodError): Problem {
  const problems = error.issues
    .slice(0, SHOWN_PROBLEMS)
    .map(({ path, message }) => `${z.core.toDotPath(path)}: ${message.slice(0, LONGEST_MESSAGE)}`);
  return new Problem(
    400,
    'bad-result',
    'The result has not the shape that this work manifest asks for',
    problems.join('; '),
  );
}
