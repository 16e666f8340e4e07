import type { Gate, OperationResultV2, StepResult } from '../../protocol/result.ts';
import { planPayload, textPayload } from '../../protocol/step-payload.ts';
import { configuredName } from '../manifest/operation-config.ts';
import type { Times } from '../results/progress.ts';
import { allSucceeded, asksForApproval, isDirspaceScope, placeName } from '../steps/step-result.ts';
import { duration } from './duration.ts';
import type { JobLog } from './job-log.ts';

/** How many lines of an error are shown, and how much of each in UTF-16 units. */
const shownLines = 6;
const longestLine = 400;
/** Of more than so many, the CI is not given each as an error of the job: GitHub shows ten. */
const shownErrors = 10;

/** What a run did, for the end of its log. Not yet masked. */
export type Overview = {
  /** What failed, each with the beginning of its error. */
  readonly failures: readonly string[];
  readonly moreFailures: readonly string[];
  /** What succeeded, a line each. */
  readonly successes: readonly string[];
};

/** What failed comes first: it is what a reader of a log looks for. */
export function overviewOf({ steps, gates = [] }: OperationResultV2, times: Times): Overview {
  const scopes = [...Map.groupBy(steps, ({ scope }) => JSON.stringify(scope))];
  const failed = scopes.filter(([, own]) => !allSucceeded(own));
  const failures = failed.map(([key, own]) => failureOf(own, times.get(key)));
  const successes = scopes
    .filter(
      ([, [first, ...rest]]) =>
        first &&
        (isDirspaceScope(first.scope) || asksForApproval(gates, first.scope)) &&
        allSucceeded([first, ...rest]),
    )
    .map(([key, own]) => successOf(own, gates, times.get(key)));
  return {
    failures: failures.slice(0, shownErrors),
    moreFailures: failures.slice(shownErrors),
    successes,
  };
}

function failureOf(steps: readonly StepResult[], time: number | undefined): string {
  const failed = steps.find((step) => !allSucceeded([step]));
  if (!failed) return '';
  const after = time === undefined ? '' : ` after ${duration(time)}`;
  const error = firstLines(textPayload.safeParse(failed.payload).data?.text ?? '');
  return [
    `✘ ${placeName(failed.scope)}: ${configuredName(failed.step)} failed${after}`,
    ...error,
  ].join('\n');
}

function successOf(
  steps: readonly StepResult[],
  gates: readonly Gate[],
  time: number | undefined,
): string {
  const [first] = steps;
  if (!first) return '';
  const asks = asksForApproval(gates, first.scope);
  const took = time === undefined ? '' : ` in ${duration(time)}`;
  const what = [changes(steps), failures(steps, asks)].filter((part) => part !== '').join('; ');
  return `${asks ? '⚑' : '✔'} ${placeName(first.scope)}${took}${what && `: ${what}`}`;
}

/** What failed and does not count: `run asks for approval` */
function failures(steps: readonly StepResult[], asks: boolean): string {
  const names = steps.filter(({ success }) => !success).map(({ step }) => configuredName(step));
  if (names.length === 0) return '';
  return asks ? `asks for approval (${names.join(', ')})` : `ignored: ${names.join(', ')} failed`;
}

/** `2 to add, 1 to destroy` */
function changes(steps: readonly StepResult[]): string {
  const plan = steps.find(({ step }) => step.endsWith('/plan'));
  const payload = planPayload.safeParse(plan?.payload).data;
  if (payload?.has_changes === false) return 'no changes';
  const { add = 0, change = 0, destroy = 0, replace = 0 } = payload?.summary ?? {};
  const counts = Object.entries({ add, change, destroy, replace }).filter(([, count]) => count > 0);
  const words = counts.map(([action, count]) => `${count} to ${action}`);
  return words.join(', ');
}

/**
 * The beginning of what says what is wrong, without the frames that Terraform draws: the first error, and
 * not the warnings before it; of a text without one, its first lines.
 */
function firstLines(text: string): string[] {
  const error = /^[│ ]{0,4}error:/im.exec(text)?.index ?? 0;
  // What comes after the last frame is no error.
  const end = text.indexOf('╵\n', error) < 0 ? text.length : text.lastIndexOf('╵\n');
  const lines = text
    .slice(error, Math.min(end, error + 100 * longestLine))
    .split('\n')
    .map((line) => line.replace(/^[╷│╵]\s?/, '').trimEnd())
    .filter((line) => line !== '');
  const shown = lines
    .slice(0, shownLines)
    .map((line) => `    ${line.length > longestLine ? `${line.slice(0, longestLine)}…` : line}`);
  return lines.length > shownLines ? [...shown, '    …'] : shown;
}

/** Of more than so many, the names are folded. */
const shownSuccesses = 30;

export function logOverview(log: JobLog, { failures, moreFailures, successes }: Overview): void {
  for (const failure of failures) log.error(failure);
  for (const failure of moreFailures) log.line(failure);
  const fold =
    successes.length > shownSuccesses
      ? log.liveGroup(`✔ ${successes.length} succeeded`)
      : undefined;
  for (const line of successes) {
    if (fold) fold.show(`${line}\n`);
    else log.line(line);
  }
  fold?.close();
}
