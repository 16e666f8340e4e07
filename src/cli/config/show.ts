import { derive } from '../../config/derive.ts';
import { type LoadedConfig, loadConfig } from '../../config/load.ts';
import { showConfig } from '../../config/show-config.ts';
import { builderInput } from '../../config/wire.ts';
import { type Checkout, defaultBase, filesOf, requireCheckout, revision } from '../checkout.ts';
import { print } from '../print.ts';
import { invalid } from './here.ts';
import { sourcesOf } from './sources.ts';

export type ShowOptions = {
  readonly base?: string;
  readonly central?: string;
  readonly why?: boolean;
  readonly expanded?: boolean;
};

/** Prints the configuration of the checkout that we are in as it is after all merging. */
export async function showHere({ base, central, why, expanded }: ShowOptions): Promise<void> {
  const checkout = await requireCheckout(process.cwd(), 'Run it in your repository.');
  const { sources, warnings } = await sourcesOf(checkout, {
    base: base === undefined ? null : await revision(checkout, base),
    central: central ?? null,
  });
  for (const warning of warnings) console.error(`warning: ${warning}`);
  const loaded = loadConfig(sources);
  if (!loaded.ok) throw invalid(loaded.errors);
  print(
    expanded ? await expandedText(checkout, loaded) : showConfig(loaded, { why: why ?? false }),
  );
}

/** What a config builder reads of this checkout: without an index, which is made after it. */
async function expandedText(
  checkout: Checkout,
  { config, locate }: Extract<LoadedConfig, { ok: true }>,
): Promise<string> {
  const [files, base] = await Promise.all([filesOf(checkout), defaultBase(checkout)]);
  const branches = { branch: checkout.branch, destBranch: base?.branch ?? null };
  const made = derive(config, { files, branches, index: null });
  if (!made.ok) throw invalid(made.problems.map(locate));
  return `${JSON.stringify(builderInput(config, made.derived.dirspaces), null, 2)}\n`;
}
