import type { DirspaceName } from '../../decide/facts.ts';
import type { StepResult } from '../../protocol/result.ts';
import { type CostPayload, costPayload, textPayload } from '../../protocol/step-payload.ts';

/** The step in which runners estimate costs. It says nothing about whether a plan is good. */
export function isCostStep({ step }: StepResult): boolean {
  return step === 'tf/cost-estimation';
}

/** What the plans of a comment cost by the month. */
export type CostView = {
  /** One for each currency; mostly one. */
  readonly sums: readonly CostSum[];
  /** What could not be priced, and why. */
  readonly problems: readonly string[];
};

type CostSum = {
  readonly currency: string;
  readonly before: string;
  readonly after: string;
  /** With its sign; null when nothing changes. */
  readonly difference: string | null;
  /** The dirspaces whose costs change, those that change most first. */
  readonly rows: readonly CostRow[];
  /** Null where the runner does not say. */
  readonly coverage: CoverageView | null;
};

type CostRow = DirspaceName & Pick<CostSum, 'before' | 'after' | 'difference'>;

type CoverageView = {
  readonly priced: number;
  readonly free: number;
  readonly unpriced: number;
  readonly types: readonly { readonly type: string; readonly count: number }[];
};

type Coverage = NonNullable<CostPayload['coverage']>;
type Amounts = CostPayload['summary'];

/** The steps of a run, and those of its dirspaces that the comment shows. */
type ShownRun = {
  readonly steps: readonly StepResult[];
  readonly dirspaces: readonly DirspaceName[];
};

/** Null when no run has estimated anything. */
export function costView(runs: readonly ShownRun[]): CostView | null {
  const steps = runs.flatMap(({ steps, dirspaces }) => {
    const step = steps.find(isCostStep);
    return step === undefined ? [] : [{ step, dirspaces }];
  });
  if (steps.length === 0) return null;
  const costs = steps.flatMap(({ step, dirspaces }) => {
    const payload = step.success ? costPayload.safeParse(step.payload).data : undefined;
    return payload === undefined ? [] : [shownOf(payload, dirspaces)];
  });
  const problems = steps.flatMap(({ step }) => problemsOf(step));
  const byCurrency = Map.groupBy(costs, ({ currency }) => currency);
  return { sums: [...byCurrency].map(([currency, of]) => sumOf(currency, of)), problems };
}

function problemsOf({ success, payload }: StepResult): readonly string[] {
  const said = textPayload.safeParse(payload).data?.text?.trim() ?? '';
  if (said !== '') return said.split('\n');
  return success && costPayload.safeParse(payload).success ? [] : ['The runner does not say why.'];
}

/** Without the dirspaces that a newer run has planned again. */
function shownOf(payload: CostPayload, dirspaces: readonly DirspaceName[]): CostPayload {
  const isShown = (one: DirspaceName) =>
    dirspaces.some(({ dir, workspace }) => dir === one.dir && workspace === one.workspace);
  const shown = payload.dirspaces.filter(isShown);
  return shown.length === payload.dirspaces.length
    ? payload
    : { ...payload, dirspaces: shown, summary: shown.reduce(added, NOTHING) };
}

function sumOf(currency: string, costs: readonly CostPayload[]): CostSum {
  const total = costs.map(({ summary }) => summary).reduce(added, NOTHING);
  const rows = costs
    .flatMap(({ dirspaces }) => dirspaces)
    .filter((one) => cents(one.diff_monthly_cost) !== 0)
    .toSorted((a, b) => Math.abs(b.diff_monthly_cost) - Math.abs(a.diff_monthly_cost))
    .map(({ dir, workspace, ...amounts }) => ({ dir, workspace, ...shown(amounts) }));
  const coverages = costs.flatMap(({ coverage }) => coverage ?? []);
  return {
    currency,
    ...shown(total),
    rows,
    coverage: coverages.length === 0 ? null : coverageOf(coverages),
  };
}

const NOTHING: Amounts = { prev_monthly_cost: 0, total_monthly_cost: 0, diff_monthly_cost: 0 };

function added(a: Amounts, b: Amounts): Amounts {
  return {
    prev_monthly_cost: a.prev_monthly_cost + b.prev_monthly_cost,
    total_monthly_cost: a.total_monthly_cost + b.total_monthly_cost,
    diff_monthly_cost: a.diff_monthly_cost + b.diff_monthly_cost,
  };
}

function coverageOf(coverages: readonly Coverage[]): CoverageView {
  const sum = (key: 'priced' | 'free' | 'unpriced') =>
    coverages.reduce((all, coverage) => all + coverage[key], 0);
  const types = new Map<string, number>();
  for (const [type, count] of coverages.flatMap((one) => Object.entries(one.unpriced_types))) {
    types.set(type, (types.get(type) ?? 0) + count);
  }
  return {
    ...{ priced: sum('priced'), free: sum('free'), unpriced: sum('unpriced') },
    types: [...types]
      .map(([type, count]) => ({ type, count }))
      .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1)),
  };
}

const AMOUNT = { minimumFractionDigits: 2, maximumFractionDigits: 2 } as const;
const amount = new Intl.NumberFormat('en', AMOUNT);
const signed = new Intl.NumberFormat('en', { ...AMOUNT, signDisplay: 'exceptZero' });

function shown({ prev_monthly_cost, total_monthly_cost, diff_monthly_cost }: Amounts) {
  return {
    before: amount.format(prev_monthly_cost),
    after: amount.format(total_monthly_cost),
    difference: cents(diff_monthly_cost) === 0 ? null : signed.format(diff_monthly_cost),
  };
}

function cents(value: number): number {
  return Math.round(value * 100);
}
