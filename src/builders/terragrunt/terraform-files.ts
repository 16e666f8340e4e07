import { posix } from 'node:path';
import { evaluate, type Scope, type Value } from '../../hcl/evaluate.ts';
import { isLocalSource } from '../../hcl/module-call.ts';
import { isTerraformFile, moduleCalls } from '../../hcl/module-calls.ts';
import { indexModules } from '../../hcl/module-index.ts';
import type { HclParser } from '../../hcl/parser.ts';
import { fileFunctions, plainFunctions } from './functions.ts';
import type { Tree } from './tree.ts';

/** What Terraform configuration is made of beside its own directory. */
export type TerraformUse = {
  readonly modules: readonly string[];
  readonly files: readonly string[];
};

/** Follows the module calls of these directories, and finds the files that functions read there. */
export function terraformUses(
  directories: readonly string[],
  tree: Tree,
  parser: HclParser,
): ReadonlyMap<string, TerraformUse> {
  const files = new Map<string, readonly string[]>();
  const read = (directory: string) => {
    const paths = tree.filesIn(directory).filter(isTerraformFile);
    files.set(
      directory,
      paths.flatMap((path) => filesReadIn(path, tree, parser)),
    );
    const sources = paths.flatMap((path) => localSources(path, tree, parser));
    return { sources, failures: {} };
  };
  const index = indexModules(directories, { read, resolve: (path) => tree.locate(path, '.') });
  return new Map(
    Object.entries(index).map(([directory, { modules: found }]) => {
      const modules = found.map((module) => posix.join(directory, module));
      const used = [directory, ...modules].flatMap((one) => files.get(one) ?? []);
      return [directory, { modules, files: [...new Set(used)] }];
    }),
  );
}

function localSources(path: string, tree: Tree, parser: HclParser): string[] {
  const bytes = tree.bytes(path);
  const { calls } = bytes === null ? { calls: [] } : moduleCalls(parser, path, bytes);
  return calls.flatMap(({ source }) => source ?? []).filter(isLocalSource);
}

function filesReadIn(path: string, tree: Tree, parser: HclParser): string[] {
  const text = path.endsWith('.json') ? null : tree.read(path);
  if (text === null || !/\b(templatefile|file\w*)\s*\(/.test(text)) return [];
  const scope = moduleScope(tree.absolute(posix.dirname(path)));
  return parser.read(text, (parsed) =>
    parsed.calls(fileFunctions).flatMap(({ args: [argument] }) => {
      const value = argument === undefined ? undefined : evaluate(argument, scope);
      // A relative path is relative to the root module: usually that is where the file is.
      const file = typeof value === 'string' ? tree.locate(value, posix.dirname(path)) : null;
      return file !== null && tree.files.has(file) ? [file] : [];
    }),
  );
}

/** In Terraform's own files, only `path.module` is known. */
function moduleScope(directory: string): Scope {
  return {
    variable: (name): Value | undefined => (name === 'path' ? { module: directory } : undefined),
    local: () => undefined,
    call: (name, args) => plainFunctions.get(name)?.(args),
  };
}
