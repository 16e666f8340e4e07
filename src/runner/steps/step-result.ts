import type { Gate, StepResult, StepScope } from '../../protocol/result.ts';
import { diskFull } from '../disk-full.ts';

/** What a step did, before it is known where it stood. */
export type StepOutcome = {
  success: boolean;
  payload: Record<string, unknown>;
  /** Whether a failure is ignored where the configuration says nothing of that: a gate has it ignored. */
  ignoreErrors?: boolean;
  /** Who has to agree before the apply. */
  gates?: readonly Gate[];
  /** That of its program, for the log, where the payload has none. */
  exitCode?: number;
};

/** A step failed for the reason that `text` gives. */
export function failure(text: string, more: Record<string, unknown> = {}): StepOutcome {
  return { success: false, payload: { text, visible_on: 'error', ...more } };
}

/** Errors first: they are what a reader looks for. */
export function joined({ stdout, stderr }: { stdout: string; stderr: string }): string {
  return `${stderr}\n${stdout}`;
}

export function isDirspaceScope(scope: StepScope): scope is Extract<StepScope, { dir: string }> {
  return 'dir' in scope;
}

/** How a reader knows a scope: `network (production)`, `the pre hooks`. */
export function placeName(scope: StepScope): string {
  return isDirspaceScope(scope)
    ? `${scope.dir} (${scope.workspace})`
    : `the ${scope.subflow} hooks`;
}

/** Whether a run or a dirspace succeeded: all of its steps did, or were to be ignored. */
export function allSucceeded(steps: readonly StepResult[]): boolean {
  return steps.every((step) => step.success || step.ignore_errors);
}

/** Whether a step of this scope asks for approval; the hooks have no directory. */
export function asksForApproval(gates: readonly Gate[], scope: StepScope): boolean {
  const { dir, workspace } = isDirspaceScope(scope) ? scope : {};
  return gates.some((gate) => gate.dir === dir && gate.workspace === workspace);
}

/** The step that the runner itself stands for in results, where no configured step does. */
export const runnerStep = 'runner';

/** A failure of the runner's own in this scope. */
export function runnerFailure(scope: StepScope, text: string, step = runnerStep): StepResult {
  return { step, scope, ...failure(text), ignore_errors: false };
}

/** A step cannot do its work; the message is its text. */
export class StepFailed extends Error {}

/** What a result says of an exception that nobody expected; a full disk is none of the runner's doing. */
export function defect(error: unknown): string {
  const full = diskFull(error, pathOf(error) ?? 'the files of the job');
  if (full !== undefined) return full;
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `The runner failed, which is a defect in it:\n${what}`;
}

function pathOf(error: unknown): string | undefined {
  return error instanceof Error && 'path' in error ? String(error.path) : undefined;
}
