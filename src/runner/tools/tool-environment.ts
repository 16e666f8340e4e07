import { delimiter } from 'node:path';
import type { ProvidedTool } from '../run.ts';

/**
 * What these tools add to an environment (or change in it), so that steps that call them by their names
 * get the same programs.
 */
export function environmentWith(
  env: Readonly<Record<string, string>>,
  tools: readonly ProvidedTool[],
): Record<string, string> {
  const folders = tools.flatMap(({ folder }) => folder ?? []);
  const added = Object.assign({}, ...tools.map((tool) => tool.env));
  if (folders.length === 0) return added;
  return { ...added, PATH: [...folders, env.PATH].filter(Boolean).join(delimiter) };
}
