import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { z } from 'zod';
import type { BuildManifest } from '../../protocol/manifest.ts';
import { forgeToken } from '../forge/forge-token.ts';
import { ControlPlaneError } from '../http/control-plane.ts';
import { cancelled } from '../process/interruption.ts';
import type { ProgramResult } from '../process/program.ts';
import { secondsIn } from '../process/time-limit.ts';
import type { Job } from '../run.ts';
import { CheckoutError } from '../source/checkout.ts';
import { prepareSource } from '../source/source.ts';
import { runEnvironment } from '../steps/step-environment.ts';
import { defect, StepFailed } from '../steps/step-result.ts';
import { BuildFailed, type Built, configAnswer, indexAnswer, treeAnswer } from './build-answer.ts';
import { refuseSecrets } from './build-secrets.ts';
import { indexer, programsFolder } from './bundled-programs.ts';

/** More is not taken by a server: it is no configuration, and no tree that anybody works with. */
const largestAnswer = 60 << 20;
/** In seconds. A script that downloads what it needs takes minutes; one that waits never ends. */
const defaultTimeout = 30 * 60;
/** How much of what a program said of its failure is part of the message, in UTF-16 units. */
const shownErrors = 4_000;

/** What is run for a build: a program, and what it reads on standard input. */
type Program = { name: string; argv: readonly string[]; input: string };
type Place = { env: Record<string, string>; tmpdir: string };

/**
 * Does what a build manifest asks for. Never throws: whatever happens, there is a result to post, with
 * `msg` where it failed.
 */
export async function buildOn(job: Job, manifest: BuildManifest): Promise<Built> {
  const failed = (reason: string) => failedBuild(job.masker.mask(reason));
  const built = build(job, manifest).catch((error: unknown) => {
    if (job.interruption.requested) return failed(cancelled);
    const kinds = [BuildFailed, CheckoutError, ControlPlaneError, StepFailed];
    const expected = error instanceof Error && kinds.some((kind) => error instanceof kind);
    return failed(expected ? error.message : defect(error));
  });
  return await Promise.race([built, job.interruption.abandoned.then(failed)]);
}

/** A build without a result, for this reason. */
export function failedBuild(reason: string): Built {
  return { result: { msg: reason }, succeeded: false, lines: [reason] };
}

async function build(job: Job, manifest: BuildManifest): Promise<Built> {
  await prepareSource(job.checkout, manifest);
  const folder = await mkdtemp(join(job.settings.tempDir ?? tmpdir(), 'terrane-'));
  try {
    const place = { env: await buildEnvironment(job, manifest, folder), tmpdir: folder };
    return await answerTo(job, manifest, place);
  } finally {
    await job.programs.endWhatIsLeft();
    await rm(folder, { recursive: true, force: true });
  }
}

async function answerTo(job: Job, manifest: BuildManifest, place: Place): Promise<Built> {
  const { type, config } = manifest;
  switch (type) {
    case 'index': {
      const input = JSON.stringify({ dirs: manifest.dirs });
      const program = { name: 'The indexer', argv: indexer, input };
      return indexAnswer(await printed(job, program, place), (text) => job.masker.mask(text));
    }
    case 'build-config': {
      const argv = await scriptOf(config, 'config_builder', place);
      const program = { name: 'config_builder.script', argv, input: JSON.stringify(config) };
      return configAnswer(await withoutSecrets(job, manifest, program, place));
    }
    case 'build-tree': {
      const argv = await scriptOf(config, 'tree_builder', place);
      const program = { name: 'tree_builder.script', argv, input: '' };
      const answer = await withoutSecrets(job, manifest, program, place);
      return treeAnswer(answer, job.settings.root);
    }
  }
}

/** What a script prints. Throws `BuildFailed` when it fails, or prints a secret. */
async function withoutSecrets(
  job: Job,
  { config }: BuildManifest,
  program: Program,
  place: Place,
): Promise<string> {
  const answer = await printed(job, program, place);
  await refuseSecrets(program.name, answer, job.masker, async () =>
    [JSON.stringify(config), job.settings.root, await job.checkout.listing()].join('\n'),
  );
  return answer;
}

/** What steps have, and the bundled programs on the PATH. */
async function buildEnvironment(
  job: Job,
  manifest: BuildManifest,
  folder: string,
): Promise<Record<string, string>> {
  const env = runEnvironment(job.settings, manifest, folder);
  const { token } = await forgeToken(job, manifest);
  const path = [await programsFolder(folder), env.PATH].filter(Boolean).join(delimiter);
  const { tokenVariable } = job.settings.forge;
  return { ...env, PATH: path, ...(tokenVariable && token && { [tokenVariable]: token }) };
}

/** Writes the script of the configuration to a file that can be run. */
async function scriptOf(
  config: unknown,
  key: 'config_builder' | 'tree_builder',
  { tmpdir }: Place,
): Promise<readonly string[]> {
  const parsed = z
    .object({ [key]: z.object({ script: z.string().trim().min(1) }) })
    .safeParse(config);
  const script = parsed.data?.[key]?.script;
  if (script === undefined) {
    throw new BuildFailed(`${key}.script is not in the configuration: there is nothing to run.`);
  }
  const file = join(tmpdir, key);
  await writeFile(file, script.startsWith('#!') ? script : `#!/usr/bin/env bash\n${script}`);
  await chmod(file, 0o700);
  return [file];
}

/** What the program prints on standard output. Throws `BuildFailed` when it fails. */
async function printed(job: Job, { name, argv, input }: Program, place: Place): Promise<string> {
  if (job.interruption.requested) throw new BuildFailed(cancelled);
  const group = job.log.liveGroup(name);
  const timeout = secondsIn(place.env, 'TERRANE_BUILDER_TIMEOUT', defaultTimeout);
  const result = await job.programs
    .run(
      { argv, input, timeout, env: place.env, cwd: job.settings.root },
      { kind: 'answer', limit: largestAnswer, show: group.show },
    )
    .finally(() => group.close());
  const reason = failureOf(result, timeout);
  if (reason === undefined && result.kind === 'exited') return result.stdout;
  const said = result.kind === 'exited' ? result.stderr.slice(-shownErrors).trim() : '';
  throw new BuildFailed(`${name} ${reason}.${said === '' ? '' : `\n${said}`}`);
}

function failureOf(result: ProgramResult, timeout: number): string | undefined {
  if (result.kind === 'not-found') {
    return 'could not be started: is the program of its first line (#!) there, on the machine of the job';
  }
  if (result.timedOut) {
    return `did not end within ${timeout} seconds (TERRANE_BUILDER_TIMEOUT), and was ended`;
  }
  if (result.truncated) {
    return `printed more than ${largestAnswer} characters, and was ended`;
  }
  return result.exitCode === 0 ? undefined : `failed with exit code ${result.exitCode}`;
}
