import { type Cause, type ChangedDirspace, changeOf } from '../../config/change.ts';
import type { CodeIndex } from '../../config/code-index.ts';
import type { ConfigError } from '../../config/config-error.ts';
import { derive } from '../../config/derive.ts';
import type { Dirspace, DirspaceName } from '../../config/dirspace.ts';
import type { Branches } from '../../config/dirspaces.ts';
import { type ConfigFile, loadConfig } from '../../config/load.ts';
import { touchedDirspaces } from '../../config/touched-dirspaces.ts';
import { print } from '../print.ts';
import { readNamedFile } from '../read-file.ts';
import { errorObject } from './error-lines.ts';
import { readIndexFile } from './index-file.ts';
import { readPathList } from './path-list.ts';

export type EvaluateOptions = {
  readonly config: string;
  readonly files: string;
  readonly changed: string;
  readonly branch?: string;
  readonly destBranch?: string;
  readonly index?: string;
};

/** Prints what a configuration makes of a tree and a change; says whether it is without errors. */
export async function evaluateConfig(options: EvaluateOptions): Promise<boolean> {
  if (options.files === '-' && options.changed === '-') {
    throw new Error('Only one of --files and --changed can be read from standard input.');
  }
  const [text, files, changed, index] = await Promise.all([
    readNamedFile(options.config),
    readPathList(options.files),
    readPathList(options.changed),
    options.index === undefined ? null : readIndexFile(options.index),
  ]);
  const branches = { branch: options.branch ?? null, destBranch: options.destBranch ?? null };
  const evaluated = evaluate({ name: options.config, text }, { files, changed, branches, index });
  print(written(evaluated));
  return evaluated.errors.length === 0;
}

type Evaluated = {
  readonly dirspaces: readonly Dirspace[];
  readonly layers: readonly (readonly ChangedDirspace[])[];
  readonly errors: readonly ConfigError[];
};

type Given = {
  readonly files: readonly string[];
  readonly changed: readonly string[];
  readonly branches: Branches;
  readonly index: CodeIndex | null;
};

function evaluate(feature: ConfigFile, { files, changed, branches, index }: Given): Evaluated {
  const nothing = { dirspaces: [], layers: [] };
  const loaded = loadConfig({ feature });
  if (!loaded.ok) return { ...nothing, errors: loaded.errors };
  const result = derive(loaded.config, { files, branches, index });
  if (!result.ok) return { ...nothing, errors: result.problems.map(loaded.locate) };
  const { derived } = result;
  const { layers } = changeOf(derived, touchedDirspaces(derived.dirspaces, changed, index));
  return { dirspaces: derived.dirspaces, layers, errors: [] };
}

/** As JSON with a dirspace, a layer and an error on a line each, so that two of them compare well. */
function written({ dirspaces, layers, errors }: Evaluated): string {
  const causes = new Map(layers.flat().map(({ dirspace, by }) => [dirspace, by]));
  return `{${[
    list(
      'dirspaces',
      dirspaces.map((one) => dirspaceObject(one, causes.get(one) ?? [])),
    ),
    list(
      'layers',
      layers.map((layer) => layer.map(({ dirspace }) => nameOf(dirspace))),
    ),
    list('errors', errors.map(errorObject)),
  ].join(',\n')}}\n`;
}

function list(key: string, items: readonly unknown[]): string {
  const lines = items.map((item) => `\n${JSON.stringify(item)}`);
  return `"${key}":[${lines.join(',')}]`;
}

function dirspaceObject(dirspace: Dirspace, by: readonly Cause[]) {
  return {
    ...nameOf(dirspace),
    stack: dirspace.stack,
    tags: dirspace.tags.toSorted(),
    workflow: dirspace.workflow,
    environment: dirspace.environment,
    runs_on: dirspace.runsOn ?? null,
    lock_policy: dirspace.lockPolicy,
    changed_by: by.map(causeText),
    autoplan: dirspace.autoplan,
    autoapply: dirspace.autoapply,
  };
}

function nameOf({ dir, workspace }: DirspaceName): DirspaceName {
  return { dir, workspace };
}

function causeText(cause: Cause): string {
  switch (cause.kind) {
    case 'path':
      return cause.path;
    case 'depends_on':
      return `depends_on dir:${cause.on.dir} workspace:${cause.on.workspace}`;
    case 'modified_by':
      return `modified_by stack_name:${cause.stack}`;
    case 'applied_earlier':
      return 'applied earlier';
  }
}
