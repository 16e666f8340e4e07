import { z } from 'zod';
import type { WorkManifest } from './manifest.ts';

/*
 * Results travel from runner to server, in the body of `PUT …/work-manifests/{id}`. They are strict:
 * an unknown key or a wrong type is an error that names the field.
 */

const dirspaceScope = z.strictObject({
  type: z.literal('dirspace').optional(),
  dir: z.string(),
  workspace: z.string(),
});
const runScope = z.strictObject({
  type: z.literal('run').optional(),
  /** `hooks` for hook steps. */
  flow: z.string(),
  /** `pre` or `post` for hook steps. */
  subflow: z.string(),
});

/** Where a step ran: in a dirspace, or in the run around them. Tell them apart by `'dir' in scope`. */
const stepScope = z.union([dirspaceScope, runScope], {
  error: 'expected {type: "dirspace", dir, workspace} or {type: "run", flow, subflow}',
});
export type StepScope = z.infer<typeof stepScope>;

/** Free-form; `step-payload.ts` has what we read of it. */
const payload = z.record(z.string(), z.unknown());

const stepResult = z.strictObject({
  step: z.string().min(1),
  scope: stepScope,
  payload,
  success: z.boolean(),
  ignore_errors: z.boolean(),
});
export type StepResult = z.infer<typeof stepResult>;

/** An approval that a step asks for before apply. */
const gate = z.strictObject({
  token: z.string().optional(),
  name: z.string().optional(),
  all_of: z.array(z.string()).optional(),
  any_of: z.array(z.string()).optional(),
  any_of_count: z.int().optional(),
  dir: z.string().optional(),
  workspace: z.string().optional(),
});
export type Gate = z.infer<typeof gate>;

/** Result of plan, apply and unsafe-apply, version 2. */
export const operationResultV2 = z.strictObject({
  steps: z.array(stepResult),
  gates: z.array(gate).optional(),
});
export type OperationResultV2 = z.infer<typeof operationResultV2>;

const stepWithoutDetail = z.enum([
  'apply',
  'checkout',
  'cost-estimation',
  'drift-create-issue',
  'init',
  'oidc',
  'plan',
]);
const workflowStepV1 = z.discriminatedUnion('type', [
  z.strictObject({ type: stepWithoutDetail }),
  z.strictObject({
    type: z.literal('run'),
    cmd: z.array(z.string()),
    exit_code: z.int().optional(),
  }),
  z.strictObject({
    type: z.literal('env'),
    cmd: z.array(z.string()),
    method: z.string().optional(),
    name: z.string().optional(),
  }),
]);

const stepResultV1 = z.strictObject({
  workflow_step: workflowStepV1,
  success: z.boolean(),
  outputs: payload.optional(),
});
export type StepResultV1 = z.infer<typeof stepResultV1>;

/** Result of plan, apply and unsafe-apply, version 1. */
export const operationResultV1 = z.strictObject({
  overall: z.strictObject({
    outputs: z.strictObject({ pre: z.array(stepResultV1), post: z.array(stepResultV1) }),
    success: z.boolean(),
  }),
  dirspaces: z.array(
    z.strictObject({
      path: z.string(),
      workspace: z.string(),
      success: z.boolean(),
      outputs: z.array(stepResultV1),
    }),
  ),
});
export type OperationResultV1 = z.infer<typeof operationResultV1>;

/** Result of index: the modules that each directory uses, and what could not be read. */
export const indexResult = z.strictObject({
  paths: z.record(
    z.string(),
    z.strictObject({
      /** Called there, and called by those in turn; paths from the directory (`./net`, `../dns`). */
      modules: z.array(z.string()),
      /** By the file's path from the directory: its own files, and those of its modules. */
      failures: z.record(z.string(), z.strictObject({ msg: z.string(), lnum: z.int().optional() })),
    }),
  ),
  /** Links to what they lead to, both from the repository's root. */
  symlinks: z.record(z.string(), z.string()).optional(),
  /** Whether every file could be read. */
  success: z.boolean(),
  version: z.literal(1),
});
export type IndexResult = z.infer<typeof indexResult>;

export const buildConfigResult = z.strictObject({ config: z.unknown() });

export const buildTreeResult = z.strictObject({
  files: z.array(
    z.strictObject({
      path: z.string(),
      changed: z.boolean().optional(),
      id: z.string().optional(),
    }),
  ),
});

/** Why a builder or the index has no result. */
const failureResult = z.strictObject({ msg: z.string() });

/** Any result body, whichever manifest it answers. */
export const resultBody = z.union([
  indexResult,
  buildConfigResult,
  buildTreeResult,
  failureResult,
  operationResultV1,
  operationResultV2,
]);
export type ResultBody = z.infer<typeof resultBody>;

/**
 * The strict schema of the result that answers a manifest of this type. `resultVersion` counts for
 * plan, apply and unsafe-apply only. A body with `msg` is read as a failure where one is allowed, so
 * that an error names the field of the shape that was meant.
 */
export function resultSchemaFor(
  type: Exclude<WorkManifest['type'], 'done'>,
  resultVersion: number,
): z.ZodType<ResultBody> {
  switch (type) {
    case 'plan':
    case 'apply':
    case 'unsafe-apply':
      return resultVersion === 1 ? operationResultV1 : operationResultV2;
    case 'index':
      return orFailure(indexResult);
    case 'build-config':
      return orFailure(buildConfigResult);
    case 'build-tree':
      return orFailure(buildTreeResult);
  }
}

/** Like a union with `failureResult`, but with the issues of the one branch that was meant. */
function orFailure(schema: z.ZodType<ResultBody>): z.ZodType<ResultBody> {
  return z.unknown().transform((body, context) => {
    const meant =
      typeof body === 'object' && body !== null && 'msg' in body ? failureResult : schema;
    const parsed = meant.safeParse(body);
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues) {
      context.issues.push({ code: 'custom', path, message, input: body });
    }
    return z.NEVER;
  });
}
