import type { CodeIndex } from '../../src/config/code-index.ts';
import type { Config, DirConfig } from '../../src/config/config.ts';
import { matchesNaively } from './naive-glob.ts';

/*
 * Dirspaces and what touches them, step by step as the rules are numbered (spec orchestration.md 3.3
 * and protocol.md 4.2), with every pattern held against every path.
 */

type NaiveDirspace = {
  readonly dir: string;
  readonly workspace: string;
  readonly tags: readonly string[];
  readonly filePatterns: readonly string[];
  readonly autoplan: boolean;
  readonly dependsOn: unknown;
};

export function dirspacesByHand(
  config: Config,
  tree: readonly string[],
  index: CodeIndex,
): readonly NaiveDirspace[] {
  const files = replacedByLinks(tree, index);
  const found: NaiveDirspace[] = [];
  for (const dir of new Set([...files.map(dirname), ...createdIn(config)])) {
    const inDir = files.filter((file) => dirname(file) === dir);
    const entry = entryOf(config, dir, inDir);
    if (entry === null || isCalled(dir, index)) continue;
    found.push(...dirspacesOf(config, dir, entry, index));
  }
  return found.sort((a, b) => (JSON.stringify(nameOf(a)) < JSON.stringify(nameOf(b)) ? -1 : 1));
}

export function touchedByHand(
  dirspaces: readonly NaiveDirspace[],
  changed: readonly string[],
  index: CodeIndex,
) {
  const paths = [...new Set(replacedByLinks(changed, index))].sort();
  return dirspaces.flatMap((dirspace) => {
    const by = paths.filter((path) => isSelected(path, dirspace.filePatterns));
    return by.length === 0 ? [] : [{ ...nameOf(dirspace), by }];
  });
}

const nameOf = ({ dir, workspace }: NaiveDirspace) => ({ dir, workspace });
const dirname = (path: string) => path.split('/').slice(0, -1).join('/') || '.';

function replacedByLinks(paths: readonly string[], { symlinks = {} }: CodeIndex) {
  return paths.flatMap((path) => {
    const links = Object.entries(symlinks).filter(
      ([link, target]) =>
        `${path}/`.startsWith(`${target}/`) && !`${link}/`.startsWith(`${target}/`),
    );
    const longest = Math.max(...links.map(([, target]) => target.length));
    const innermost = links.filter(([, target]) => target.length === longest);
    if (innermost.length === 0) return [path];
    return innermost.map(([link, target]) => link + path.slice(target.length));
  });
}

function createdIn({ dirs }: Config): readonly string[] {
  const keys = Object.keys(dirs).filter((key) => !key.includes('*'));
  return keys.filter((key) => dirs[key]?.create_if_missing).map(cleaned);
}

const cleaned = (key: string) => key.replace(/^\.\/(?=.)/, '').replace(/(?<=.)\/$/, '');

function entryOf(config: Config, dir: string, inDir: readonly string[]): DirConfig | null {
  const entries = Object.entries(config.dirs).map(([key, entry]) => ({ key: cleaned(key), entry }));
  const literal = entries.find(({ key }) => key === dir);
  if (literal !== undefined) return literal.entry;
  const globs = entries.filter(({ key }) => key.includes('*'));
  const matching = globs.filter(({ key }) => inDir.some((file) => matchesNaively(key, file)));
  const longest = Math.max(...matching.map(({ key }) => key.length));
  const best = matching.filter(({ key }) => key.length === longest).map(({ key }) => key);
  const chosen = matching.find(({ key }) => key === best.sort()[0]);
  if (chosen !== undefined) return chosen.entry;
  const nothing: DirConfig = {
    ...{ tags: [], when_modified: {}, create_if_missing: false, lock_branch_target: 'all' },
  };
  const patterns = topLevel(config);
  if (patterns.some((pattern) => !pattern.replace('!', '').startsWith('${DIR}/'))) return nothing;
  const filled = patterns.map((pattern) => fill(pattern, dir, 'default'));
  return inDir.some((file) => isSelected(file, filled)) ? nothing : null;
}

function topLevel({ when_modified }: Config): readonly string[] {
  const given = when_modified.file_patterns ?? ['**/*.tf', '**/*.tfvars'];
  return given.map((pattern) =>
    pattern.replace(/^(!?)\*\*\//, '$1${DIR}/').replace(/^(!?)\*/, '$1${DIR}/*'),
  );
}

function isSelected(path: string, patterns: readonly string[]): boolean {
  const matches = (pattern: string) => matchesNaively(pattern.replace('!', ''), path);
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  const refused = patterns.filter((pattern) => pattern.startsWith('!'));
  return wanted.some(matches) && !refused.some(matches);
}

function modulesOf(dir: string, { paths }: CodeIndex): readonly string[] {
  const modules = (paths[dir]?.modules ?? []).map((module) => collapsed(`${dir}/${module}`));
  return modules.filter((module) => !module.startsWith('..'));
}

/** Every module that is called, by whom ever. */
function isCalled(dir: string, index: CodeIndex): boolean {
  return Object.keys(index.paths).some((caller) =>
    modulesOf(caller, index).some((module) => module === dir && module !== caller),
  );
}

function calledBy(dir: string, index: CodeIndex): readonly string[] {
  return [...new Set(modulesOf(dir, index))].filter((module) => module !== dir);
}

function dirspacesOf(
  config: Config,
  dir: string,
  entry: DirConfig,
  index: CodeIndex,
): readonly NaiveDirspace[] {
  const { workspaces, stacks } = entry;
  const none = workspaces === undefined && stacks === undefined;
  const standard = { default: { tags: [], when_modified: {} } };
  const named = [
    ...Object.entries(none ? standard : (workspaces ?? {})).map(
      (one) => ['workspace', ...one] as const,
    ),
    ...Object.entries(stacks ?? {}).map((one) => ['stack', ...one] as const),
  ];
  return named.flatMap(([kind, workspace, own]) => {
    const rules = [config.when_modified, entry.when_modified, own.when_modified];
    const last = <Key extends keyof (typeof rules)[number]>(key: Key) =>
      rules.map((one) => one[key]).findLast((value) => value !== undefined);
    const patterns: readonly string[] =
      own.when_modified.file_patterns ?? entry.when_modified.file_patterns ?? topLevel(config);
    if (patterns.length === 0) return [];
    return [
      {
        dir,
        workspace,
        tags: [...new Set([`dir:${dir}`, `${kind}:${workspace}`, ...entry.tags, ...own.tags])],
        filePatterns: [
          ...calledBy(dir, index).map((module) => (module === '.' ? '*.tf' : `${module}/*.tf`)),
          ...patterns.map((pattern) => fill(pattern, dir, workspace)),
        ],
        autoplan: last('autoplan') ?? true,
        dependsOn: last('depends_on') ?? null,
      },
    ];
  });
}

function fill(pattern: string, dir: string, workspace: string): string {
  const inDir = dir === '.' ? pattern.replaceAll('${DIR}/', '') : pattern.replaceAll('${DIR}', dir);
  const filled = inDir.replaceAll('${WORKSPACE}', workspace);
  return filled.startsWith('!') ? `!${collapsed(filled.slice(1))}` : collapsed(filled);
}

/** One detour after the other, from the left. */
function collapsed(path: string): string {
  const shorter = path.replace('/./', '/').replace(/^\.\/(?!\.)/, '');
  const straighter = shorter.replace(/[^/]+\/\.\.(\/|$)/, '');
  return straighter === path ? path.replace(/(?<=.)\/$/, '') || '.' : collapsed(straighter);
}
