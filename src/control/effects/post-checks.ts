import type { CheckState } from '../../decide/facts.ts';
import type { ForgeCheck, NewForgeCheck, RepositoryRef } from '../../forge/forge.ts';
import type { ControlContext } from '../context.ts';
import type { JobPayload } from '../jobs/jobs.ts';
import { checkPosted, checkRefused, unpostedChecks } from './effects.queries.ts';
import { repositoryRef, unlessRefused } from './repository.ts';

/**
 * Tells the forge the checks of a commit that it does not know yet, each in its newest state: states
 * in between are left out, the last one never is. What the forge shows already is not said again.
 */
export async function postChecks(
  context: ControlContext,
  { repositoryId, sha }: JobPayload<'post_checks'>,
): Promise<void> {
  const rows = await unpostedChecks.run({ repositoryId, sha }, context.pool);
  if (rows.length === 0) return;
  const ref = await repositoryRef(context.pool, repositoryId);
  await context.onPoint('checks:posting');
  const shown = new Map((await context.forge.checks(ref, sha)).map((one) => [one.title, one]));
  for (const { context: title, state, description, targetUrl, version } of rows) {
    // The table's own check allows no other states.
    const check = { title, state: state as CheckState, description, targetUrl };
    const reason = await set(context, ref, sha, check, shown.get(title));
    const key = { repositoryId, sha, context: title, version };
    if (reason === null) await checkPosted.run(key, context.pool);
    else await checkRefused.run({ ...key, reason }, context.pool);
  }
  await context.onPoint('checks:recorded');
}

/** Null, or why the forge does not take it. */
async function set(
  context: ControlContext,
  ref: RepositoryRef,
  sha: string,
  check: NewForgeCheck,
  shown: ForgeCheck | undefined,
): Promise<string | null> {
  if (shown?.state === check.state && shown.description === check.description) return null;
  const outcome = await unlessRefused(() => context.forge.setCheck(ref, sha, check));
  await context.onPoint('checks:posted');
  if (outcome.ok) return null;
  context.log.error({ sha, check: check.title, reason: outcome.reason }, 'check not taken');
  return outcome.reason;
}
