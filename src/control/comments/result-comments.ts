import { isMet } from '../../decide/gates.ts';
import { COMMENT_LIMIT } from './comment-limit.ts';
import { codeSpan, htmlCode, jsonLength, lastLines } from './markdown.ts';
import { NO_CHANGES, type PlanCounts, sumOfCounts } from './plan-counts.ts';
import { quotedMarkdown } from './quoted-markdown.ts';
import type { DirspaceView, HooksView, ResultView, StepView } from './result-view.ts';
import { byInterest } from './result-view.ts';
import type { CommentTemplates } from './templates.ts';

const MOST_COMMENTS = 4;
const LINKED_RUNS = 10;
const SHOWN_STEPS = 30;
/** Of everything around a block's outputs: its heading, its steps' names, commands and whole outputs. */
const STEP_FRAME = 1_000;
/** Of everything around the table. */
const FRAME = 2_000;
/** Of the next layer's dirspaces. */
const NAMED_NEXT = 20;

type Element = HooksView | DirspaceView;

/**
 * How much of the outputs is shown, best first: all of it (a single too long one is cut), the end of
 * each, nothing but the table.
 */
const LEVELS = [
  { block: COMMENT_LIMIT, table: 20_000 },
  { block: 8_000, table: 20_000 },
  { block: 2_500, table: 20_000 },
  { block: 0, table: COMMENT_LIMIT },
] as const;

/** The comments that show a result, each within {@link COMMENT_LIMIT}, the summary in the first. */
export function resultComments(
  view: ResultView,
  templates: CommentTemplates,
): readonly [string, ...string[]] {
  const sorted = { ...view, dirspaces: view.dirspaces.toSorted(byInterest) };
  const means = { templates, quotes: quotesIn(sorted) };
  for (const level of LEVELS) {
    const comments = atLevel(sorted, means, level);
    if (comments) return comments;
  }
  throw new Error('The summary of a result does not fit into a comment.');
}

/** What a result is shown with. */
type Means = {
  readonly templates: CommentTemplates;
  /** What steps wrote as Markdown, where it can be shown as that. */
  readonly quotes: ReadonlyMap<StepView, string>;
};

/** Reads no more Markdown than there is room for: it is as long as somebody likes. */
function quotesIn(view: ResultView): Means['quotes'] {
  let room = MOST_COMMENTS * COMMENT_LIMIT;
  const quotes = new Map<StepView, string>();
  for (const step of elements(view).flatMap(({ steps }) => steps)) {
    if (step.language !== null) continue;
    room -= step.text.length;
    const quote = room < 0 ? null : quotedMarkdown(step.text);
    if (quote !== null) quotes.set(step, quote);
  }
  return quotes;
}

function atLevel(
  view: ResultView,
  means: Means,
  level: (typeof LEVELS)[number],
): readonly [string, ...string[]] | null {
  const { templates } = means;
  const layers = layersLeft(view, templates);
  const gates = view.gates.length === 0 ? '' : templates.result('result-gates', view);
  const costs = costsWithin(
    COMMENT_LIMIT - 2 * FRAME - jsonLength(layers + gates),
    view,
    templates,
  );
  const frame = {
    ...heading(view),
    ...table(
      view,
      Math.min(level.table, COMMENT_LIMIT - FRAME - jsonLength(layers + gates + costs)),
    ),
    ...{ layers, gates, costs },
    bare: level.block === 0,
  };
  const render = (part: number, parts: number, blocks: string) =>
    templates.result('result', { ...frame, part, parts, blocks });
  const room = (part: number) =>
    COMMENT_LIMIT - jsonLength(render(part, part, '')) - jsonLength('\n\n');
  const [head, tail] = [room(1), room(MOST_COMMENTS)];
  const pages: string[][] = [[]];
  let left = head;
  for (const element of level.block === 0 ? [] : elements(view)) {
    const block = blockWithin(element, Math.min(level.block, tail), means);
    const size = jsonLength(`${block}\n\n`);
    if (size > left) {
      if (pages.length === MOST_COMMENTS) return null;
      pages.push([]);
      left = tail;
    }
    pages.at(-1)?.push(block);
    left -= size;
  }
  const [first = [], ...more] = pages;
  const comment = (blocks: string[], index: number) =>
    render(index + 1, pages.length, blocks.join('\n\n'));
  const comments = [comment(first, 0), ...more.map((blocks, index) => comment(blocks, index + 1))];
  if (comments.some((body) => jsonLength(body) > COMMENT_LIMIT)) return null;
  const [summary = '', ...rest] = comments;
  return [summary, ...rest];
}

function elements(view: ResultView): readonly Element[] {
  const before = view.hooks.filter((hooks) => hooks.when === 'pre');
  const after = view.hooks.filter((hooks) => hooks.when !== 'pre');
  const shown = view.dirspaces.filter((dirspace) => dirspace.steps.length > 0);
  return [...before, ...shown, ...after];
}

/** Renders whole, else with the last lines of each output, else without them. */
function blockWithin(element: Element, budget: number, means: Means): string {
  const steps = element.steps.slice(-SHOWN_STEPS);
  const whole = block(element, steps, Number.POSITIVE_INFINITY, means);
  if (jsonLength(whole) <= budget) return whole;
  const each = Math.floor((budget - STEP_FRAME * (steps.length + 1)) / Math.max(1, steps.length));
  const cut = block(element, steps, Math.max(0, each), means);
  return jsonLength(cut) <= budget ? cut : block(element, [], 0, means);
}

function block(
  element: Element,
  steps: readonly StepView[],
  budget: number,
  { templates, quotes }: Means,
): string {
  return templates.result('result-block', {
    open: !element.success,
    runUrl: element.kind === 'dirspace' ? element.runUrl : null,
    heading: title(element, codeSpan),
    summary: title(element, htmlCode),
    steps: steps.map((step) => fitted(step, quotes.get(step), budget)),
  });
}

/** Where Markdown does not fit, its last lines are shown as code: they would not mean the same without the rest. */
function fitted(step: StepView, quote: string | undefined, budget: number) {
  const { language, text } = step;
  const fits = quote !== undefined && jsonLength(quote) <= budget;
  const shown = fits ? { text, cut: false } : lastLines(text, budget);
  return { ...step, ...shown, language: language ?? '', quote: fits ? quote : null };
}

function title(element: Element, name: (text: string) => string): string {
  if (element.kind === 'hooks') {
    return `Hooks: ${name(element.when)} ${element.success ? '' : 'failed'}`.trimEnd();
  }
  return `${name(element.dir)} ${name(element.workspace)}: ${described(element)}`;
}

function described({ outcome, counts }: DirspaceView): string {
  return outcome === 'changes' && counts !== null ? countsInWords(counts) : outcome;
}

function countsInWords(counts: PlanCounts): string {
  const { add, change, destroy } = counts;
  return [
    `${add} to add, ${change} to change, ${destroy} to destroy`,
    ...(['replace', 'import', 'move', 'forget'] as const).flatMap((key) =>
      counts[key] ? [`${counts[key]} to ${key}`] : [],
    ),
    ...besides(counts),
  ].join(', ');
}

/** What there may be in plans that change nothing, too. */
function besides({ drift, deferred }: PlanCounts): readonly string[] {
  return [
    ...(drift > 0 ? [`${drift} drifted`] : []),
    ...(deferred > 0 ? [`${deferred} deferred`] : []),
  ];
}

function heading(view: ResultView) {
  const failed = view.dirspaces.filter((dirspace) => !dirspace.success).length;
  const success = failed === 0 && view.hooks.every((hooks) => hooks.success);
  const what = view.type === 'plan' ? 'Plan' : 'Apply';
  const count = `${view.dirspaces.length} dirspace${view.dirspaces.length === 1 ? '' : 's'}`;
  const title = success ? `${what}: ${count}` : `${what} failed: ${failed} of ${count}`;
  return {
    title,
    next: nextStep(view, success),
    runUrls: view.runUrls.slice(0, LINKED_RUNS),
    counted: view.type === 'plan',
    stacked: view.dirspaces.some(({ stack }) => stack !== null),
    summary: view.summary ? summaryOf(view.dirspaces) : '',
  };
}

/** All plans in one line. */
function summaryOf(dirspaces: readonly DirspaceView[]): string {
  const outcomes = [
    'failed',
    'not run',
    'changes',
    'no changes',
    'no plan',
    'already applied',
  ] as const;
  const parts = outcomes.flatMap((outcome) => {
    const count = dirspaces.filter((dirspace) => dirspace.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${SUMMED[outcome]}`];
  });
  const planned = dirspaces.flatMap(({ outcome, counts }) =>
    counts !== null && (outcome === 'changes' || outcome === 'no changes') ? [counts] : [],
  );
  return `${parts.join(', ')}. In all ${countsInWords(planned.reduce(sumOfCounts, NO_CHANGES))}.`;
}

const SUMMED = {
  failed: 'failed',
  'not run': 'not run',
  changes: 'with changes',
  'no changes': 'without changes',
  'no plan': 'without a plan',
  'already applied': 'already applied',
};

/** Names may be so long that the table of costs has no room. */
function costsWithin(budget: number, view: ResultView, templates: CommentTemplates): string {
  if (view.costs === null) return '';
  const costs = templates.result('result-costs', view);
  return jsonLength(costs) <= budget ? costs : 'The costs are in the log of the run.';
}

function layersLeft({ layers }: ResultView, templates: CommentTemplates): string {
  if (layers === null) return '';
  const { next, ...rest } = layers;
  return templates.result('result-layers', {
    ...rest,
    next: next.slice(0, NAMED_NEXT),
    all: next.length,
  });
}

/** What the reader does now, in the words that work. */
function nextStep(view: ResultView, success: boolean): string {
  if (view.type === 'plan') {
    if (!success) return 'Fix what failed and push, or comment `terrateam plan` to try again.';
    const next = has(view, 'changes')
      ? `${view.gates.every(isMet) ? 'To apply these plans' : 'Once they are approved'}, comment \`terrateam apply\`.`
      : 'There is nothing to apply.';
    return has(view, 'no plan')
      ? `Where it says \`no plan\`, the workflow has no step that plans. ${next}`
      : next;
  }
  return success
    ? 'Applied.'
    : 'Part of it may have been applied. Fix it and push, or comment `terrateam plan`, then `terrateam apply`.';
}

function has({ dirspaces }: ResultView, outcome: DirspaceView['outcome']): boolean {
  return dirspaces.some((dirspace) => dirspace.outcome === outcome);
}

function table(view: ResultView, budget: number) {
  const rows: DirspaceView[] = [];
  let used = 0;
  for (const row of view.dirspaces) {
    const stack = row.stack === null ? '' : codeSpan(row.stack);
    used += jsonLength(`| ${codeSpan(row.dir)} | ${codeSpan(row.workspace)} | ${stack} |`) + 120;
    if (used > budget) break;
    rows.push(row);
  }
  const more = view.dirspaces.slice(rows.length);
  return {
    rows: rows.map((row) => ({
      ...row,
      result: [row.outcome, ...(row.counts === null ? [] : besides(row.counts))].join(', '),
      counts: row.counts ?? NO_COUNTS,
    })),
    moreRows: more.length,
    moreFailed: more.filter((row) => !row.success).length,
  };
}

const NO_COUNTS = { add: null, change: null, destroy: null, replace: null };
