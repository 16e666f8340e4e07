import { posix } from 'node:path';
import { escapeGlob } from '../../config/glob.ts';
import { evaluate, type Value } from '../../hcl/evaluate.ts';
import type { Expression } from '../../hcl/expression.ts';
import { isTerraformFile } from '../../hcl/module-calls.ts';
import type { HclAttribute } from '../../hcl/tree.ts';
import { type Layers, layersOf } from './layers.ts';
import type { FileScope, UnitContext } from './scope.ts';

/** What a unit is made of, by paths from the repository's root. */
export type Unit = {
  readonly directory: string;
  /** Files whose content it takes over. */
  readonly includes: readonly string[];
  /** Files that its functions read. */
  readonly reads: readonly string[];
  /** Directory of its Terraform configuration, where that is in the repository and not its own. */
  readonly module: string | null;
  /** Patterns that its locals list. */
  readonly extras: readonly string[];
  /** Directories that it says it needs the outputs of, or waits for. */
  readonly dependencies: readonly string[];
  /** Whether there is, or may be, Terraform to run. */
  readonly runnable: boolean;
};

export type Surroundings = Omit<UnitContext, 'unit' | 'reads' | 'configs'>;

/** Reads the `terragrunt.hcl` of a directory, and what it includes. */
export function readUnit(directory: string, surroundings: Surroundings): Unit {
  const reads = new Set<string>();
  const context = { ...surroundings, unit: directory, reads, configs: new Map() };
  const { tree, note } = context;
  const layers = layersOf(context);
  const { scopes, all, included, complete } = layers;
  const source = sourceOf(context, layers);
  const extras = scopes.flatMap((scope) => extrasOf(scope, context));
  const dependencies = dependenciesOf(layers, note);
  for (const scope of all) scope.readFiles();
  for (const path of scopes.flatMap((scope) => variableFilesOf(scope, note))) reads.add(path);
  return {
    directory,
    module: source.module,
    extras,
    dependencies,
    includes: [...included],
    reads: [...reads].filter((path) => tree.files.has(path) && !included.has(path)),
    runnable: source.given || !complete || tree.filesIn(directory).some(isTerraformFile),
  };
}

/** The `source` of the file nearest to the unit that gives one. */
function sourceOf(
  { tree, unit, note }: UnitContext,
  { scopes }: Layers,
): { given: boolean; module: string | null } {
  const scope = scopes.find(({ file }) => file.source !== null);
  const attribute = scope?.file.source;
  if (!scope || !attribute) return { given: false, module: null };
  const value = evaluate(attribute.value, scope);
  if (typeof value !== 'string' && !isRemote(beginning(attribute.value))) {
    note(
      scope.file.path,
      attribute.line,
      'the source of terraform is not known without Terragrunt',
    );
  }
  if (typeof value !== 'string' || isRemote(value)) return { given: true, module: null };
  const module = scope.locate(value.replace(/\?.*$/, ''));
  const elsewhere = module !== null && module !== unit && tree.directories.has(module);
  return { given: true, module: elsewhere ? module : null };
}

/** Sources that name a place on a network, as `git::ssh://…`, `tfr:///…` and `git@github.com:…` do. */
function isRemote(source: string): boolean {
  return /::|:\/\/|^[\w.-]+@/.test(source);
}

/** The text that an expression begins with, whatever follows. */
function beginning(expression: Expression): string {
  const first = expression.kind === 'template' ? expression.parts[0] : expression;
  return first?.kind === 'literal' && typeof first.value === 'string' ? first.value : '';
}

function dependenciesOf({ scopes }: Layers, note: UnitContext['note']): string[] {
  // A block of the unit stands in for one of the same label that it includes.
  const blocks = new Map<string, string | null>();
  const paths: (string | null)[] = [];
  for (const scope of scopes.toReversed()) {
    const { path: file, dependencies, dependencyPaths } = scope.file;
    for (const { label, line, path } of dependencies) {
      const value = path === undefined ? undefined : evaluate(path, scope);
      if (typeof value === 'string') blocks.set(label, scope.locate(value));
      else {
        const what = `config_path of dependency ${JSON.stringify(label)}`;
        note(file, line, `${what} is not known without Terragrunt`);
      }
    }
    for (const attribute of dependencyPaths) {
      const texts = textsOf(attribute, scope, note, 'a path of dependencies');
      paths.push(...texts.map((text) => scope.locate(text)));
    }
  }
  return [...new Set([...blocks.values(), ...paths])]
    .filter((path) => path !== null)
    .map((path) => (path.endsWith('/terragrunt.hcl') ? posix.dirname(path) : path));
}

/** The files with variables that it has Terraform given. */
function variableFilesOf(scope: FileScope, note: UnitContext['note']): string[] {
  return scope.file.variableFiles
    .flatMap((list) => textsOf(list, scope, note, 'a file with variables'))
    .map((text) => scope.locate(text))
    .filter((path) => path !== null);
}

/** Our local is preferred to the one that is written for Atlantis. */
function extrasOf(scope: FileScope, { tree, unit, note }: UnitContext): string[] {
  const { locals } = scope.file;
  const attribute =
    locals.get('extra_terrateam_dependencies') ?? locals.get('extra_atlantis_dependencies');
  if (attribute === undefined) return [];
  return textsOf(attribute, scope, note, 'an extra dependency').flatMap((text) => {
    const path = posix.isAbsolute(text) ? text : posix.join(tree.absolute(escapeGlob(unit)), text);
    const pattern = tree.locate(path, unit);
    if (pattern === null) return [];
    return tree.directories.has(pattern) ? [`${escapeGlob(pattern)}/**`] : [pattern];
  });
}

/** The known texts of a list. */
function textsOf(
  attribute: HclAttribute,
  scope: FileScope,
  note: UnitContext['note'],
  what: string,
): string[] {
  const values = listOf(attribute.value, scope);
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length < values.length) {
    note(scope.file.path, attribute.line, `${what} is not known without Terragrunt`);
  }
  return texts;
}

function listOf(expression: Expression, scope: FileScope): readonly (Value | undefined)[] {
  if (expression.kind === 'tuple') return expression.items.map((item) => evaluate(item, scope));
  const value = evaluate(expression, scope);
  return Array.isArray(value) ? value : [undefined];
}
