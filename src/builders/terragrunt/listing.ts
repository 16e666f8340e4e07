import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { BuilderError } from '../builder-error.ts';
import type { Checkout } from '../checkout.ts';
import type { Tree } from './tree.ts';

/** Directories of units to those of the units that they need. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;

const found = z.array(
  z.looseObject({
    type: z.string().optional(),
    path: z.string(),
    dependencies: z.array(z.string()).nullish(),
  }),
);

/**
 * What Terragrunt itself says units need; null where it is not installed, or fails, which is noted.
 */
export async function listedDependencies(
  tree: Tree,
  { env, note }: Pick<Checkout, 'env' | 'note'>,
): Promise<Dependencies | null> {
  const run = terragrunt(tree, env);
  const attempts = [
    { args: ['find', '--dependencies', '--format=json'], read: fromJson },
    { args: ['list', '-l', '--dependencies'], read: fromColumns },
  ];
  for (const { args, read } of attempts) {
    const answer = await run(args);
    if (answer.kind === 'not-installed') return null;
    const units = answer.kind === 'printed' ? read(answer.text) : null;
    if (units !== null) return located(tree, units);
    const reason = answer.kind === 'failed' ? answer.reason : 'it printed something else';
    note(`terragrunt ${args.join(' ')}: ${reason}`);
    if (answer.kind === 'failed' && answer.timedOut) break;
  }
  note('The files are read instead of asking Terragrunt.');
  return null;
}

type Units = readonly (readonly [string, readonly string[]])[];

type Answer =
  | { kind: 'printed'; text: string }
  | { kind: 'failed'; reason: string; timedOut: boolean }
  | { kind: 'not-installed' };

function terragrunt(
  tree: Tree,
  env: NodeJS.ProcessEnv,
): (args: readonly string[]) => Promise<Answer> {
  const seconds = Number(env.TERRAGRUNT_LIST_TIMEOUT || 30);
  if (!(seconds > 0)) {
    throw new BuilderError('TERRAGRUNT_LIST_TIMEOUT is a number of seconds above 0.');
  }
  const options = { cwd: tree.root, env, timeout: seconds * 1000, maxBuffer: 1 << 28 };
  return async (args) => {
    try {
      const { stdout } = await promisify(execFile)('terragrunt', args, options);
      return { kind: 'printed', text: stdout };
    } catch (error) {
      const { code, killed = false, stderr = '', message } = failure.parse(error);
      if (code === 'ENOENT') return { kind: 'not-installed' };
      const reason = killed ? `no answer within ${seconds} seconds` : stderr.trim() || message;
      return { kind: 'failed', reason, timedOut: killed };
    }
  };
}

const failure = z.looseObject({
  code: z.union([z.string(), z.number()]).nullish(),
  killed: z.boolean().optional(),
  stderr: z.string().optional(),
  message: z.string(),
});

function fromJson(text: string): Units | null {
  try {
    const units = found.parse(JSON.parse(text));
    return units
      .filter(({ type = 'unit' }) => type === 'unit')
      .map(({ path, dependencies }) => [path, dependencies ?? []]);
  } catch {
    return null;
  }
}

/** A table whose columns stand below their titles: `Type  Path  Dependencies`. */
function fromColumns(text: string): Units | null {
  const [title = '', ...lines] = text.split('\n');
  const path = title.indexOf('Path');
  const dependencies = title.indexOf('Dependencies');
  if (!title.startsWith('Type') || path < 0 || dependencies < path) return null;
  return lines
    .filter((line) => line.startsWith('unit'))
    .map((line) => [
      line.slice(path, dependencies).trim(),
      line
        .slice(dependencies)
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    ]);
}

function located(tree: Tree, units: Units): Dependencies {
  const known = (path: string) => tree.locate(path, '.') ?? [];
  return new Map(
    units.flatMap(([unit, needs]): [string, string[]][] => {
      const directory = tree.locate(unit, '.');
      return directory === null ? [] : [[directory, needs.flatMap(known)]];
    }),
  );
}
