import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { changeOf } from '../src/config/change.ts';
import type { Config } from '../src/config/config.ts';
import { derive } from '../src/config/derive.ts';
import { loadConfig } from '../src/config/load.ts';
import { touchedDirspaces } from '../src/config/touched-dirspaces.ts';
import { generatedConfig, generatedTree } from './generated-tree.ts';
import { byTurns, type Comparison, elapsed, median } from './measure.ts';

const run = promisify(execFile);
const ROUNDS = 9;
/** One file in so many is changed, of every name: 5,000 of 100,000. */
const CHANGED = 19;
const GOAL_OF_GROWTH = 12;
const GOAL_OF_LISTING = 10;

/**
 * What `terrane config evaluate` does once it has read its lists, from the configuration's dirspaces
 * to the layers of the change: how it grows with the tree, and against git's listing of the same tree.
 */
export async function configEvaluation(): Promise<Comparison[]> {
  const loaded = loadConfig({ feature: { name: 'config.yml', text: generatedConfig() } });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  const { config } = loaded;
  return [
    await growth(config, 1_000, 10_000),
    await growth(config, 10_000, 100_000),
    await againstListing(config, 100_000),
  ];
}

async function growth(config: Config, few: number, many: number): Promise<Comparison> {
  const [fewFiles, manyFiles] = [generatedTree(few), generatedTree(many)];
  const measured = await byTurns(
    ROUNDS,
    () => evaluation(config, manyFiles),
    () => evaluation(config, fewFiles),
  );
  const [ours, reference] = [median(measured.ours), median(measured.reference)];
  return {
    what: `evaluate ${many.toLocaleString('en')} files`,
    ...{ unit: 'ms', ours, against: `${few.toLocaleString('en')} files`, reference },
    ...{ ratio: ours / reference, goal: GOAL_OF_GROWTH },
  };
}

async function againstListing(config: Config, size: number): Promise<Comparison> {
  const files = generatedTree(size);
  const repository = mkdtempSync(path.join(tmpdir(), 'terrane-bench-'));
  const tree = writeTree(repository, files);
  const measured = await byTurns(
    ROUNDS,
    () => evaluation(config, files),
    () => listing(repository, tree, size),
  );
  rmSync(repository, { recursive: true });
  const [ours, reference] = [median(measured.ours), median(measured.reference)];
  return {
    what: `evaluate ${size.toLocaleString('en')} files`,
    ...{ unit: 'ms', ours, against: 'git ls-tree -r, parsed', reference },
    ...{ ratio: ours / reference, goal: GOAL_OF_LISTING },
  };
}

function evaluation(config: Config, files: readonly string[]): Promise<number> {
  const changed = files.filter((_, i) => i % CHANGED === 0);
  const branches = { branch: 'change', destBranch: 'main' };
  return elapsed(async () => {
    const result = derive(config, { files, branches, index: null });
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const { layers } = changeOf(
      result.derived,
      touchedDirspaces(result.derived.dirspaces, changed),
    );
    if (layers.length !== 1) throw new Error('Nothing here depends on anything.');
  });
}

function listing(repository: string, tree: string, size: number): Promise<number> {
  return elapsed(async () => {
    const options = { cwd: repository, maxBuffer: 1 << 28 };
    const { stdout } = await run('git', ['ls-tree', '-r', '-z', tree], options);
    const entries = stdout.split('\0').flatMap((line) => {
      const [about, name] = line.split('\t');
      if (about === undefined || name === undefined) return [];
      const [mode, , id] = about.split(' ');
      return [{ path: name, mode, id }];
    });
    if (entries.length !== size) throw new Error('The listing misses files.');
  });
}

/** A bare repository with these files, all empty; answers the tree's id. */
function writeTree(repository: string, files: readonly string[]): string {
  const git = (args: readonly string[], input = '') =>
    execFileSync('git', ['-C', repository, ...args], { input, encoding: 'utf8' }).trim();
  git(['init', '--quiet', '--bare']);
  const blob = git(['hash-object', '-w', '--stdin']);
  git(['update-index', '--index-info'], files.map((file) => `100644 ${blob}\t${file}\n`).join(''));
  return git(['write-tree']);
}
