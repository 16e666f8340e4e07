import { inTransaction } from '../../database/pool.ts';
import type { PlanFetchQuery, PlanFetchResponse, PlanStoreRequest } from '../../protocol/plan.ts';
import type { ControlContext } from '../context.ts';
import { Problem } from '../problem.ts';
import type { Run } from '../runs/run.ts';
import { assertRunning } from './authorize.ts';
import { NONCE_BYTES, openPlan, type PlanBinding, sealPlan } from './plan-seal.ts';
import { storePlan, usablePlan, usePlan } from './runner-routes.queries.ts';

/** Keeps a dirspace's plan for its apply, sealed under the server's own key. */
export async function keepPlan(
  context: ControlContext,
  run: Run,
  plan: PlanStoreRequest,
): Promise<void> {
  const { id, type } = run.facts;
  const { path: dir, workspace } = plan;
  if (!isOf(run, plan) || type !== 'plan') {
    throw new Problem(
      403,
      'not-planned-here',
      'The plan is not one that this run makes',
      `${JSON.stringify({ path: dir, workspace })} is not among the changed_dirspaces of a plan.`,
    );
  }
  const nonce = context.randomBytes(NONCE_BYTES);
  const bytes = Buffer.from(plan.plan_data, 'base64');
  const { baseSha, headSha } = run.facts;
  const sealed = sealPlan(
    context.keys,
    bindingOf(run, { manifestId: id, baseSha, headSha, dir, workspace }),
    nonce,
    bytes,
  );
  await inTransaction(context.pool, async (client) => {
    await assertRunning(client, run);
    await storePlan.run({ id, dir, workspace, sealed, hasChanges: plan.has_changes }, client);
  });
  await context.onPoint('plan:stored');
}

/**
 * Gives an apply the plan that it was created for, and to no other run: once used, only the same run
 * gets it again, until its result is in, since an answer may be lost on its way.
 */
export async function fetchPlan(
  context: ControlContext,
  run: Run,
  query: PlanFetchQuery,
): Promise<PlanFetchResponse> {
  const { id } = run.facts;
  const { path: dir, workspace } = query;
  if (!isOf(run, query)) throw noPlan(query);
  const plan = await inTransaction(context.pool, async (client) => {
    await assertRunning(client, run);
    const [found] = await usablePlan.run({ id, dir, workspace }, client);
    if (!found) return null;
    const { planId, sealed, baseSha, headSha } = found;
    const binding = bindingOf(run, { manifestId: planId, baseSha, headSha, dir, workspace });
    const opened = openPlan(context.keys, binding, sealed);
    if (opened) await usePlan.run({ planId, dir, workspace, usedBy: id }, client);
    else context.log.error({ manifest: id, plan: planId, dir, workspace }, 'plan does not open');
    return opened;
  });
  if (plan) return { data: plan.toString('base64') };
  throw noPlan(query);
}

/** Whether the run is about the dirspace that the runner names. */
function isOf({ facts }: Run, { path, workspace }: PlanFetchQuery): boolean {
  return facts.dirspaces.some((own) => own.dir === path && own.workspace === workspace);
}

function noPlan(asked: PlanFetchQuery): Problem {
  return new Problem(
    404,
    'no-plan',
    `There is no plan for ${JSON.stringify(asked)} that can be applied`,
    'It was used, it expired, or the key it was sealed with is gone. Comment `terrateam plan`, then `terrateam apply`.',
  );
}

function bindingOf(
  { repositoryId, facts }: Run,
  rest: Omit<PlanBinding, 'repositoryId' | 'pullNumber'>,
): PlanBinding {
  return { repositoryId, pullNumber: facts.pullNumber, ...rest };
}
