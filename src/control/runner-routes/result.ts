import type { IDatabaseConnection } from '@pgtyped/runtime';
import { z } from 'zod';
import { inTransaction } from '../../database/pool.ts';
import { isBuildType } from '../../decide/builds.ts';
import type { BuildFailure } from '../../decide/facts.ts';
import {
  type Gate,
  type ResultBody,
  resultSchemaFor,
  type StepResult,
} from '../../protocol/result.ts';
import { allSucceeded, dirspaceKey, operationSteps } from '../comments/operation-steps.ts';
import { hasChanges } from '../comments/result-view.ts';
import type { ControlContext } from '../context.ts';
import { builtFiles, indexProblem } from '../evaluate/build-results.ts';
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
  storeGates,
} from './runner-routes.queries.ts';

/** Of steps and everything else that a result lists. Ten times what the largest change makes. */
const MOST_ITEMS = 100_000;
/** Of approvals that a plan asks for. */
const MOST_GATES = 1_000;
/** Of all of them as JSON: they are compared, and shown, whenever something is decided. */
const LONGEST_GATES = 1024 * 1024;
/** Of files that a build lists. */
const MOST_FILES = 200_000;
/** Of lists and maps within each other: a server, and its database, run out of stack over 4,000. */
const DEEPEST = 200;
/** Of what a build says of its failure; its end says most. */
const LONGEST_OUTPUT = 16_000;
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
  const brought = read(asked, body);
  const { id } = asked.facts;
  // Of what cannot be used, the reason is enough.
  const text = jsonText(brought.kind === 'failed' ? { msg: brought.output } : body);
  const refused = await inTransaction(context.pool, async (client) => {
    await lockRunState.run({ id }, client);
    const run = await findRun(client, id);
    if (run === null) throw new Error(`The run ${id} is gone.`);
    if ((await sameResultAccepted.run({ id, body: text }, client)).length > 0) return null;
    const ended = await end(client, run, brought);
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
  const state = brought.kind === 'failed' ? 'failed' : 'completed';
  context.metrics.runs.inc({ type: asked.facts.type, state });
  await context.onPoint('result:stored');
}

/** What a result says: of each dirspace's steps, or of a build, whose own result is its body. */
type Brought =
  | {
      readonly kind: 'steps';
      readonly steps: readonly StepResult[];
      readonly gates: readonly Gate[];
    }
  | { readonly kind: 'built' }
  | Extract<BuildFailure, { kind: 'failed' }>;

async function end(client: IDatabaseConnection, run: Run, brought: Brought): Promise<boolean> {
  const how = brought.kind === 'failed' ? brought : ({ kind: 'result' } as const);
  const moved = await endRun(client, run, how, `CI run ${run.facts.runId}`);
  if (moved.ok && brought.kind === 'steps') await store(client, run, brought);
  return moved.ok;
}

async function store(
  client: IDatabaseConnection,
  run: Run,
  { steps, gates }: Extract<Brought, { kind: 'steps' }>,
): Promise<void> {
  const { id } = run.facts;
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
  if (run.facts.type === 'plan' && gates.length > 0) {
    await storeGates.run({ id, gates: jsonText(gates) }, client);
  }
  await emptyUsedPlans.run({ usedBy: id }, client);
}

/** Reads the shape that the run's type has to have, and refuses another naming the field. */
function read(run: Run, body: unknown): Brought {
  const { type } = run.facts;
  const excess = excessOf(body, isBuildType(type) ? [MOST_FILES, 'files'] : [MOST_ITEMS, 'steps']);
  if (excess !== null) {
    if (isBuildType(type)) return { kind: 'failed', output: excess };
    throw new Problem(400, 'bad-result', 'The result is not that of this work manifest', excess);
  }
  const version = typeof body === 'object' && body !== null && 'overall' in body ? 1 : 2;
  const parsed = resultSchemaFor(type, version).safeParse(body);
  if (!parsed.success) throw badResult(parsed.error);
  return isBuildType(type) ? readBuild(parsed.data) : readSteps(run, parsed.data);
}

/** What is wrong with a build's result is its script's fault, so it is taken, as a failure. */
function readBuild(result: ResultBody): Brought {
  if ('msg' in result) {
    return { kind: 'failed', output: result.msg.slice(-LONGEST_OUTPUT).toWellFormed() };
  }
  const problem = problemOf(result);
  return problem === null ? { kind: 'built' } : { kind: 'failed', output: problem };
}

function problemOf(result: ResultBody): string | null {
  if ('files' in result) {
    const built = builtFiles(result.files);
    return built.ok ? null : built.problem;
  }
  if ('paths' in result) return indexProblem(result);
  if (!('config' in result)) return null;
  const { config } = result;
  const isMap = typeof config === 'object' && config !== null && !Array.isArray(config);
  return isMap ? null : 'The configuration is no JSON object.';
}

function readSteps(run: Run, result: ResultBody): Brought {
  const steps = operationSteps(result);
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
  const gates = 'gates' in result ? (result.gates ?? []) : [];
  if (gates.length > MOST_GATES || jsonText(gates).length > LONGEST_GATES) {
    throw new Problem(
      400,
      'bad-result',
      'The result is not that of this work manifest',
      `It lists more than ${MOST_GATES} gates, or more than ${LONGEST_GATES} characters of them.`,
    );
  }
  return { kind: 'steps', steps, gates };
}

/** What a body has too much of to be looked at; null for nothing. */
function excessOf(body: unknown, [most, things]: readonly [number, string]): string | null {
  if (hasMoreItems(body, most)) return `It lists more than ${most} ${things}.`;
  return isDeeper(body, DEEPEST) ? `Its lists and maps nest more than ${DEEPEST} deep.` : null;
}

/** Whether lists and maps in a body nest deeper than that, those inside of payloads among them. */
function isDeeper(body: unknown, most: number): boolean {
  let level: readonly object[] = objectsAmong([body]);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap((value) => objectsAmong(Object.values(value)));
  }
  return false;
}

function objectsAmong(values: readonly unknown[]): readonly object[] {
  return values.filter((value) => typeof value === 'object' && value !== null);
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
