import { explain } from '../../config/explain.ts';
import { defaultBase, requireCheckout, revision } from '../checkout.ts';
import { meantDirectory } from '../meant-directory.ts';
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
  const defaultBranch = await defaultBase(checkout);
  const base = options.base === undefined ? defaultBranch : await revision(checkout, options.base);
  const { loaded, source, derived, caveats } = await readHere(checkout, {
    base: defaultBranch ?? base,
    central: options.central ?? null,
    destination: base?.branch ?? null,
  });
  const dir = await meantDirectory(given, checkout, source.files);
  const asked = { dir, workspace: options.workspace ?? null };
  const explanation = explain(loaded.config, source, derived, asked);
  const place = (at: Parameters<typeof placeOf>[1]) => placeOf(loaded, at);
  print(explanationText(explanation, { config: loaded.config, derived, place, caveats }));
}
