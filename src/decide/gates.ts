import { isToken } from '../config/gate-token.ts';
import type { Gate } from '../protocol/result.ts';
import { isApplied, resultsFor } from './applied.ts';
import { isAbout } from './commits.ts';
import { keyOf, namesOf } from './dirspace-name.ts';
import type { DirspaceName, Facts, Person, RunGates } from './facts.ts';
import { mayWrite } from './permission.ts';
import { isMeant, isNobody, teamsAmong } from './person.ts';

/** An approval that plans ask for before they are applied, and how far it has come. */
export type AskedGate = {
  /** What a comment approves it by; null: approving the pull request does. */
  readonly token: string | null;
  readonly name: string | null;
  /** Those whose plans ask for it. */
  readonly dirspaces: readonly DirspaceName[];
  readonly allOf: readonly string[];
  readonly anyOf: readonly string[];
  /** How many of `anyOf` have to approve; where that is empty, of whoever may write. */
  readonly count: number;
  /** Those of `allOf`, and how many of the others, that have not approved. */
  readonly absent: readonly string[];
  readonly lacking: number;
  /** Entries that mean nobody, as far as that is known. */
  readonly nobody: readonly string[];
};

type GateFacts = Pick<Facts, 'pull' | 'results' | 'gates' | 'gateApprovals' | 'emptyTeams'>;

/**
 * The gates of dirspaces: what the plan asks for that an apply would carry out, the newest that went
 * well. One that several ask for in the same words is one (spec orchestration.md 9.4).
 */
export function gatesOf(
  facts: GateFacts,
  dirspaces: readonly DirspaceName[],
): readonly AskedGate[] {
  const byRun = new Map(
    facts.gates.map(({ runId, gates }) => [
      runId,
      gates.map((gate) => ({ gate, words: wordsOf(gate) })),
    ]),
  );
  const asked = namesOf(dirspaces).flatMap((dirspace) =>
    (byRun.get(planOf(facts, dirspace)?.runId ?? '') ?? [])
      .filter(({ gate }) => isFor(gate, dirspace))
      .map(({ gate, words }) => ({ gate, words, dirspace })),
  );
  const same = Map.groupBy(asked, ({ words }) => words);
  return [...same.values()].map((group) => askedGate(facts, group));
}

/** What a gate asks for, as text. */
function wordsOf({ dir: _dir, workspace: _workspace, ...rest }: Gate): string {
  return JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Those that are not approved as they ask for it. */
export function unmetGates(
  facts: GateFacts,
  dirspaces: readonly DirspaceName[],
): readonly AskedGate[] {
  return gatesOf(facts, dirspaces).filter((gate) => !isMet(gate));
}

export function isMet({ absent, lacking }: AskedGate): boolean {
  return absent.length === 0 && lacking === 0;
}

/** The gates of everything that has been planned for the present commits. */
export function gatesOfPull(facts: Facts): readonly AskedGate[] {
  return gatesOf(facts, plannedDirspaces(facts));
}

/** The same that an apply waits for: of what has something left to apply. */
export function gatesLeft(facts: Facts): readonly AskedGate[] {
  const left = plannedDirspaces(facts).filter((dirspace) => !isApplied(facts, dirspace));
  return unmetGates(facts, left);
}

/** Whether an approval by somebody helps a gate on. */
export function mayApprove(
  { pull }: Pick<Facts, 'pull'>,
  { allOf, anyOf, count }: AskedGate,
  person: Person,
): boolean {
  const byAnybody = anyOf.length === 0 && count > 0;
  return (
    [...allOf, ...anyOf].some((entry) => counts(pull, entry, person)) ||
    (byAnybody && counts(pull, '*', person))
  );
}

/** Of teams that gates name. A plan may name thousands, and the forge is asked for each. */
const MOST_TEAMS = 100;

/**
 * The slugs of teams whose members must be known to judge approvals, those of the newest run first.
 * Members of further ones count for nothing. `runs`: the newest last.
 */
export function teamsOfGates(runs: readonly RunGates[]): readonly string[] {
  const slugs = runs
    .toReversed()
    .flatMap(({ gates }) =>
      teamsAmong(gates.flatMap(({ all_of = [], any_of = [] }) => [...all_of, ...any_of])),
    );
  return [...new Set(slugs)].slice(0, MOST_TEAMS);
}

/** Whether a gate is about a dirspace. One that names none is about all that were planned with it. */
export function isFor(gate: Gate, { dir, workspace }: DirspaceName): boolean {
  return (
    (gate.dir === undefined || gate.dir === dir) &&
    (gate.workspace === undefined || gate.workspace === workspace)
  );
}

function plannedDirspaces({ pull, results }: Facts): readonly DirspaceName[] {
  const own = results.filter((one) => one.pullNumber === pull.number && isAbout(pull, one));
  return [...new Map(own.map((one) => [keyOf(one), one])).values()];
}

function planOf(facts: GateFacts, dirspace: DirspaceName) {
  const { pull } = facts;
  return resultsFor(facts, dirspace).findLast(
    (one) =>
      one.pullNumber === pull.number && one.type === 'plan' && one.success && isAbout(pull, one),
  );
}

type Asking = { readonly gate: Gate; readonly dirspace: DirspaceName };

function askedGate(
  { pull, gateApprovals, emptyTeams }: GateFacts,
  group: readonly Asking[],
): AskedGate {
  const {
    token,
    name,
    all_of: allOf = [],
    any_of: anyOf = [],
    any_of_count,
  } = group[0]?.gate ?? {};
  const least = anyOf.length === 0 && allOf.length > 0 ? 0 : 1;
  const count = Math.max(least, any_of_count ?? least);
  // One that no comment can name would never be met.
  const by = token !== undefined && isToken(token) ? token : null;
  const approvers = gateApprovals
    .filter((approval) => approval.token === by)
    .map(({ person }) => person);
  const fromAny = anyOf.length === 0 ? ['*'] : anyOf;
  const counting = approvers.filter((person) =>
    fromAny.some((entry) => counts(pull, entry, person)),
  );
  const has = new Set(counting.map(({ login }) => login.toLowerCase())).size;
  return {
    ...{ token: by, name: name ?? (by === null ? (token ?? null) : null), allOf, anyOf, count },
    dirspaces: namesOf([
      ...new Map(group.map(({ dirspace }) => [keyOf(dirspace), dirspace])).values(),
    ]),
    absent: allOf.filter((entry) => !approvers.some((person) => counts(pull, entry, person))),
    lacking: Math.max(0, count - has),
    nobody: [...allOf, ...anyOf].filter((entry) => isNobody(entry, emptyTeams)),
  };
}

/**
 * Whether an entry means somebody. `*` is whoever may write: anybody at all may comment on a public
 * repository. Whoever wrote the change is meant by their own name only, since four eyes are the point.
 */
function counts({ author }: Facts['pull'], entry: string, person: Person): boolean {
  if (person.login.toLowerCase() === author.toLowerCase() && !entry.startsWith('user:')) {
    return false;
  }
  return entry === '*' ? mayWrite(person) : isMeant(entry, person);
}
