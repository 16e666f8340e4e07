import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isFinal } from '../../decide/run-state.ts';
import type { ControlContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { findRun, type Run } from '../runs/run.ts';
import { lockRunState } from '../runs/runs.queries.ts';
import { manifestOfToken } from './manifest-token.ts';

export const runParams = z.object({ id: z.string() });

/** What a runner tells its user when its work token is not good for anything. */
export const NO_SUCH_RUN = new Problem(
  404,
  'no-work-manifest',
  'There is no work for this work token',
  'Runs are started by Terrane, each for one job: running a finished job again, or a job with the token of another, does nothing. Comment `terrateam plan` or `terrateam apply` on the pull request to start a new one.',
);

/** The run that the address names. */
export async function runOf(context: ControlContext, request: FastifyRequest): Promise<Run> {
  const { id } = runParams.parse(request.params);
  const run = z.uuid().safeParse(id).success ? await findRun(context.pool, id) : null;
  if (!run) throw NO_SUCH_RUN;
  return run;
}

/**
 * The run that the address names, asked for with the token that its manifest carried. Checked before
 * the body is read: only runners may make us read much.
 */
export async function authorizedRun(
  context: ControlContext,
  request: FastifyRequest,
): Promise<Run> {
  const run = await runOf(context, request);
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token) {
    throw new Problem(
      401,
      'no-token',
      'The bearer token is missing',
      'Send the `token` of the work manifest that initiate gave: authorization: bearer <token>.',
    );
  }
  if ((await manifestOfToken(context.keys, token)) === run.facts.id) return run;
  throw new Problem(
    403,
    'wrong-token',
    'The bearer token is not that of this work manifest',
    'Each work manifest carries a token of its own, and none is good for another.',
  );
}

/** Refuses what only an open run may do. */
export function assertOpen({ facts }: Run): void {
  if (!isFinal(facts.state)) return;
  throw new Problem(
    403,
    'run-ended',
    `The run is ${facts.state}`,
    'Nothing more is taken from or given to it. Comment `terrateam plan` on the pull request to start a new one.',
  );
}

/** Refuses what only a run that is under way may do, and keeps it so to the end of the transaction. */
export async function assertRunning(
  client: Parameters<typeof lockRunState.run>[1],
  run: Run,
): Promise<void> {
  const [row] = await lockRunState.run({ id: run.facts.id }, client);
  if (row?.state === 'running') return;
  assertOpen(run);
  throw new Problem(403, 'not-running', 'The run is not under way', 'Initiate first.');
}
