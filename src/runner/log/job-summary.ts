import type { OperationResultV2, StepResult } from '../../protocol/result.ts';
import { planPayload } from '../../protocol/step-payload.ts';
import type { Built } from '../builds/build-answer.ts';
import { allSucceeded, isDirspaceScope } from '../steps/step-result.ts';

/** The summary of the job as Markdown: one row a dirspace. Not yet masked. */
export function jobSummary(operation: string, { steps }: OperationResultV2): string {
  const scoped = steps.filter(({ scope }) => isDirspaceScope(scope));
  const dirspaces = Map.groupBy(scoped, ({ scope }) => JSON.stringify(scope));
  const rows = [...dirspaces.values()].map(row);
  const hooks = steps.filter((step) => !isDirspaceScope(step.scope) && !allSucceeded([step]));
  return [
    `## ${allSucceeded(steps) ? '✔' : '✘'} ${operation}`,
    '',
    ...hooks.map((step) => `Failed outside of the directories: \`${step.step}\`\n`),
    ...(rows.length === 0 ? [] : [header, divider, ...rows]),
    '',
  ].join('\n');
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

const header = '| Directory | Workspace | Result | Add | Change | Destroy | Replace |';
const divider = '|---|---|---|---:|---:|---:|---:|';

function row(steps: StepResult[]): string {
  const scope = steps[0]?.scope;
  if (!scope || !isDirspaceScope(scope)) return '';
  const plan = steps.find((step) => step.step.endsWith('/plan'));
  const summary = planPayload.safeParse(plan?.payload).data?.summary;
  const counts = [summary?.add, summary?.change, summary?.destroy, summary?.replace];
  const cells = [
    escaped(scope.dir),
    escaped(scope.workspace),
    outcome(steps),
    ...counts.map((n) => n ?? ''),
  ];
  return `| ${cells.join(' | ')} |`;
}

function outcome(steps: StepResult[]): string {
  const failed = steps.find((step) => !allSucceeded([step]));
  if (failed) return `✘ \`${failed.step}\``;
  const plan = steps.find((step) => step.step.endsWith('/plan'));
  return plan?.payload.has_changes === false ? '✔ no changes' : '✔';
}

/** Names are the pull request's: they must not end a cell, or be markup. */
function escaped(text: string): string {
  return text.replace(/[&<>|\\`*_[\]\r\n]/g, (c) => `&#${c.charCodeAt(0)};`);
}
