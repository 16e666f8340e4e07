import type { Gate, OperationResultV2, StepResult, StepScope } from '../../protocol/result.ts';
import { allSucceeded, runnerFailure } from '../steps/step-result.ts';

export type DirspaceProgress = {
  dir: string;
  workspace: string;
  steps: StepResult[];
  finished: boolean;
  /** The step that began last, and when (milliseconds). */
  at?: { step: string; since: number };
  /** In milliseconds, once it is known. */
  took?: number;
};

/** What a run has done so far: kept while it works, so that a result can be posted at any moment. */
export type Progress = {
  phase: 'pre' | 'dirspaces' | 'post' | 'finished';
  pre: StepResult[];
  dirspaces: DirspaceProgress[];
  post: StepResult[];
  /** Approvals that steps ask for. */
  gates: Gate[];
};

export function newProgress(): Progress {
  return { phase: 'pre', pre: [], dirspaces: [], post: [], gates: [] };
}

export function hookScope(subflow: 'pre' | 'post'): StepScope {
  return { type: 'run', flow: 'hooks', subflow };
}

/** The steps in the order of a result. */
export function stepsOf(progress: Progress): StepResult[] {
  return [...progress.pre, ...progress.dirspaces.flatMap((one) => one.steps), ...progress.post];
}

/** How long dirspaces took in milliseconds, by their scopes as JSON. */
export type Times = ReadonlyMap<string, number>;

export function timesOf({ dirspaces }: Progress): Times {
  return new Map(
    dirspaces.flatMap(({ dir, workspace, took }) =>
      took === undefined ? [] : [[JSON.stringify({ type: 'dirspace', dir, workspace }), took]],
    ),
  );
}

/** The result of what was done; where something was left undone, a failed step says `reason`. */
export function resultOf(progress: Progress, reason: string): OperationResultV2 {
  const undone = (scope: StepScope) => runnerFailure(scope, reason);
  const pre = progress.phase === 'pre' ? [undone(hookScope('pre'))] : [];
  const post = progress.phase === 'post' ? [undone(hookScope('post'))] : [];
  const dirspaces = progress.dirspaces.flatMap(({ dir, workspace, steps, finished }) =>
    finished ? steps : [...steps, undone({ type: 'dirspace', dir, workspace })],
  );
  const steps = [...progress.pre, ...pre, ...dirspaces, ...progress.post, ...post];
  const gated = progress.gates.length > 0 && allSucceeded(progress.pre);
  return { steps, ...(gated && { gates: progress.gates }) };
}
