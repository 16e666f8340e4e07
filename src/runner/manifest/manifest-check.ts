import { z } from 'zod';
import {
  type BuildManifest,
  type OperationManifest,
  type WorkManifest,
  workManifest,
} from '../../protocol/manifest.ts';
import type { OperationResultV2, ResultBody } from '../../protocol/result.ts';
import { hookScope } from '../results/progress.ts';
import { resultV1 } from '../results/result-v1.ts';
import { runnerFailure, runnerStep } from '../steps/step-result.ts';
import { type OperationConfig, operationConfig } from './operation-config.ts';

/** What the control plane answered to initiate, checked before anything runs. */
export type Work =
  | { kind: 'done' }
  | { kind: 'operation'; manifest: OperationManifest; config: OperationConfig }
  | { kind: 'build'; manifest: BuildManifest }
  /** Cannot be worked on: `result` says why to the control plane, `reason` to the log. */
  | { kind: 'refused'; token: string | undefined; reason: string; result: ResultBody };

const named = z.object({
  type: z.string().catch('of no type'),
  token: z.string().optional().catch(undefined),
  result_version: z.int().optional().catch(undefined),
});

/**
 * Checks the answer to initiate: its shape, its type, that it is for the job's `repository`, and the part
 * of its config that we use.
 */
export function checkManifest(answer: unknown, repository: string): Work {
  const { type, token, result_version } = named.catch({ type: 'of no type' }).parse(answer);
  const parsed = workManifest.safeParse(answer);
  if (!parsed.success) return refuse(type, token, result_version, malformed(type, parsed.error));
  const manifest = parsed.data;
  if (isForAnother(manifest, repository)) {
    return refuse(type, token, result_version, foreign(manifest.repository, repository));
  }
  switch (manifest.type) {
    case 'done':
      return { kind: 'done' };
    case 'plan':
    case 'apply':
    case 'unsafe-apply': {
      const config = operationConfig.safeParse(manifest.config);
      if (config.success) return { kind: 'operation', manifest, config: config.data };
      return refuse(type, token, result_version, malformed(`${type} (its config)`, config.error));
    }
    case 'index':
    case 'build-config':
    case 'build-tree':
      return { kind: 'build', manifest };
  }
}

type ForRepository = Extract<WorkManifest, { repository?: unknown }> & { repository: string };

/** Forges take names in any case of letters. */
function isForAnother(manifest: WorkManifest, repository: string): manifest is ForRepository {
  if (manifest.type === 'done' || manifest.repository === undefined) return false;
  return manifest.repository.toLowerCase() !== repository.toLowerCase();
}

function foreign(expected: string, repository: string): string {
  return (
    `This work is for the repository ${expected}, but the job runs in ${repository}. Was the workflow ` +
    'started by hand with the work token of another repository, or the repository just renamed? Comment ' +
    '`terrateam plan` for a new run.'
  );
}

const operations = new Set(['plan', 'apply', 'unsafe-apply']);

function refuse(
  type: string,
  token: string | undefined,
  version: number | undefined,
  reason: string,
): Work {
  const result = operations.has(type)
    ? inVersion(failedBeforeWork(runnerStep, reason), version)
    : { msg: reason };
  return { kind: 'refused', token, reason, result };
}

/** A result of which nothing was done, for a reason that concerns the whole run. */
export function failedBeforeWork(step: string, reason: string): OperationResultV2 {
  return { steps: [runnerFailure(hookScope('pre'), reason, step)] };
}

/** The result in the version that the manifest asks for; 1 where it does not say. */
export function inVersion(result: OperationResultV2, version: number | undefined): ResultBody {
  return (version ?? 1) === 1 ? resultV1(result) : result;
}

function malformed(type: string, error: z.ZodError): string {
  return (
    `The work manifest ${type} is not one that this runner understands. A newer version of the ` +
    `action may:\n${z.prettifyError(error)}`
  );
}
