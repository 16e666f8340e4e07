import { loadConfig } from '../../config/load.ts';
import { showConfig } from '../../config/show-config.ts';
import { requireCheckout, revision } from '../checkout.ts';
import { print } from '../print.ts';
import { invalid } from './here.ts';
import { sourcesOf } from './sources.ts';

export type ShowOptions = {
  readonly base?: string;
  readonly central?: string;
  readonly why?: boolean;
};

/** Prints the configuration of the checkout that we are in as it is after all merging. */
export async function showHere({ base, central, why = false }: ShowOptions): Promise<void> {
  const checkout = await requireCheckout(process.cwd(), 'Run it in your repository.');
  const { sources, warnings } = await sourcesOf(checkout, {
    base: base === undefined ? null : await revision(checkout, base),
    central: central ?? null,
  });
  for (const warning of warnings) console.error(`warning: ${warning}`);
  const loaded = loadConfig(sources);
  if (!loaded.ok) throw invalid(loaded.errors);
  print(showConfig(loaded, { why }));
}
