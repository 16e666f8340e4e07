import {
  type OperationResultV2,
  operationResultV2,
  type StepResult,
} from '../../src/protocol/result.ts';
import type { ControlPlane } from './control-plane.ts';

/** The only result that was posted. */
export function onlyResult(controlPlane: ControlPlane): OperationResultV2 {
  if (controlPlane.results.length !== 1) {
    throw new Error(`${controlPlane.results.length} results were posted`);
  }
  return operationResultV2.parse(controlPlane.results[0]);
}

/** The steps of a dirspace, or of the hooks (`pre`, `post`), as `name` or `name!` when they failed. */
export function outline(result: OperationResultV2, where: string): string[] {
  return stepsIn(result, where).map((step) => step.step + (step.success ? '' : '!'));
}

export function stepsIn(result: OperationResultV2, where: string): StepResult[] {
  return result.steps.filter(({ scope }) =>
    'dir' in scope
      ? scope.dir === where || `${scope.dir}:${scope.workspace}` === where
      : scope.subflow === where,
  );
}

/** The text of a step's payload. */
export function textOf(step: StepResult | undefined): string {
  return String(step?.payload.text);
}

/** The parts of a log that can be folded. */
export function groupsOf(log: string): { title: string; lines: string[] }[] {
  return [...log.matchAll(/::group::(.*)\n([\s\S]*?)::endgroup::/g)].map(([, title, body]) => ({
    title: title ?? '',
    lines: (body ?? '').split('\n'),
  }));
}
