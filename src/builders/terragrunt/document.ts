import type { Expression } from '../../hcl/expression.ts';
import type { HclParser } from '../../hcl/parser.ts';
import type { HclAttribute, HclCall, HclTree } from '../../hcl/tree.ts';
import { fileFunctions } from './functions.ts';

/** What a file of Terragrunt's says, as far as it concerns what a unit is made of. */
export type TerragruntFile = {
  readonly path: string;
  readonly includes: readonly Reference[];
  readonly locals: ReadonlyMap<string, HclAttribute>;
  /** `dependency` blocks that are not switched off. */
  readonly dependencies: readonly Reference[];
  /** `paths` of the `dependencies` block. */
  readonly dependencyPaths: readonly HclAttribute[];
  /** `source` of the `terraform` block. */
  readonly source: HclAttribute | null;
  /** Lists of the files with variables that Terraform is given. */
  readonly variableFiles: readonly HclAttribute[];
  /** Every call of a function that reads a file, wherever it stands. */
  readonly reads: readonly HclCall[];
  /** `get_env` of names that are literal, to the lines of their first calls. */
  readonly environment: ReadonlyMap<string, number>;
  readonly problem: { readonly line: number; readonly message: string } | null;
};

/** A block that names another file or directory. */
export type Reference = {
  readonly label: string;
  readonly line: number;
  readonly path: Expression | undefined;
  /** Of an include: whether its content is taken over. */
  readonly merged: boolean;
};

const terragruntReads: ReadonlySet<string> = new Set([
  ...fileFunctions,
  ...['read_terragrunt_config', 'read_tfvars_file', 'sops_decrypt_file', 'mark_as_read'],
]);

export function parseTerragrunt(parser: HclParser, path: string, text: string): TerragruntFile {
  return parser.read(text, (tree) => ({
    path,
    includes: references(tree, 'include', 'path'),
    locals: new Map(tree.blocks('locals').flatMap(({ attributes }) => [...attributes])),
    dependencies: references(tree, 'dependency', 'config_path'),
    dependencyPaths: attributes(tree, 'dependencies', 'paths'),
    source: attributes(tree, 'terraform', 'source')[0] ?? null,
    variableFiles: tree
      .blocks('terraform')
      .flatMap(({ blocks }) => blocks.filter(({ type }) => type === 'extra_arguments'))
      .flatMap(({ attributes: given }) =>
        ['required_var_files', 'optional_var_files'].flatMap((name) => given.get(name) ?? []),
      ),
    reads: tree.calls(terragruntReads),
    environment: environmentLines(tree),
    problem: tree.problem(),
  }));
}

function references(tree: HclTree, block: string, attribute: string): Reference[] {
  return tree.blocks(block).flatMap(({ labels, line, attributes: given }) => {
    if (isLiteral(given.get('enabled'), false)) return [];
    const merged = !isLiteral(given.get('merge_strategy'), 'no_merge');
    return [{ label: labels[0] ?? '', line, path: given.get(attribute)?.value, merged }];
  });
}

function attributes(tree: HclTree, block: string, attribute: string): HclAttribute[] {
  return tree.blocks(block).flatMap(({ attributes: given }) => given.get(attribute) ?? []);
}

function environmentLines(tree: HclTree): ReadonlyMap<string, number> {
  const lines = tree.calls(new Set(['get_env'])).flatMap(({ line, args: [name] }) => {
    const text = name?.kind === 'template' && name.parts.length === 1 ? name.parts[0] : name;
    const known = text?.kind === 'literal' && typeof text.value === 'string';
    return known ? [[text.value, line] as const] : [];
  });
  return new Map(lines.reverse());
}

function isLiteral(attribute: HclAttribute | undefined, value: string | boolean): boolean {
  return attribute?.value.kind === 'literal' && attribute.value.value === value;
}
