import path from 'node:path';
import { adviceOn } from '../../config/advice.ts';
import type { ConfigError } from '../../config/config-error.ts';
import { derive } from '../../config/derive.ts';
import { type ConfigSources, loadConfig } from '../../config/load.ts';
import { type Checkout, filesOf, findCheckout, requireCheckout } from '../checkout.ts';
import { print, visible } from '../print.ts';
import { readNamedFile } from '../read-file.ts';
import { count } from '../text.ts';
import {
  annotation,
  errorLine,
  errorObject,
  errorWithFrame,
  type Remark,
  refusal,
  warningLine,
} from './error-lines.ts';
import { sourceHere } from './here.ts';
import { sourcesOf } from './sources.ts';

export type CheckFormat = 'text' | 'json' | 'github';

/** What was found out about a configuration. */
type Checked = { readonly errors: readonly ConfigError[]; readonly warnings: readonly Remark[] };

/** With what it is about. */
type CheckedSource = Checked & {
  /** The file of the repository; null where there is none. */
  readonly name: string | null;
  /** How many dirspaces it makes; null where it is not held against files. */
  readonly dirspaces: number | null;
};

/** Checks files, or the configuration of the checkout; says whether they are without errors. */
export async function checkConfig(
  files: readonly string[],
  options: { readonly format: CheckFormat; readonly central?: string },
): Promise<boolean> {
  if (files.length > 0 && options.central !== undefined) {
    throw new Error('--central goes with the configuration of a checkout, not with named files.');
  }
  const checks = files.length > 0 ? files.map(checkFile) : [checkHere(options.central ?? null)];
  const outcomes = await Promise.allSettled(checks);
  const checked = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const errors = checked.flatMap((one) => one.errors);
  await report({ errors, warnings: checked.flatMap((one) => one.warnings) }, options.format);
  const failures = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  for (const failure of failures) console.error(failure.message);
  const isRight = failures.length === 0 && errors.length === 0;
  // For people; programs read the exit code.
  if (isRight && options.format === 'text' && process.stderr.isTTY) {
    console.error(checked.map(passed).join('\n'));
  }
  return isRight;
}

function passed({ name, dirspaces }: CheckedSource): string {
  const where = name === null ? '' : ` in ${visible(name)}`;
  return `no errors${where}${dirspaces === null ? '' : `: ${count(dirspaces, 'dirspace', 'dirspaces')}`}`;
}

async function checkFile(name: string): Promise<CheckedSource> {
  return checkSources({ feature: { name, text: await readNamedFile(name) } }, null);
}

/** The checkout's configuration, and what shows only together with its files. */
async function checkHere(central: string | null): Promise<CheckedSource> {
  const checkout = await requireCheckout(
    process.cwd(),
    'Name the files to check: terrane config check FILE…',
  );
  const [{ sources, warnings }, tree] = await Promise.all([
    sourcesOf(checkout, { base: null, central }),
    filesOf(checkout),
  ]);
  if (sources.feature === null && central === null) {
    console.error('There is no .terrateam/config.yml here, so every default holds.');
  }
  const checked = await checkSources(sources, { checkout, tree });
  return { ...checked, warnings: [...remarks(sources, warnings), ...checked.warnings] };
}

/** `around` is what there is to hold the configuration against; null for nothing. */
async function checkSources(
  sources: ConfigSources,
  around: { readonly checkout: Checkout; readonly tree: readonly string[] } | null,
): Promise<CheckedSource> {
  const name = sources.feature?.name ?? null;
  const loaded = loadConfig(sources);
  if (!loaded.ok) return { name, dirspaces: null, errors: loaded.errors, warnings: [] };
  const { config, locate, unavailable } = loaded;
  const source =
    around === null ? null : await sourceHere(around.checkout, config, around.tree, UNKNOWN);
  const made = source === null ? null : derive(config, source);
  const isKnown = source !== null && made?.ok === true;
  const advice = adviceOn(loaded, isKnown ? { source, derived: made.derived } : null);
  return {
    name,
    dirspaces: made?.ok === true ? made.derived.dirspaces.length : null,
    errors: made?.ok === false ? made.problems.map(locate) : [],
    warnings: inOrder([
      ...loaded.warnings,
      ...advice,
      // Where nothing runs, nothing is refused.
      ...(config.enabled ? unavailable.map(refusal) : []),
    ]),
  };
}

/** By file, and there by line and column. */
function inOrder(warnings: readonly Remark[]): readonly Remark[] {
  const files = Map.groupBy(warnings, ({ file }) => file).values();
  return [...files].flatMap((ofFile) =>
    ofFile.toSorted((a, b) => a.line - b.line || a.column - b.column),
  );
}

/** A check is about no change. */
const UNKNOWN = { branch: null, destBranch: null };

function remarks(sources: ConfigSources, messages: readonly string[]): readonly Remark[] {
  const file = sources.feature?.name ?? '';
  return messages.map((message) => ({ file, line: 1, column: 1, message }));
}

async function report({ errors, warnings }: Checked, format: CheckFormat): Promise<void> {
  if (format === 'github') {
    const fromRoot = await pathsFromRoot();
    print(lines(errors.map((error) => annotation('error', fromRoot(error)))));
    for (const warning of warnings) console.error(annotation('warning', fromRoot(warning)));
    return;
  }
  for (const warning of warnings) console.error(warningLine(warning));
  print(
    format === 'json'
      ? `${JSON.stringify(errors.map(errorObject), null, 2)}\n`
      : lines(errors.map(process.stdout.isTTY ? errorWithFrame : errorLine)),
  );
}

/** GitHub knows files by their path from the repository's root, wherever a job works. */
async function pathsFromRoot(): Promise<<Named extends Remark>(named: Named) => Named> {
  const checkout = await findCheckout(process.cwd());
  return (named) =>
    checkout === null
      ? named
      : { ...named, file: path.relative(checkout.root, path.resolve(named.file)) };
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
