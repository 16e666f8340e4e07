import { isApply } from './applied.ts';
import { isBuildType } from './builds.ts';
import { overlap } from './dirspace-name.ts';
import type { WorkFacts } from './facts.ts';

/**
 * The queued runs of a repository that may be dispatched now, in order: applies before plans, older
 * before newer. A run waits while one of its dirspaces is in an apply that is under way, also one
 * dispatched just now; plans run beside each other (spec protocol.md 2.3).
 */
export function dispatchable(openRuns: readonly WorkFacts[]): readonly string[] {
  const queued = openRuns
    .filter(({ state }) => state === 'queued')
    .sort(
      (a, b) =>
        Number(applies(b)) - Number(applies(a)) ||
        a.createdAt - b.createdAt ||
        (a.id < b.id ? -1 : 1),
    );
  const applying = openRuns.filter((run) => run.state !== 'queued' && applies(run));
  const chosen: string[] = [];
  for (const run of queued) {
    if (applying.some((other) => overlap(other.dirspaces, run.dirspaces))) continue;
    chosen.push(run.id);
    if (applies(run)) applying.push(run);
  }
  return chosen;
}

function applies({ type }: WorkFacts): boolean {
  return !isBuildType(type) && isApply(type);
}
