import type { Gate, OperationResultV2, StepResult } from '../../protocol/result.ts';
import { type PlanSummary, planPayload } from '../../protocol/step-payload.ts';
import type { Built } from '../builds/build-answer.ts';
import { configuredName } from '../manifest/operation-config.ts';
import type { Times } from '../results/progress.ts';
import { allSucceeded, asksForApproval, isDirspaceScope } from '../steps/step-result.ts';
import { duration } from './duration.ts';

/** The summary of the job as Markdown: one row a dirspace. Not yet masked. */
export function jobSummary(
  operation: string,
  { steps, gates = [] }: OperationResultV2,
  times: Times,
): string {
  const scoped = steps.filter(({ scope }) => isDirspaceScope(scope));
  const dirspaces = [...Map.groupBy(scoped, ({ scope }) => JSON.stringify(scope))].map(
    ([key, own]) => rowOf(key, own, gates),
  );
  const hooks = steps.filter((step) => !isDirspaceScope(step.scope) && !allSucceeded([step]));
  const shown = actions.filter(
    ({ key, always }) => always || dirspaces.some(({ summary }) => summary?.[key]),
  );
  const header = ['Directory', 'Workspace', 'Result', ...shown.map(({ name }) => name), 'Time'];
  const rule = header.map((_, column) => (column < 3 ? '---' : '---:'));
  const rows = dirspaces.map(({ key, names, summary }) => {
    const time = times.get(key);
    const counts = shown.map((action) => String(summary?.[action.key] ?? ''));
    return [...names, ...counts, time === undefined ? '' : duration(time)];
  });
  return [
    `## ${allSucceeded(steps) ? '✔' : '✘'} ${operation}`,
    '',
    ...hooks.map((step) => `Failed outside of the directories: \`${configuredName(step.step)}\`\n`),
    ...(rows.length === 0 ? [] : [header, rule, ...rows].map((row) => `| ${row.join(' | ')} |`)),
    '',
  ].join('\n');
}

/** What a plan counts; the rare ones have a column only where one of the plans has some. */
const actions: readonly { name: string; key: keyof PlanSummary; always: boolean }[] = [
  { name: 'Add', key: 'add', always: true },
  { name: 'Change', key: 'change', always: true },
  { name: 'Destroy', key: 'destroy', always: true },
  { name: 'Replace', key: 'replace', always: true },
  { name: 'Import', key: 'import', always: false },
  { name: 'Move', key: 'move', always: false },
  { name: 'Forget', key: 'forget', always: false },
  { name: 'Drift', key: 'drift', always: false },
];

function rowOf(
  key: string,
  steps: readonly StepResult[],
  gates: readonly Gate[],
): {
  key: string;
  names: string[];
  summary: PlanSummary | undefined;
} {
  const scope = steps[0]?.scope;
  const plan = steps.find((step) => step.step.endsWith('/plan'));
  const summary = planPayload.safeParse(plan?.payload).data?.summary;
  if (!scope || !isDirspaceScope(scope)) return { key, names: [], summary };
  return {
    key,
    names: [
      escaped(scope.dir),
      escaped(scope.workspace),
      outcome(steps, asksForApproval(gates, scope)),
    ],
    summary,
  };
}

/** How many lines are shown of a build that has much to say. */
const shownLines = 100;

/** What is said of a build, in the log and in the summary. */
export function buildLines({ lines }: Built): string[] {
  const left = lines.length - shownLines;
  return [...lines.slice(0, shownLines), ...(left > 0 ? [`… and ${left} more`] : [])];
}

/** The summary of the job of a build as Markdown. Not yet masked. */
export function buildSummary(type: string, built: Built): string {
  const lines = buildLines(built).map((line) => `- ${escaped(line)}`);
  return [`## ${built.succeeded ? '✔' : '✘'} ${type}`, '', ...lines, ''].join('\n');
}

function outcome(steps: readonly StepResult[], asks: boolean): string {
  const failed = steps.find((step) => !allSucceeded([step]));
  if (failed) return `✘ \`${configuredName(failed.step)}\``;
  if (asks) return '⚑ asks for approval';
  const plan = steps.find((step) => step.step.endsWith('/plan'));
  return plan?.payload.has_changes === false ? '✔ no changes' : '✔';
}

/** Names are the pull request's: they must not end a cell, or be markup. */
function escaped(text: string): string {
  return text.replace(/[&<>|\\`*_[\]\r\n]/g, (c) => `&#${c.charCodeAt(0)};`);
}
