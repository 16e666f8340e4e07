import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepOf } from '../manifest/operation-config.ts';
import { mask } from '../mask/mask.ts';
import { maskedText } from '../mask/masked-stream.ts';
import type { StepPlace } from '../run.ts';
import { runConfigured } from './configured-command.ts';
import { joined, type StepOutcome } from './step-result.ts';

type ExecStep = Extract<StepOf<'env'>, { method: 'exec' }>;
type SourceStep = Extract<StepOf<'env'>, { method: 'source' }>;
type Environment = Record<string, string>;

/** How much a variable's program may print, in UTF-16 units. */
const longestOutput = 1 << 20;
/** Linux starts no program with a variable longer than this: name, `=`, value and an end, in bytes. */
const longestVariable = 128 * 1024;

/** Sets variables of the environment for the steps that follow. */
export async function envStep(step: StepOf<'env'>, place: StepPlace): Promise<StepOutcome> {
  return step.method === 'exec' ? await execStep(step, place) : await sourceStep(step, place);
}

/** What the program prints is the value. */
async function execStep(step: ExecStep, place: StepPlace): Promise<StepOutcome> {
  const { masker } = place.run;
  const { method, sensitive, name } = step;
  // Of a sensitive program nothing is shown before its value is a secret.
  const ran = await runConfigured(
    step.cmd,
    place,
    sensitive ? { kind: 'raw' } : { kind: 'answer', limit: longestOutput, show: place.show },
  );
  const outcome = outcomeIn(place, method, ran.cmd);
  if (ran.kind === 'refused') return outcome(false, ran.text);
  const { exitCode, stdout, stderr, truncated } = ran.result;
  const value = step.trim_trailing_newlines ? withoutLineEnds(stdout) : stdout;
  if (sensitive) masker.add(value);
  const text = sensitive ? hidden(stdout) : maskedText(masker, stdout);
  if (truncated) return outcome(false, tooLong(name));
  if (exitCode !== 0) {
    return outcome(false, joined({ stdout: text, stderr: maskedText(masker, stderr) }));
  }
  const wrong = whyUnusable(name, value);
  if (wrong !== undefined) return outcome(false, wrong);
  place.env[name] = value;
  if (!sensitive) place.show(text);
  return outcome(true, text);
}

/** Without those at the end; a regular expression for it would take quadratic time. */
function withoutLineEnds(text: string): string {
  let end = text.length;
  while (text.charAt(end - 1) === '\n') end -= text.charAt(end - 2) === '\r' ? 2 : 1;
  return text.slice(0, end);
}

/** What a script leaves of the environment is the environment. */
async function sourceStep(step: SourceStep, place: StepPlace): Promise<StepOutcome> {
  const folder = await mkdtemp(join(place.run.tmpdir, 'environment-'));
  try {
    return await sourceInto(join(folder, 'environment'), step, place);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The environment goes into a file that is opened only at the end: what the script prints, or starts
 * and leaves running, cannot get into it. `$0` names the file, since `source` does not change it and
 * no variable of the script can; `command -p` finds `env` whatever the script made of PATH.
 */
const sourceScript = 'set -eu; source "$@"; builtin command -p env -0 >| "$0"';

async function sourceInto(file: string, step: SourceStep, place: StepPlace): Promise<StepOutcome> {
  const { sensitive, method } = step;
  const output = sensitive ? ({ kind: 'raw' } as const) : shownBy(place);
  const ran = await runConfigured(step.cmd, place, output, ['bash', '-c', sourceScript, file]);
  const outcome = outcomeIn(place, method, ran.cmd);
  if (ran.kind === 'refused') return outcome(false, ran.text);
  const { exitCode, stdout } = ran.result;
  if (exitCode !== 0) {
    // What it had set, and so what is secret in its output, is not known.
    const failed = `The script failed with exit code ${exitCode}. Its output is not shown, since the step is sensitive.`;
    return outcome(false, sensitive ? failed : joined(ran.result));
  }
  const environment = environmentOf(await readIfThere(file));
  if (!environment) return outcome(false, endedEarly);
  const wrong = firstUnusable(environment);
  if (wrong !== undefined) return outcome(false, wrong);
  if (sensitive) hideNew(environment, place);
  replaceEnvironment(place.env, environment);
  return outcome(true, sensitive ? hidden(stdout) : stdout);
}

/** Whatever a sensitive step printed, a value too short to be masked elsewhere included. */
function hidden(text: string): string {
  return text === '' ? '' : mask;
}

const endedEarly =
  'The script ended bash, so its variables are not known: leave out `exit`, or use `return`.';

function shownBy({ show }: StepPlace) {
  return { kind: 'shown', show } as const;
}

async function readIfThere(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** What bash itself sets, which would be wrong in the directory of another step. */
const ofTheShell = new Set(['_', 'PWD', 'OLDPWD', 'SHLVL']);

function environmentOf(printed: string | undefined): Environment | undefined {
  if (printed === undefined) return undefined;
  const variables = printed.split('\0').map((entry): [string, string] => {
    const end = entry.indexOf('=');
    return [entry.slice(0, Math.max(end, 0)), entry.slice(end + 1)];
  });
  return Object.fromEntries(variables.filter(([name]) => name !== '' && !ofTheShell.has(name)));
}

/** Makes secrets of what the script set. Exported functions are code: its lines stand everywhere. */
function hideNew(environment: Environment, { env, run }: StepPlace): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value !== env[name] && !name.startsWith('BASH_FUNC_')) run.masker.add(value);
  }
}

function replaceEnvironment(env: Environment, next: Environment): void {
  for (const name of Object.keys(env)) if (!Object.hasOwn(next, name)) delete env[name];
  Object.assign(env, next);
}

function firstUnusable(environment: Environment): string | undefined {
  for (const [name, value] of Object.entries(environment)) {
    const wrong = whyUnusable(name, value);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** Why no program could be started with this variable, or undefined when one can. */
function whyUnusable(name: string, value: string): string | undefined {
  if (/[=\0]/.test(name)) return `${JSON.stringify(name)} cannot be the name of a variable.`;
  if (value.includes('\0'))
    return `The value for ${name} has a NUL character, which no variable may have.`;
  const size = Buffer.byteLength(`${name}=${value}`) + 1;
  return size <= longestVariable ? undefined : tooLong(name);
}

function tooLong(name: string): string {
  return (
    `The value for ${name} is too long for the environment (${longestVariable} bytes with its name). ` +
    'Write it to a file, and set the variable to the file’s path.'
  );
}

function outcomeIn(place: StepPlace, method: 'exec' | 'source', cmd: readonly string[]) {
  return (success: boolean, text: string): StepOutcome => {
    if (!success) place.show(`${text}\n`);
    return { success, payload: { cmd, method, text } };
  };
}
