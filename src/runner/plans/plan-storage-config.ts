import { z } from 'zod';
import type { Run } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';

const argv = z.array(z.string()).min(1);
const extraArgs = z.array(z.string()).default([]);

const planStorage = z.discriminatedUnion('method', [
  z.object({ method: z.literal('terrateam') }),
  z.object({
    method: z.literal('cmd'),
    store: argv,
    fetch: argv,
    delete: z.array(z.string()).nullish(),
  }),
  z.object({
    method: z.literal('s3'),
    bucket: z.string(),
    region: z.string(),
    path: z.string().default('terrateam/plans/$dir/$workspace/$date-$time-$token'),
    access_key_id: z.string().optional(),
    secret_access_key: z.string().optional(),
    delete_used_plans: z.boolean().default(true),
    store_extra_args: extraArgs,
    fetch_extra_args: extraArgs,
    delete_extra_args: extraArgs,
  }),
]);
export type PlanStorage = z.infer<typeof planStorage>;
type S3 = Extract<PlanStorage, { method: 's3' }>;

/** Where the configuration of a run has its plans kept. Throws `StepFailed`. */
export function planStorageOf({ config }: Run): PlanStorage {
  const parsed = planStorage.safeParse(config.storage?.plans ?? { method: 'terrateam' });
  if (parsed.success) return parsed.data;
  throw new StepFailed(`storage.plans cannot be used:\n${z.prettifyError(parsed.error)}`);
}

/** The commands of a storage of one's own, before their variables are replaced. */
export type StorageCommands = {
  readonly store: readonly string[];
  readonly fetch: readonly string[];
  /** Undefined where used plans stay. */
  readonly delete: readonly string[] | undefined;
};

export function storageCommands(
  storage: Exclude<PlanStorage, { method: 'terrateam' }>,
): StorageCommands {
  if (storage.method === 's3') return s3Commands(storage);
  const { store, fetch, delete: remove } = storage;
  return { store, fetch, delete: remove && remove.length > 0 ? remove : undefined };
}

function s3Commands(s3: S3): StorageCommands {
  const url = `s3://${s3.bucket}/${s3.path}`;
  const options = ['--region', s3.region, '--only-show-errors'];
  const remove = ['aws', 's3', 'rm', url, ...options, ...s3.delete_extra_args];
  return {
    store: ['aws', 's3', 'cp', '$plan_path', url, ...options, ...s3.store_extra_args],
    fetch: ['aws', 's3', 'cp', url, '$plan_dst_path', ...options, ...s3.fetch_extra_args],
    delete: s3.delete_used_plans ? remove : undefined,
  };
}
