import { isApply } from './applied.ts';
import { isBuildType } from './builds.ts';
import { overlap } from './dirspace-name.ts';
import type { WorkFacts } from './facts.ts';

/**
 * The queued runs of a repository that may be dispatched now, in order: applies before plans, older
 * before newer. A run waits while one of its dirspaces is in an apply that is under way, also one
 * dispatched just now; plans run beside each other (spec protocol.md 2.3). Drift runs do not: they
 * wait for each other's plans as well, which take the state's lock and nobody waits for.
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
  const underWay = openRuns.filter(({ state }) => state !== 'queued');
  const applying = underWay.filter(applies);
  const ofDrift = underWay.filter(isOfDrift);
  const chosen: string[] = [];
  for (const run of queued) {
    const inTheWay = isOfDrift(run) ? [...applying, ...ofDrift] : applying;
    if (inTheWay.some((other) => overlap(other.dirspaces, run.dirspaces))) continue;
    chosen.push(run.id);
    if (applies(run)) applying.push(run);
    if (isOfDrift(run)) ofDrift.push(run);
  }
  return chosen;
}

function isOfDrift({ pullNumber }: WorkFacts): boolean {
  return pullNumber === null;
}

function applies({ type }: WorkFacts): boolean {
  return !isBuildType(type) && isApply(type);
}
