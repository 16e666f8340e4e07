import { z } from 'zod';
import type { ConfigError, ConfigPath, Place } from '../config/config-error.ts';
import { limited, taken } from '../config/error-list.ts';
import { isOutside, normalizePath } from '../config/repository-path.ts';
import { keysAsMessage, schemaProblems } from '../config/schema-error.ts';
import { show } from '../config/show-value.ts';
import { readYaml } from '../config/yaml-source.ts';
import { BuilderError } from './builder-error.ts';
import type { Checkout } from './checkout.ts';
import { isDirectoryIn, readFileIn } from './checkout-file.ts';
import {
  anyOfDirectories,
  type ConfigJson,
  type DirectoryChange,
  readConfigJson,
  withDirectories,
} from './config-json.ts';

const file = '.terrateam/aux.yml';

const auxFile = z.strictObject({
  dirs: z
    .record(z.string(), z.strictObject({ deps: z.array(z.string()).nullish() }).nullable())
    .nullish(),
});

/** A directory that the file names, and where it does. */
type Named = { readonly dir: string; readonly place: Place };
type Waiting = Named & { readonly needs: readonly Named[] };

/**
 * terrateam-aux-repo-config: which directories wait for which is in `.terrateam/aux.yml`; prints the
 * configuration on standard input with that as `depends_on`.
 */
export async function auxRepoConfig({ root, input, note }: Checkout): Promise<string> {
  const config = readConfigJson(await input());
  const bytes = readFileIn(root, file);
  if (bytes === null) note(`There is no ${file}: the configuration stays as it is.`);
  const waiting = readAux(bytes?.toString('utf8') ?? '');
  for (const warning of missingDirectories(root, config, waiting)) note(warning);
  const changes = new Map<string, DirectoryChange>();
  for (const { dir, needs } of waiting) {
    const depends_on = anyOfDirectories(needs.map((need) => need.dir));
    if (depends_on !== undefined) changes.set(dir, { when_modified: { depends_on } });
  }
  return JSON.stringify(withDirectories(config, changes));
}

function readAux(text: string): readonly Waiting[] {
  const { errors, source } = readYaml({ name: file, text });
  refuse(errors);
  if (source === null) return [];
  const parsed = auxFile.safeParse(source.value, { error: keysAsMessage });
  if (!parsed.success) {
    const problems = taken(schemaProblems(source.value, parsed.error.issues));
    refuse(problems.map((problem) => ({ ...problem, ...source.place(problem.path, problem) })));
  }
  const wrong: Problem[] = [];
  const named = (path: ConfigPath, given: string, of: string | null = null): Named => {
    const place = source.place(path, { atKey: of === null });
    const dir = normalizePath(given);
    if (given.trim() === '') wrong.push({ ...place, ...emptyName });
    else if (isOutside(dir)) wrong.push({ ...place, ...outside(given, of) });
    return { dir, place };
  };
  const waiting = Object.entries(parsed.data?.dirs ?? {}).map(([key, entry]) => ({
    ...named(['dirs', key], key),
    needs: (entry?.deps ?? []).map((dep, i) => named(['dirs', key, 'deps', i], dep, key)),
  }));
  refuse(wrong);
  return waiting;
}

type Problem = Place & Pick<ConfigError, 'message' | 'expected' | 'nearest'>;

const expected = "a directory's path from the root of the repository";
const emptyName = { message: 'This is empty.', expected, nearest: null };

/** Most who write `..` mean a path from the directory that waits. */
function outside(given: string, of: string | null) {
  const meant = of === null ? null : normalizePath(`${of}/${given}`);
  const nearest = meant === null || isOutside(meant) ? null : meant;
  return { message: `${show(given)} is outside of the repository.`, expected, nearest };
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const lines = limited(problems).map(({ message, expected, nearest, ...place }) => {
    const wanted = expected === null ? '' : ` Expected: ${expected}.`;
    const meant = nearest === null ? '' : ` Did you mean ${nearest}?`;
    return `${placeText(place)}: ${message}${wanted}${meant}`;
  });
  throw new BuilderError(lines.join('\n'));
}

/** They may be made later, by a generator for instance, and the configuration may already know. */
function missingDirectories(
  root: string,
  config: ConfigJson,
  waiting: readonly Waiting[],
): readonly string[] {
  const known = new Set(Object.keys(config.dirs ?? {}).map(normalizePath));
  const missing = waiting
    .flatMap((one) => [one, ...one.needs])
    .filter(({ dir }) => !known.has(dir) && !isDirectoryIn(root, dir))
    .map(({ dir, place }) => ({ ...place, message: `There is no directory ${show(dir)}.` }));
  return limited(missing).map((one) => `${placeText(one)}: warning: ${one.message}`);
}

function placeText({ file, line, column }: Pick<Place, 'file' | 'line' | 'column'>): string {
  return `${file}:${line}:${column}`;
}
