import type { OperationResultV2, StepResult } from '../../../src/protocol/result.ts';
import { ControlPlane, manifest } from '../control-plane.ts';
import { type Files, Repository } from '../repository.ts';
import { onlyResult, stepsIn } from '../results.ts';
import { type Finished, run } from '../runner-process.ts';

type Steps = Record<string, unknown>[];

type Planned = {
  /** Of the directory `a`, without the refresh of the forge's token, which is the first. */
  steps: StepResult[];
  result: OperationResultV2;
  finished: Finished;
};

/** Runs a plan of the directory `a` with these steps. */
export async function plan(
  steps: Steps,
  more: { config?: object; manifest?: object; env?: Record<string, string>; files?: Files } = {},
): Promise<Planned> {
  await using server = await new ControlPlane().start();
  using repository = new Repository({ 'a/main.tf': '', ...more.files });
  const config = { workflows: [{ plan: steps }], ...more.config };
  const work = manifest('plan', ['a'], { config, ...more.manifest });
  for (const dir of work.changed_dirspaces) dir.workflow ??= 0;
  server.manifests.push(work);
  const finished = await run(server, repository.checkout(), more.env);
  const result = onlyResult(server);
  return { steps: stepsIn(result, 'a').slice(1), result, finished };
}

/** A step that runs a script. */
export const sh = (script: string, more: object = {}) => ({
  type: 'run',
  cmd: ['sh', '-c', script],
  ...more,
});
