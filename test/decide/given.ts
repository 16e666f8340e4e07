import { type Config, configSchema } from '../../src/config/config.ts';
import type { Derived } from '../../src/config/derive.ts';
import { compareDirspaces, type Dirspace } from '../../src/config/dirspace.ts';
import { orderOf } from '../../src/config/order.ts';
import { withStacks } from '../../src/config/stack-assignment.ts';
import { stacksOf } from '../../src/config/stacks.ts';
import type { Decision } from '../../src/decide/decision.ts';
import type {
  Facts,
  GuardedPath,
  OtherPull,
  Person,
  PullFacts,
  RecordedResult,
  RunFacts,
} from '../../src/decide/facts.ts';
import type { Message } from '../../src/decide/message.ts';

/*
 * Facts for tests: an open pull request number 7 of `change` into `main` at base `b` and head `h`,
 * that a writer acts on, and that touches the dirspaces network and app.
 */

export const NOW = 1_000_000_000;

export function dirspace(dir: string, more: Partial<Dirspace> = {}): Dirspace {
  const workspace = more.workspace ?? 'default';
  return {
    dir,
    workspace,
    tags: [`dir:${dir}`, `workspace:${workspace}`],
    filePatterns: [`${dir}/*.tf`],
    autoplan: true,
    autoplanDraft: true,
    autoapply: false,
    namedBy: 'workspaces',
    dependsOn: null,
    stack: 'default',
    createAndSelectWorkspace: true,
    createIfMissing: false,
    lockBranchTarget: 'all',
    workflow: null,
    lockPolicy: 'strict',
    environment: null,
    runsOn: null,
    ...more,
  };
}

export const network = dirspace('network');
export const app = dirspace('app');

const pull: PullFacts = {
  number: 7,
  title: 'Widen the subnet',
  author: 'ana',
  state: 'open',
  draft: false,
  fork: false,
  headRef: 'change',
  headSha: 'h',
  baseRef: 'main',
  baseSha: 'b',
  baseTip: 't',
  mergeSha: null,
  mergedAt: null,
  mergeable: true,
  unlockedAt: null,
};

/** Somebody who may write to the repository. */
export function person(login: string, more: Partial<Person> = {}): Person {
  return { login, permission: 'write', teams: [], ...more };
}

export const ana = person('ana');

export const merged: Partial<PullFacts> = { state: 'merged', mergeSha: 'm', mergedAt: NOW - 10 };

/** Lets whoever may write use apply-autoapprove. */
export const bold = {
  access_control: { policies: [{ tag_query: '', apply_autoapprove: ['*'] }] },
};

/** A configuration as its file would give it. */
export function config(given: unknown = {}): Config {
  return configSchema.parse(given);
}

type Given = {
  readonly changed?: readonly Dirspace[];
  readonly dirspaces?: readonly Dirspace[];
  readonly config?: unknown;
  readonly pull?: Partial<PullFacts>;
  readonly guarded?: readonly GuardedPath[];
} & Partial<Omit<Facts, 'pull' | 'configuration'>>;

export function facts(given: Given = {}): Facts {
  const { changed = [app, network], dirspaces, guarded = [], ...more } = given;
  const { config: file, pull: changedPull, ...rest } = more;
  const loadedConfig = config(file);
  return {
    now: NOW,
    askedAt: NOW,
    repository: { owner: 'acme', name: 'infra', defaultBranch: 'main' },
    actor: ana,
    pushedSince: false,
    builds: [],
    openBuilds: [],
    openRuns: [],
    results: [],
    otherPulls: [],
    checks: [],
    forApplying: true,
    baseMoves: [],
    foreignChecks: [],
    approvals: [],
    gates: [],
    gateApprovals: [],
    emptyTeams: [],
    shown: null,
    ...rest,
    pull: { ...pull, ...changedPull },
    configuration: {
      kind: 'loaded',
      config: loadedConfig,
      derived: derivedOf(dirspaces ?? changed, loadedConfig),
      baseDirspaces: [],
      touched: changed.map(({ dir, workspace }) => ({
        dir,
        workspace,
        by: [{ kind: 'path', path: `${dir}/main.tf` }],
      })),
      guarded,
      warnings: [],
    },
  };
}

function derivedOf(given: readonly Dirspace[], of: Config): Derived {
  const found = stacksOf(of);
  if (!found.ok) throw new Error(found.problems[0]?.message);
  const { stacks } = found;
  const sorted = given.toSorted(compareDirspaces);
  const assigned = withStacks(of, stacks, sorted);
  if (!assigned.ok) throw new Error(assigned.problems[0]?.message);
  const dirspaces = sorted.map((one, i) => ({ ...one, ...assigned.dirspaces[i] }));
  const ordered = orderOf(of, dirspaces, stacks);
  if (!ordered.ok) throw new Error(ordered.problems[0]?.message);
  return { dirspaces, stacks, order: ordered.order };
}

/** A dirspace that waits for those that a tag query selects, and runs when they do. */
export function dependent(dir: string, tagQuery: string, more: Partial<Dirspace> = {}): Dirspace {
  return dirspace(dir, { dependsOn: { tagQuery, pruneOnNoChange: false }, ...more });
}

/** The loaded configuration of facts made here. */
export function loaded({ configuration }: Facts) {
  if (configuration.kind !== 'loaded') throw new Error('These facts have no configuration.');
  return configuration;
}

/** A successful plan with changes, at the pull request's base and head, still stored. */
export function plan(of: Dirspace, more: Partial<RecordedResult> = {}): RecordedResult {
  return {
    dir: of.dir,
    workspace: of.workspace,
    runId: `plan of ${of.dir}`,
    pullNumber: 7,
    type: 'plan',
    success: true,
    hasChanges: true,
    baseSha: 'b',
    headSha: 'h',
    baseTip: 't',
    createdAt: NOW - 1000,
    planStored: true,
    unlocked: false,
    ...more,
  };
}

/** A successful apply after that plan. */
export function apply(of: Dirspace, more: Partial<RecordedResult> = {}): RecordedResult {
  return plan(of, { type: 'apply', planStored: false, createdAt: NOW - 500, ...more });
}

/** A plan of pull request 7 that is running. */
export function run(of: readonly Dirspace[], more: Partial<RunFacts> = {}): RunFacts {
  return {
    id: 'r1',
    pullNumber: 7,
    type: 'plan',
    state: 'running',
    baseSha: 'b',
    headSha: 'h',
    dirspaces: of.map(({ dir, workspace }) => ({ dir, workspace })),
    createdAt: NOW - 2000,
    dispatchedAt: NOW - 1900,
    runId: '900',
    ...more,
  };
}

/** Another open pull request, number 3, over the same base branch. */
export function other(of: readonly Dirspace[], more: Partial<OtherPull> = {}): OtherPull {
  return {
    number: 3,
    state: 'open',
    mergedAt: null,
    unlockedAt: null,
    baseRef: 'main',
    headSha: 'h3',
    baseSha: 'b',
    dirspaces: of,
    ...more,
  };
}

/** What is decided, in short: one line a decision. */
export function inShort(decisions: readonly Decision[]): readonly string[] {
  return decisions.map(lineOf);
}

function lineOf(decision: Decision): string {
  switch (decision.kind) {
    case 'create_run': {
      const names = decision.run.dirspaces.map(({ dir }) => dir).join(' ');
      return `${decision.run.type} ${names}${decision.run.fork ? ' without secrets' : ''}`;
    }
    case 'create_build': {
      const { type, side, fork } = decision.build;
      return `${type} of the ${side}${fork ? ' without secrets' : ''}`;
    }
    case 'wait_for_builds':
      return 'wait';
    case 'abort_run':
      return `abort ${decision.id}`;
    case 'set_check': {
      const { context, state, description } = decision.check;
      return `${context}: ${state}, ${description}`;
    }
    case 'comment':
      return `say ${decision.message.kind}`;
    case 'publish_results':
      return `publish ${decision.id}`;
    case 'react':
      return `react ${decision.reaction}`;
    case 'unlock':
      return `unlock ${decision.pullNumbers.join(' ')}`;
    case 'approve_gates':
      return `approve ${decision.tokens.join(' ')} by ${decision.login}`;
    case 'merge':
      return `merge ${decision.merge.headSha}`;
  }
}

/** The same without checks. */
export function withoutChecks(decisions: readonly Decision[]): readonly string[] {
  return inShort(decisions.filter(({ kind }) => kind !== 'set_check'));
}

/** Only the checks. */
export function checksIn(decisions: readonly Decision[]): readonly string[] {
  return inShort(decisions.filter(({ kind }) => kind === 'set_check'));
}

/** What is said. */
export function messages(decisions: readonly Decision[]): readonly Message[] {
  return decisions.flatMap((d) => (d.kind === 'comment' ? [d.message] : []));
}
