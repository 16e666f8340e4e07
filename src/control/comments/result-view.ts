import type { LayersLeft } from '../../decide/decision.ts';
import type { DirspaceName, RunType } from '../../decide/facts.ts';
import type { AskedGate } from '../../decide/gates.ts';
import type { StepResult } from '../../protocol/result.ts';
import {
  planPayload,
  type RunFormat,
  type TextPayload,
  textPayload,
  type WholeOutput,
} from '../../protocol/step-payload.ts';
import { type CostView, isCostStep } from './cost-view.ts';
import { allSucceeded } from './operation-steps.ts';
import { outputValues } from './output-values.ts';
import { type PlanCounts, planCounts } from './plan-counts.ts';

/** What a comment shows of a run's results, before it is fitted into its size. */
export type ResultView = {
  readonly type: RunType;
  /** The CI's pages of the runs whose results are new. */
  readonly runUrls: readonly string[];
  readonly hooks: readonly HooksView[];
  readonly dirspaces: readonly DirspaceView[];
  /** Whether to begin with a sum of them. */
  readonly summary: boolean;
  readonly layers: LayersLeft | null;
  /** Null where nothing was estimated. */
  readonly costs: CostView | null;
  /** What plans ask to have approved before they are applied. */
  readonly gates: readonly AskedGate[];
};

export type HooksView = {
  readonly kind: 'hooks';
  readonly when: string;
  readonly success: boolean;
  readonly steps: readonly StepView[];
};

export type DirspaceView = DirspaceName & {
  readonly kind: 'dirspace';
  /** Null where no stacks are configured. */
  readonly stack: string | null;
  /** The CI's page of its run; null where that is not known. */
  readonly runUrl: string | null;
  readonly success: boolean;
  readonly outcome:
    | 'failed'
    | 'changes'
    | 'no changes'
    | 'no plan'
    | 'applied'
    | 'already applied'
    | 'not run';
  readonly counts: PlanCounts | null;
  readonly steps: readonly StepView[];
};

export type StepView = {
  readonly name: string;
  readonly success: boolean;
  readonly ignored: boolean;
  /** The gates that its failure asks for. */
  readonly gates: readonly string[];
  /** Null where it went well, or that is not known. */
  readonly exitCode: number | null;
  readonly command: string | null;
  readonly text: string;
  /** Of the text as a block of code; null for Markdown, which is shown as that. */
  readonly language: string | null;
  /** The whole output, where the step's result shows it cut. */
  readonly whole: WholeOutput | null;
};

/** Shows the hooks that have something to show. Costs are shown apart. */
export function hooksViews(steps: readonly StepResult[]): readonly HooksView[] {
  const byTime = Object.groupBy(
    steps.filter((step) => !('dir' in step.scope) && !isCostStep(step)),
    (step) => ('subflow' in step.scope ? step.scope.subflow : ''),
  );
  return Object.entries(byTime).flatMap(([when, group = []]) => {
    const success = allSucceeded(group);
    const shown = shownSteps(group, success);
    return shown.length === 0 ? [] : [{ kind: 'hooks' as const, when, success, steps: shown }];
  });
}

/**
 * Shows a dirspace. Without steps of its own it was not run: a hook before it failed. `applied` is
 * for the plan of an earlier run, when it has been applied since.
 */
export function dirspaceView(
  type: RunType,
  name: DirspaceName,
  steps: readonly StepResult[],
  applied: boolean,
): Omit<DirspaceView, 'stack' | 'runUrl'> {
  const own = steps.filter(
    ({ scope }) => 'dir' in scope && scope.dir === name.dir && scope.workspace === name.workspace,
  );
  const success = own.length > 0 && allSucceeded(own);
  const plan = own.find(isPlan);
  const counts = plan?.success ? planCounts(plan.payload) : null;
  return {
    kind: 'dirspace',
    dir: name.dir,
    workspace: name.workspace,
    success,
    outcome: outcomeOf(type, own, success, applied),
    counts,
    steps: shownSteps(own, success),
  };
}

/** Failures first, then what changes something, then by name. */
export function byInterest(a: DirspaceView, b: DirspaceView): number {
  return (
    Number(a.success) - Number(b.success) ||
    Number(a.outcome === 'no changes') - Number(b.outcome === 'no changes') ||
    compare(a.dir, b.dir) ||
    compare(a.workspace, b.workspace)
  );
}

/** A plan that says nothing of changes has some; without any plan there is nothing to apply. */
export function hasChanges(steps: readonly StepResult[]): boolean {
  return steps
    .filter(isPlan)
    .some(({ payload }) => planPayload.safeParse(payload).data?.has_changes !== false);
}

function outcomeOf(
  type: RunType,
  own: readonly StepResult[],
  success: boolean,
  applied: boolean,
): DirspaceView['outcome'] {
  if (own.length === 0) return 'not run';
  if (!success) return 'failed';
  if (type !== 'plan') return 'applied';
  if (applied) return 'already applied';
  if (!own.some(isPlan)) return 'no plan';
  return hasChanges(own) ? 'changes' : 'no changes';
}

function isPlan({ step }: StepResult): boolean {
  return step.endsWith('/plan');
}

/**
 * Those that have something to show: of one that went well, or does not count, and said nothing there is
 * nothing to read. Gates that were found are such a step, and are shown apart.
 */
function shownSteps(steps: readonly StepResult[], success: boolean): readonly StepView[] {
  return steps
    .filter((step) => isShown(step, success))
    .map(stepView)
    .filter((step) => !(step.success || step.ignored) || step.command !== null || step.text !== '');
}

function isShown(step: StepResult, success: boolean): boolean {
  if (!step.success) return true;
  if (/\/(plan|apply)$/.test(step.step)) return true;
  switch (textPayload.safeParse(step.payload).data?.visible_on) {
    case 'always':
      return true;
    case 'success':
      return success;
    case 'failure':
    case 'error':
      return !success;
    default:
      return false;
  }
}

function stepView(step: StepResult): StepView {
  const read = textPayload.safeParse(step.payload).data ?? {};
  const plan = step.success ? planPayload.safeParse(step.payload).data : undefined;
  const diff = plan?.plan ?? plan?.diff ?? plan?.plan_text;
  const isDiff = step.step.endsWith('/plan') && diff !== undefined && diff.trim() !== '';
  return {
    name: step.step.slice(step.step.indexOf('/') + 1),
    success: step.success,
    ignored: step.ignore_errors,
    gates: read.gates ?? [],
    exitCode: step.success ? null : (read.exit_code ?? null),
    command: read.cmd?.join(' ') ?? null,
    text: (isDiff ? diff : textOf(step, read)).trimEnd(),
    language: isDiff ? 'diff' : languageOf(read.format),
    whole: read.output ?? null,
  };
}

function textOf({ payload }: StepResult, { text = '', stderr = '' }: TextPayload): string {
  const outputs = outputValues(payload, text);
  return [text, stderr, outputs].filter(Boolean).join('\n');
}

function languageOf(format: RunFormat | undefined): string | null {
  if (format === 'markdown' || format === 'raw') return null;
  return typeof format === 'object' ? format.lang : '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
