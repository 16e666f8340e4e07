import type { Dirspace } from '../config/dirspace.ts';
import { isApplied } from './applied.ts';
import { isAutoplanned } from './autoplanned.ts';
import { buildChecks, withBuilds } from './builds.ts';
import { aggregateTitle, dirspaceTitle, type Operation } from './check-title.ts';
import type { Decision } from './decision.ts';
import { applyView, type CheckView, COMPLETED, planView, WAITING } from './dirspace-checks.ts';
import { namesOf } from './dirspace-name.ts';
import type { Check, Facts, RunFacts } from './facts.ts';
import { workingLayer } from './layers.ts';
import { checksOfOlderCommits, settled } from './leftover-checks.ts';
import { type LoadedConfiguration, layersOf } from './matched.ts';
import { validPlan } from './plan-validity.ts';

/** With more dirspaces than this a pull request has the two aggregate checks only. */
const MAX_DIRSPACE_CHECKS = 50;
const NOTHING: CheckView = { state: 'success', description: 'Nothing to do' };

/**
 * The checks to write: what each should show, by the runs and results there are, where that is not
 * what it shows already. Nothing is remembered but the checks themselves, so asking twice writes
 * nothing twice, and a check that fell behind is put right by asking again. A check is pending only
 * while something is under way, or while somebody has to apply.
 */
export function checkDecisions(facts: Facts): readonly Decision[] {
  const wanted = [...wantedChecks(facts), ...checksOfOlderCommits(facts)].sort((a, b) =>
    `${a.sha} ${a.context}` < `${b.sha} ${b.context}` ? -1 : 1,
  );
  return unlessShown(facts, wanted);
}

/** The facts as they will be once decisions are carried out. */
export function withDecisions(facts: Facts, decisions: readonly Decision[]): Facts {
  const aborted = new Set(decisions.flatMap((d) => (d.kind === 'abort_run' ? [d.id] : [])));
  const created = decisions.flatMap((decision, i): readonly RunFacts[] => {
    if (decision.kind !== 'create_run') return [];
    const { type, baseSha, headSha, dirspaces } = decision.run;
    return [
      {
        id: `new ${i}`,
        pullNumber: facts.pull.number,
        type,
        state: 'queued',
        baseSha,
        headSha,
        dirspaces: namesOf(dirspaces),
        createdAt: facts.now,
        dispatchedAt: null,
        runId: null,
      },
    ];
  });
  return {
    ...withBuilds(facts, decisions),
    openRuns: [...facts.openRuns.filter(({ id }) => !aborted.has(id)), ...created],
  };
}

/** The failed check of a change of which nothing is known, for want of a configuration. */
export function withoutConfiguration(facts: Facts, description: string): readonly Decision[] {
  const check: Check = {
    sha: facts.pull.headSha,
    context: aggregateTitle('plan'),
    state: 'failure',
    description,
  };
  return unlessShown(facts, [check]);
}

function unlessShown({ checks }: Facts, wanted: readonly Check[]): readonly Decision[] {
  const shown = new Map(checks.map((check) => [`${check.sha} ${check.context}`, check]));
  return wanted
    .filter((check) => {
      const last = shown.get(`${check.sha} ${check.context}`);
      return last?.state !== check.state || last.description !== check.description;
    })
    .map((check) => ({ kind: 'set_check', check }));
}

function wantedChecks(facts: Facts): readonly Check[] {
  const { configuration, pull } = facts;
  const shown = facts.checks.filter(({ sha }) => sha === pull.headSha);
  const builds = buildChecks(facts);
  if (configuration.kind !== 'loaded') {
    // What the change would do is not known, but nothing of it waits for anybody any more.
    return pull.state === 'closed' ? settled(facts, builds, shown) : builds;
  }
  const { create_pending_apply_check, create_completed_apply_check_on_noop } =
    configuration.config.apply_requirements;
  const exists = (context: string) => shown.some((check) => check.context === context);
  const each = viewsOf(facts, configuration);
  const noop = each.length === 0 && create_completed_apply_check_on_noop !== false;
  const plans = noop ? NOTHING : planAggregate(facts, each, exists(aggregateTitle('plan')));
  const applies = noop
    ? NOTHING
    : applyAggregate(facts, each, create_pending_apply_check, exists(aggregateTitle('apply')));
  const wanted = [
    ...builds,
    ...dirspaceChecks(pull.headSha, each, exists),
    ...aggregateCheck(pull.headSha, 'plan', plans),
    ...aggregateCheck(pull.headSha, 'apply', applies),
  ];
  return settled(facts, wanted, shown);
}

function viewsOf(facts: Facts, configuration: LoadedConfiguration): readonly DirspaceViews[] {
  const { create_pending_apply_check } = configuration.config.apply_requirements;
  const working = workingLayer(facts, configuration);
  const planned = layersOf(facts, configuration).map((layer, index) =>
    layer.map((dirspace) => ({
      dirspace,
      isLater: working !== null && index > working.index,
      plan: planView(facts, dirspace),
    })),
  );
  const isBegun = planned.flat().some(({ plan }) => plan !== null);
  return planned.flat().map((one) => ({
    ...one,
    apply: applyView(facts, one.dirspace, create_pending_apply_check, isBegun && one.isLater),
  }));
}

function aggregateCheck(
  sha: string,
  operation: Operation,
  view: CheckView | null,
): readonly Check[] {
  return view === null ? [] : [{ sha, context: aggregateTitle(operation), ...view }];
}

/** Of too many dirspaces only those whose check is there already, so that it comes to its end. */
function dirspaceChecks(
  sha: string,
  each: readonly DirspaceViews[],
  exists: (context: string) => boolean,
): readonly Check[] {
  return each.flatMap(({ dirspace: { dir, workspace }, plan, apply }) => {
    const views: readonly [Operation, CheckView | null][] = [
      ['plan', plan],
      ['apply', apply],
    ];
    return views.flatMap(([operation, view]) => {
      const context = dirspaceTitle(operation, { dir, workspace });
      if (view === null || (each.length > MAX_DIRSPACE_CHECKS && !exists(context))) return [];
      return [{ sha, context, ...view, dirspace: { dir, workspace } }];
    });
  });
}

type DirspaceViews = {
  readonly dirspace: Dirspace;
  /** Its layer's turn has not come. */
  readonly isLater: boolean;
  readonly plan: CheckView | null;
  readonly apply: CheckView | null;
};

/**
 * Success only when every dirspace that is planned by itself, or was asked for, has its plan. Those
 * whose turn has not come do not hold it back: they may have to be planned after the merge.
 */
function planAggregate(
  facts: Facts,
  each: readonly DirspaceViews[],
  exists: boolean,
): CheckView | null {
  const views = each.flatMap(({ plan }) => (plan === null ? [] : [plan]));
  if (views.length === 0 && !exists) return null;
  const pending = pendingOf(views);
  if (pending !== null) return pending;
  const failed = views.filter(({ state }) => state === 'failure').length;
  if (failed > 0) return { state: 'failure', description: `${failed} of ${each.length} failed` };
  const missing = each.filter(
    ({ dirspace, isLater, plan }) => plan === null && !isLater && isAutoplanned(facts, dirspace),
  ).length;
  if (missing > 0) {
    return { state: 'failure', description: `${missing} of ${each.length} not planned` };
  }
  return COMPLETED;
}

function applyAggregate(
  facts: Facts,
  each: readonly DirspaceViews[],
  createPending: boolean,
  exists: boolean,
): CheckView | null {
  const { pull } = facts;
  const running = pendingOf(each.flatMap(({ apply }) => (apply === null ? [] : [apply])));
  if (running !== null) return running;
  const unapplied = each.filter(({ dirspace }) => !isApplied(facts, dirspace));
  if (unapplied.length === 0) return each.length > 0 || exists ? COMPLETED : null;
  const failed = each.filter(({ apply }) => apply?.state === 'failure').length;
  if (failed > 0) return { state: 'failure', description: `${failed} of ${each.length} failed` };
  const begun = exists || each.some(({ plan }) => plan !== null);
  if (!begun || !(createPending || exists)) return null;
  const afterMerge =
    pull.state !== 'merged' &&
    unapplied.every(
      ({ dirspace, isLater }) =>
        dirspace.autoapply && (isLater || validPlan(facts, dirspace) !== null),
    );
  // A pending check would hold back the very merge that such an apply waits for.
  return afterMerge ? { state: 'success', description: 'Applies after the merge' } : WAITING;
}

/** What is under way; waiting for somebody is not. */
function pendingOf(views: readonly CheckView[]): CheckView | null {
  const pending = views.filter(
    ({ state, description }) => state === 'pending' && description !== WAITING.description,
  );
  return pending.find(({ description }) => description === 'Running') ?? pending[0] ?? null;
}
