import { posix } from 'node:path';
import { escapeGlob } from '../../config/glob.ts';
import { HclParser } from '../../hcl/parser.ts';
import { remembered } from '../../hcl/remembered.ts';
import type { Checkout } from '../checkout.ts';
import {
  anyOfDirectories,
  type DirectoryChange,
  readConfigJson,
  withDirectories,
} from '../config-json.ts';
import { parseTerragrunt, type TerragruntFile } from './document.ts';
import { type Dependencies, listedDependencies } from './listing.ts';
import { type TerraformUse, terraformUses } from './terraform-files.ts';
import { Tree } from './tree.ts';
import { readUnit, type Unit } from './unit.ts';

/**
 * terragrunt-config-builder: finds the Terragrunt units of a checkout, and prints the configuration on
 * standard input with what each unit is made of and waits for. With `scanTerraform`, modules and files
 * that the Terraform configuration uses are part of it.
 */
export async function terragruntConfig(
  checkout: Checkout,
  { scanTerraform }: { scanTerraform: boolean },
): Promise<string> {
  const config = readConfigJson(await checkout.input());
  const tree = new Tree(checkout.root);
  const parser = await HclParser.load(await checkout.treeSitter());
  const units = unitsOf(tree, parser, checkout);
  const listed = await listedDependencies(tree, checkout);
  const uses = scanTerraform
    ? terraformUses([...new Set(units.map(configurationOf))], tree, parser)
    : new Map<string, TerraformUse>();
  const known = new Set(units.map(({ directory }) => directory));
  const changes = units.map((unit): [string, DirectoryChange] => {
    const needs = needsOf(unit, listed).filter((one) => known.has(one) && one !== unit.directory);
    return [unit.directory, changeOf(unit, needs.sort(), uses.get(configurationOf(unit)))];
  });
  checkout.note(`${units.length} Terragrunt units found.`);
  return JSON.stringify(withDirectories(config, new Map(changes)));
}

/** Every directory with a `terragrunt.hcl`, but for those that are there to be included only. */
function unitsOf(tree: Tree, parser: HclParser, { env, note }: Checkout): Unit[] {
  const document = remembered((path): TerragruntFile | null => {
    const text = tree.read(path);
    return text === null ? null : parseTerragrunt(parser, path, text);
  });
  const read = [...tree.files]
    .filter((path) => posix.basename(path) === 'terragrunt.hcl')
    .map((path) => {
      const notes: string[] = [];
      const surroundings = {
        ...{ tree, env, document },
        note: (file: string, line: number, message: string) =>
          notes.push(`${file}:${line}: ${message}`),
      };
      return { unit: readUnit(posix.dirname(path), surroundings), notes };
    });
  const included = new Set(read.flatMap(({ unit }) => unit.includes));
  const kept = read.filter(
    ({ unit: { directory, runnable } }) =>
      runnable || !included.has(posix.join(directory, 'terragrunt.hcl')),
  );
  // In a file that is only included, paths mean something from the units that include it.
  for (const line of new Set(kept.flatMap(({ notes }) => notes))) note(line);
  return kept.map(({ unit }) => unit);
}

function needsOf(
  { directory, dependencies }: Unit,
  listed: Dependencies | null,
): readonly string[] {
  return listed?.get(directory) ?? dependencies;
}

/** Where the Terraform configuration of a unit is. */
function configurationOf({ module, directory }: Unit): string {
  return module ?? directory;
}

function changeOf(
  unit: Unit,
  needs: readonly string[],
  use: TerraformUse = { modules: [], files: [] },
): DirectoryChange {
  const modules = [...(unit.module === null ? [] : [unit.module]), ...use.modules];
  const patterns = [
    ...['terragrunt.hcl', '*.tf', '*.tfvars'].map((name) => `\${DIR}/${name}`),
    ...[...unit.includes, ...unit.reads].map(escapeGlob),
    ...modules.map((module) => posix.join(escapeGlob(module), '**/*.tf')),
    ...use.files.map(escapeGlob),
    ...unit.extras,
    ...needs.map((need) => escapeGlob(posix.join(need, 'terragrunt.hcl'))),
  ];
  const depends_on = anyOfDirectories(needs);
  return {
    tags: ['terragrunt'],
    when_modified: {
      file_patterns: [...new Set(patterns)],
      ...(depends_on !== undefined && { depends_on }),
    },
  };
}
