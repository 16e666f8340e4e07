/*
 * Builds dist/: the action's one file in runner/, the programs that it starts in builders/, and the
 * licences of what is in them. TypeScript emits JavaScript, ncc bundles it (its own loader does not
 * take this TypeScript). With --check nothing is written: it fails when dist/ is not what the sources
 * make.
 */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

type Bundle = {
  readonly name: string;
  readonly entry: string;
  /** Files of packages that lie beside the bundle as they are. */
  readonly beside: readonly { readonly from: string; readonly files: readonly string[] }[];
};
const bundles: readonly Bundle[] = [
  { name: 'runner', entry: 'src/runner/main.ts', beside: [] },
  {
    name: 'builders',
    entry: 'src/builders/main.ts',
    // ncc cannot take tree-sitter's module apart, and WebAssembly is read at run time.
    beside: [
      { from: 'web-tree-sitter', files: ['web-tree-sitter.js', 'web-tree-sitter.wasm'] },
      { from: '@tree-sitter-grammars/tree-sitter-hcl', files: ['tree-sitter-hcl.wasm'] },
    ],
  },
];

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
// Below node_modules/, so that the emitted files find the packages they import.
const scratch = join(root, 'node_modules', '.cache', `runner-${process.pid}`);

const built = await build().finally(() => rm(scratch, { recursive: true, force: true }));
if (!process.argv.includes('--check')) {
  await rm(dist, { recursive: true, force: true });
  for (const [path, bytes] of built) {
    await mkdir(dirname(join(dist, path)), { recursive: true });
    await writeFile(join(dist, path), bytes);
  }
} else if (!isDeepStrictEqual(built, await filesIn(dist))) {
  console.error('dist/ is not what src/ makes. Run `npm run build` and commit dist/.');
  process.exitCode = 1;
}

/** The files of dist/, by their paths in it. */
async function build(): Promise<Map<string, Buffer>> {
  await mkdir(scratch, { recursive: true });
  await writeFile(join(scratch, 'package.json'), '{ "type": "module" }');
  await writeFile(
    join(scratch, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../../tsconfig.json',
      compilerOptions: { noEmit: false, rootDir: '../../../src', outDir: 'src', types: ['node'] },
      include: [],
      files: bundles.map(({ entry }) => `../../../${entry}`),
    }),
  );
  node(join(root, 'node_modules/typescript-native/bin/tsc'), '-p', join(scratch, 'tsconfig.json'));
  for (const bundle of bundles) await buildBundle(bundle);
  return await filesIn(join(scratch, 'dist'));
}

async function buildBundle({ name, entry, beside }: Bundle): Promise<void> {
  const ncc = createRequire(import.meta.url).resolve('@vercel/ncc/dist/ncc/cli.js');
  const out = join(scratch, 'dist', name);
  const emitted = join(scratch, entry.replace(/\.ts$/, '.js'));
  const options = ['--minify', '--no-cache', '--license', 'licenses.txt', '-q'];
  node(ncc, 'build', emitted, '-o', out, ...options);
  // Says that the bundle is an ES module, as the repository's own does.
  await rm(join(out, 'package.json'), { force: true });
  const licenses = [await readFile(join(out, 'licenses.txt'), 'utf8')];
  for (const { from, files } of beside) {
    const folder = join(root, 'node_modules', from);
    for (const file of files) await cp(join(folder, file), join(out, file));
    licenses.push(`${from}\n${await readFile(join(folder, 'LICENSE'), 'utf8')}\n`);
  }
  await writeFile(join(out, 'licenses.txt'), licenses.join('\n'));
}

/** Every file below a folder, by its path from there; none where there is no folder. */
async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  return new Map(
    await Promise.all(
      paths.map(async (path) => [relative(folder, path), await readFile(path)] as const),
    ),
  );
}

function node(...args: string[]): void {
  execFileSync(process.execPath, args, { cwd: scratch, stdio: 'inherit' });
}
