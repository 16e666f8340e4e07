import { posix } from 'node:path';
import { z } from 'zod';
import { indexResult, type ResultBody } from '../../protocol/result.ts';

/** What a build brought. */
export type Built = {
  readonly result: ResultBody;
  readonly succeeded: boolean;
  /** Says it to people: in the log, and in the summary of the job. */
  readonly lines: readonly string[];
};

/** A build has no result, for the reason that the message gives. */
export class BuildFailed extends Error {}

/*
 * What the programs of builds print, checked: it becomes a result, and with it the configuration or
 * the tree that everything else is decided on. Each throws `BuildFailed`.
 */

/** The index that our own indexer prints. Files that it could not read are part of it. */
export function indexAnswer(printed: string, mask: (text: string) => string): Built {
  const result = indexResult.parse(json(printed, 'The indexer'));
  const entries = Object.entries(result.paths);
  for (const [, { failures }] of entries) {
    // They quote the file.
    for (const failure of Object.values(failures)) failure.msg = mask(failure.msg);
  }
  const calls = entries.reduce((sum, [, { modules }]) => sum + modules.length, 0);
  const links = Object.keys(result.symlinks ?? {}).length;
  const failures = entries.flatMap(([dir, { failures: here }]) =>
    Object.entries(here).map(([file, { msg, lnum }]) => {
      const line = lnum === undefined ? '' : `:${lnum}`;
      return `${posix.join(dir, file)}${line}: ${msg}`;
    }),
  );
  const summary = `Directories: ${entries.length}; modules that they call: ${calls}; symbolic links: ${links}`;
  return { result, succeeded: true, lines: [summary, ...new Set(failures)] };
}

/** The configuration that config_builder.script prints. */
export function configAnswer(printed: string): Built {
  const config = json(printed, 'config_builder.script');
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new BuildFailed(
      'config_builder.script must print the configuration as a JSON object; ' +
        `it printed ${kind(config)}.`,
    );
  }
  const lines = [`Keys of the configuration: ${Object.keys(config).join(', ') || 'none'}`];
  return { result: { config }, succeeded: true, lines };
}

const file = z.strictObject({
  path: z.string(),
  id: z.string().optional(),
  changed: z.boolean().optional(),
});

/** The files that tree_builder.script prints. */
export function treeAnswer(printed: string, root: string): Built {
  const items = json(printed, 'tree_builder.script');
  if (!Array.isArray(items)) {
    throw new BuildFailed(
      'tree_builder.script must print a JSON array of {"path": …, "id": …}; ' +
        `it printed ${kind(items)}.`,
    );
  }
  const files = items.map((item: unknown, index) => fileOf(item, index, root));
  return { result: { files }, succeeded: true, lines: [`Files of the tree: ${files.length}`] };
}

function fileOf(item: unknown, index: number, root: string): z.infer<typeof file> {
  const wrong = (what: string): never => {
    const shown = (JSON.stringify(item) ?? '').slice(0, 200);
    throw new BuildFailed(`tree_builder.script: item ${index} (from 0), ${shown}: ${what}`);
  };
  const parsed = file.safeParse(item);
  if (!parsed.success) return wrong(z.prettifyError(parsed.error));
  const path = fromRoot(parsed.data.path, root);
  if (path === '' || path.includes('\0')) return wrong('path is not that of a file');
  if (path.split('/').includes('..')) return wrong('path leads upwards with ..');
  return { ...parsed.data, path };
}

/** A path below the repository's root, however the script has it. */
function fromRoot(path: string, root: string): string {
  const prefixes = ['$TERRATEAM_ROOT/', '${TERRATEAM_ROOT}/', `${root}/`];
  const prefix = prefixes.find((one) => path.startsWith(one)) ?? '';
  return path.slice(prefix.length).replace(/^(\.?\/)+/, '');
}

function json(printed: string, what: string): unknown {
  if (printed.trim() === '') throw new BuildFailed(`${what} printed nothing on standard output.`);
  try {
    return JSON.parse(printed);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BuildFailed(
      `${what} must print JSON on standard output, and nothing else: ${reason}`,
    );
  }
}

function kind(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
