import type { Config } from '../config/config.ts';
import { isPlanned } from '../config/workflow-lint.ts';
import { isApplied, isApply, latestResult } from './applied.ts';
import type { Merge } from './decision.ts';
import type { Facts } from './facts.ts';
import { type AskedGate, unmetGates } from './gates.ts';
import { type LoadedConfiguration, matchedDirspaces } from './matched.ts';

/** What a merge by itself waits for: the gates of plans that found nothing to apply. */
export function gatesOfMerge(
  facts: Facts,
  configuration: LoadedConfiguration,
): readonly AskedGate[] {
  const { automerge }: Config = configuration.config;
  if (!automerge.enabled || facts.pull.state !== 'open') return [];
  const matched = matchedDirspaces(facts, configuration);
  const planned = matched.filter((dirspace) => latestResult(facts, dirspace)?.type === 'plan');
  return unmetGates(facts, planned);
}

/**
 * The merge that shall happen now, if any: automerge is on, the pull request is open, and everything
 * that it is about is applied. `askedToApply` says that somebody has just commented apply; with
 * `require_explicit_apply` a pull request whose plans all came out empty waits for that, and so does in
 * any case one of which something is not planned at all: that nothing was found says nothing there. A
 * fork is never merged by itself: no one has read what it brings (spec orchestration.md 11.1).
 */
export function automergeOf(
  facts: Facts,
  configuration: LoadedConfiguration,
  askedToApply: boolean,
): Merge | null {
  const { pull } = facts;
  const { automerge }: Config = configuration.config;
  if (!automerge.enabled || pull.state !== 'open' || pull.draft || pull.fork) return null;
  const matched = matchedDirspaces(facts, configuration);
  if (matched.length === 0 || !matched.every((d) => isApplied(facts, d))) return null;
  if (facts.openRuns.some((run) => run.pullNumber === pull.number)) return null;
  if (gatesOfMerge(facts, configuration).length > 0) return null;
  const explicit =
    askedToApply ||
    facts.results.some((r) => r.pullNumber === pull.number && isApply(r.type) && !r.unlocked);
  const isLookedAt = matched.every((dirspace) => isPlanned(configuration.config, dirspace));
  if ((automerge.require_explicit_apply || !isLookedAt) && !explicit) return null;
  return {
    strategy: automerge.merge_strategy,
    headSha: pull.headSha,
    title: automerge.retain_pr_title
      ? `${pull.title} (#${pull.number})`
      : `Terrateam Automerge #${pull.number}`,
    deleteBranch: automerge.delete_branch,
  };
}
