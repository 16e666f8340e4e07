import { lstat } from 'node:fs/promises';
import path from 'node:path';
import type { Source } from '../../config/derive.ts';
import { explain } from '../../config/explain.ts';
import { directoryOf } from '../../config/repository-path.ts';
import { type Checkout, defaultBase, requireCheckout, revision } from '../checkout.ts';
import { print } from '../print.ts';
import { explanationText } from './explain-text.ts';
import { placeOf, readHere } from './here.ts';

export type ExplainOptions = {
  readonly workspace?: string;
  readonly base?: string;
  readonly central?: string;
};

/** Prints why a directory of the checkout is a dirspace or is none, and what applies to it. */
export async function explainDirectory(given: string, options: ExplainOptions): Promise<void> {
  const checkout = await requireCheckout(process.cwd(), 'Run it in your repository.');
  const base = await (options.base === undefined
    ? defaultBase(checkout)
    : revision(checkout, options.base));
  const { loaded, source, derived, blind } = await readHere(checkout, {
    base,
    central: options.central ?? null,
    destination: base?.branch ?? null,
  });
  const dir = await meantDirectory(given, checkout, source);
  const asked = { dir, workspace: options.workspace ?? null };
  const explanation = explain(loaded.config, source, derived, asked);
  const place = (at: Parameters<typeof placeOf>[1]) => placeOf(loaded, at);
  print(explanationText(explanation, { config: loaded.config, derived, place, blind }));
}

/**
 * The directory of the repository that somebody means who is in one of its folders: from there, as a
 * shell completes it, or from the root, as configurations and comments name it. A file means its
 * directory.
 */
async function meantDirectory(
  given: string,
  { root }: Checkout,
  { files }: Source,
): Promise<string> {
  const fromHere = path.relative(root, path.resolve(given)) || '.';
  const fromRoot = path.normalize(given).replace(/\/$/, '');
  for (const candidate of [fromHere, fromRoot]) {
    if (files.includes(candidate)) {
      const link = (await lstat(path.join(root, candidate))).isSymbolicLink();
      return link ? candidate : directoryOf(candidate);
    }
    const isThere = candidate === '.' || files.some((file) => file.startsWith(`${candidate}/`));
    if (isThere) return candidate;
  }
  return fromHere.startsWith('..') ? fromRoot : fromHere;
}
