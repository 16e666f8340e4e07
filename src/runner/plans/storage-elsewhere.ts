import { randomUUID } from 'node:crypto';
import { access, rm } from 'node:fs/promises';
import type { DirspaceStepPlace } from '../run.ts';
import { joined, StepFailed } from '../steps/step-result.ts';
import { MissingVariable, substitute } from '../steps/substitute.ts';
import type { Elsewhere } from './plan-envelope.ts';
import {
  type PlanStorage,
  planStorageOf,
  type StorageCommands,
  storageCommands,
} from './plan-storage-config.ts';
import {
  commandForLater,
  commandNow,
  commandOfEarlier,
  type StorageVariables,
} from './storage-command.ts';

/**
 * Stores a file with the programs of the configuration. Resolves to how it is fetched and deleted when
 * the plan is applied. Throws where it cannot be stored.
 */
export async function storeElsewhere(
  place: DirspaceStepPlace,
  storage: Exclude<PlanStorage, { method: 'terrateam' }>,
  file: string,
): Promise<Pick<Elsewhere, 'fetch' | 'delete' | 'late'>> {
  const env = storageEnvironment(place, storage);
  const commands = storageCommands(storage);
  const variables = storageVariables(place, file);
  const later = (which: Which, argv: readonly string[]) =>
    filledIn(which, () =>
      commandForLater(argv, variables, env, (name, value) => isOfThisJob(place, name, value)),
    );
  const fetch = later('fetch', commands.fetch);
  const remove = commands.delete && later('delete', commands.delete);
  const store = filledIn('store', () => commandNow(commands.store, variables, env));
  await runCommand(place, 'store', store, env);
  return {
    fetch: [...fetch.argv],
    ...(remove && { delete: [...remove.argv] }),
    late: [...new Set([...fetch.late, ...(remove?.late ?? [])])],
  };
}

/** Fetches what was stored to `file`. Throws where that fails. */
export async function fetchFromElsewhere(
  place: DirspaceStepPlace,
  { fetch, late }: Elsewhere,
  file: string,
): Promise<void> {
  const env = storageEnvironment(place, planStorageOf(place.run));
  const variables = new Map([['plan_dst_path', file]]);
  const argv = filledIn('fetch', () => commandOfEarlier({ argv: fetch, late }, variables, env));
  await rm(file, { force: true });
  await runCommand(place, 'fetch', argv, env);
  await access(file).catch(() => {
    throw new StepFailed(
      `${argv[0]} was to fetch the plan to ${file} ($plan_dst_path), but there is nothing.`,
    );
  });
}

/** Deletes what was stored, if it is to be. Throws where that fails. */
export async function deleteElsewhere(
  place: DirspaceStepPlace,
  { delete: remove, late }: Elsewhere,
): Promise<void> {
  if (!remove || remove.length === 0) return;
  const env = storageEnvironment(place, planStorageOf(place.run));
  const argv = filledIn('delete', () => commandOfEarlier({ argv: remove, late }, new Map(), env));
  await runCommand(place, 'delete', argv, env);
}

/** A command of `storage.plans`. */
type Which = keyof StorageCommands;

/** A command with its variables filled in. Throws `StepFailed`, which says of which one it lacks. */
function filledIn<Command>(which: Which, fill: () => Command): Command {
  try {
    return fill();
  } catch (error) {
    if (!(error instanceof MissingVariable)) throw error;
    throw new StepFailed(`storage.plans, ${which}: ${error.message}`);
  }
}

/** Variables that say where something is on the machine of a job. */
const places = new Set([
  ...['PATH', 'HOME', 'PWD', 'TMPDIR', 'TERRATEAM_ROOT', 'TERRATEAM_TMPDIR', 'TERRATEAM_PLAN_FILE'],
  ...['GITHUB_WORKSPACE', 'RUNNER_TEMP', 'RUNNER_TOOL_CACHE', 'CI_PROJECT_DIR', 'CI_BUILDS_DIR'],
]);

/**
 * Whether a variable is not to travel into the job that applies: a secret must not, and what is in the
 * checkout or among the temporary files of this job is elsewhere in that one.
 */
function isOfThisJob({ run }: DirspaceStepPlace, name: string, value: string): boolean {
  const { root } = run.settings;
  const isHere = places.has(name) || value.includes(root) || value.includes(run.tmpdir);
  return isHere || run.masker.mask(value) !== value;
}

function storageVariables({ run, dirspace }: DirspaceStepPlace, file: string): StorageVariables {
  const now = new Date(run.clock.now()).toISOString();
  return new Map([
    ['plan_path', file],
    ['dir', dirspace.dir.path],
    ['workspace', dirspace.dir.workspace],
    ['date', now.slice(0, 10)],
    ['time', now.slice(11, 19).replaceAll(':', '')],
    ['token', randomUUID()],
  ]);
}

/** That of the steps, with the credentials of the storage, which no argument and no envelope has. */
function storageEnvironment(
  place: DirspaceStepPlace,
  storage: PlanStorage,
): Record<string, string> {
  if (storage.method !== 's3') return place.env;
  const { access_key_id, secret_access_key } = storage;
  const given = [access_key_id, secret_access_key].filter((value) => value !== undefined);
  const [id, secret] = substitute(given, place.env);
  if (given.length === 0) return place.env;
  if (id === undefined || secret === undefined) {
    throw new StepFailed(
      'storage.plans has one of access_key_id and secret_access_key: give both.',
    );
  }
  for (const value of [id, secret]) place.run.masker.add(value);
  // A session that a step before has begun is one of other credentials.
  const { AWS_SESSION_TOKEN: _, ...env } = place.env;
  return { ...env, AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret };
}

async function runCommand(
  { run, cwd, show }: DirspaceStepPlace,
  which: Which,
  argv: readonly string[],
  env: Record<string, string>,
): Promise<void> {
  show(`storage.plans, ${which}: ${argv.join(' ')}\n`);
  const result = await run.programs.run({ argv, cwd, env }, { kind: 'quiet' });
  if (result.kind === 'not-found') throw new StepFailed(notFound(which, result.program));
  if (result.exitCode === 0) return;
  throw new StepFailed(
    `${argv.join(' ')}\nfailed with exit code ${result.exitCode}:\n${joined(result)}`,
  );
}

function notFound(which: Which, program: string): string {
  if (program.includes('/')) {
    return `storage.plans, ${which}: ${program} is not there, or may not be executed (chmod +x).`;
  }
  return (
    `storage.plans, ${which}: ${program} was not found on PATH. Install it in the workflow before this ` +
    'action.'
  );
}
