import { isApply, resultsFor } from './applied.ts';
import { buildTitle, isBuildTitle, operationOf } from './check-title.ts';
import { workingCommits } from './commits.ts';
import { type CheckView, COMPLETED, FAILED } from './dirspace-checks.ts';
import { keyOf } from './dirspace-name.ts';
import type { Check, Facts } from './facts.ts';

/**
 * The wanted checks of the head, and the ends of those shown there that nobody will finish: on a
 * closed pull request, or of dirspaces that are no longer part of the change.
 */
export function settled(
  facts: Facts,
  wanted: readonly Check[],
  shown: readonly Check[],
): readonly Check[] {
  if (facts.pull.state === 'closed') {
    const known = new Set(shown.map(({ context }) => context));
    const kept = wanted.filter((check) => known.has(check.context));
    const contexts = new Set(kept.map(({ context }) => context));
    const rest = shown.filter(
      ({ context, state }) => state === 'pending' && !contexts.has(context),
    );
    return [...kept, ...rest].map((check) =>
      check.state === 'pending' && !isUnderWay(facts, check)
        ? { ...check, state: 'failure', description: 'The pull request is closed' }
        : check,
    );
  }
  const contexts = new Set(wanted.map(({ context }) => context));
  const leftOver = shown.filter(
    (check) =>
      check.state === 'pending' && !contexts.has(check.context) && !isUnderWay(facts, check),
  );
  return [
    ...wanted,
    ...leftOver.map(
      (check): Check => ({
        ...check,
        state: 'success',
        description: 'Not part of this change any more',
      }),
    ),
  ];
}

/** Checks of earlier heads that still wait: a newer commit has taken their place. */
export function checksOfOlderCommits(facts: Facts): readonly Check[] {
  return facts.checks
    .filter(({ sha, state }) => sha !== facts.pull.headSha && state === 'pending')
    .filter((check) => !isUnderWay(facts, check))
    .map((check) => ({ ...check, ...outcomeOf(facts, check) }));
}

function outcomeOf(facts: Facts, check: Check): CheckView {
  const { dirspace } = check;
  const operation = operationOf(check.context);
  const result =
    dirspace &&
    resultsFor(facts, dirspace).findLast(
      (r) =>
        r.pullNumber === facts.pull.number &&
        r.headSha === check.sha &&
        (operation === 'apply' ? isApply(r.type) : r.type !== 'apply'),
    );
  if (result === undefined) {
    return { state: 'failure', description: 'Superseded by a newer commit' };
  }
  return result.success ? COMPLETED : FAILED;
}

/** Whether an open run will finish a check. */
function isUnderWay(facts: Facts, { sha, context, dirspace }: Check): boolean {
  if (isBuildTitle(context)) return isBuilding(facts, sha, context);
  const operation = operationOf(context);
  const head = sha === facts.pull.headSha ? workingCommits(facts.pull).headSha : sha;
  return facts.openRuns.some(
    (run) =>
      run.pullNumber === facts.pull.number &&
      (run.headSha === sha || run.headSha === head) &&
      (operation === 'apply' ? isApply(run.type) : run.type !== 'apply') &&
      (dirspace === undefined || run.dirspaces.some((name) => keyOf(name) === keyOf(dirspace))),
  );
}

/** A build of another pull request is this one's, too, when both need it: its check is wanted then. */
function isBuilding({ openBuilds, pull }: Facts, sha: string, context: string): boolean {
  return openBuilds.some(
    ({ pullNumber, headSha, type }) =>
      pullNumber === pull.number && headSha === sha && context.startsWith(buildTitle(type, null)),
  );
}
