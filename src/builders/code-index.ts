import { posix } from 'node:path';
import { z } from 'zod';
import { isLocalSource, type ModuleCall, type ModuleCalls } from '../hcl/module-call.ts';
import { isTerraformFile, moduleCalls } from '../hcl/module-calls.ts';
import { type Directory, type IndexFailure, indexModules } from '../hcl/module-index.ts';
import { HclParser } from '../hcl/parser.ts';
import { Symlinks } from '../hcl/symlinks.ts';
import type { IndexResult } from '../protocol/result.ts';
import type { Checkout } from './checkout.ts';
import { readFileIn, UnreadableFile } from './checkout-file.ts';
import { type TrackedFiles, trackedFiles } from './tracked-files.ts';

const request = z.object({ dirs: z.array(z.string()).optional() });

/**
 * The index of the directories that standard input names as `{"dirs": […]}`, or of all that have
 * Terraform configuration: the local modules that they call, and the repository's symbolic links.
 * Prints the result that answers a work manifest.
 */
export async function codeIndex(checkout: Checkout): Promise<string> {
  const { dirs } = request.parse(JSON.parse(await checkout.input()));
  const tracked = await trackedFiles(checkout.root);
  const parser = await HclParser.load(await checkout.treeSitter());
  return JSON.stringify(indexOf(checkout, tracked, dirs, parser));
}

function indexOf(
  { root, note }: Checkout,
  { files, links }: TrackedFiles,
  given: readonly string[] | undefined,
  parser: HclParser,
): IndexResult {
  const symlinks = new Symlinks(links);
  const linked = symlinks.resolved();
  const linkedFiles = Object.keys(linked).filter((link) => files.has(linked[link] ?? ''));
  const byDirectory = Map.groupBy([...files, ...linkedFiles].filter(isTerraformFile), (path) =>
    posix.dirname(path),
  );
  const dirs = given ?? [...byDirectory.keys()].sort();
  let success = true;
  const read = (dir: string): Directory => {
    const sources: string[] = [];
    const failures: [string, IndexFailure][] = [];
    for (const path of byDirectory.get(dir) ?? []) {
      const { calls, problem } = callsIn(root, linked[path] ?? path, parser);
      sources.push(...calls.flatMap(({ source }) => source ?? []).filter(isLocalSource));
      for (const call of calls) if (call.source === null) note(unknownSource(path, call));
      if (problem !== null) failures.push([posix.basename(path), failureOf(problem)]);
      success &&= problem === null;
    }
    return { sources, failures: Object.fromEntries(failures) };
  };
  const paths = indexModules(dirs, { read, resolve: (path) => symlinks.resolve(path) });
  return { version: 1, success, paths, symlinks: linked };
}

function callsIn(root: string, file: string, parser: HclParser): ModuleCalls {
  try {
    const bytes = readFileIn(root, file);
    if (bytes === null) return { calls: [], problem: null }; // deleted, and not yet in git
    return moduleCalls(parser, posix.basename(file), bytes);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return {
      calls: [],
      problem: { line: null, message: `the file cannot be read: ${error.reason}` },
    };
  }
}

/** OpenTofu allows variables in a source: no mistake, but its module is not in the index. */
function unknownSource(path: string, { name, line }: ModuleCall): string {
  const place = line === null ? path : `${path}:${line}`;
  return `${place}: module ${name} has no literal source, so it is not known what it calls`;
}

function failureOf({ line, message }: NonNullable<ModuleCalls['problem']>): IndexFailure {
  return { msg: message, ...(line !== null && { lnum: line }) };
}
