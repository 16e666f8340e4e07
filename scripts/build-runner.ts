/*
 * Builds dist/runner/: the action's one file, and the licences of what is in it. TypeScript emits
 * JavaScript, ncc bundles it (its own loader does not take this TypeScript). With --check nothing is
 * written: it fails when dist/runner/ is not what the sources make.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist', 'runner');
const files = ['index.js', 'licenses.txt'] as const;
type Bundle = Record<(typeof files)[number], string>;

const check = process.argv.includes('--check');
// Below node_modules/, so that the emitted files find the packages they import.
const scratch = join(root, 'node_modules', '.cache', `runner-${process.pid}`);

const built = await build().finally(() => rm(scratch, { recursive: true, force: true }));
if (!check) {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  for (const file of files) await writeFile(join(dist, file), built[file]);
} else if (!isDeepStrictEqual(built, await committed())) {
  console.error('dist/runner/ is not what src/ makes. Run `npm run build` and commit dist/.');
  process.exitCode = 1;
}

async function build(): Promise<Bundle> {
  await mkdir(scratch, { recursive: true });
  await writeFile(join(scratch, 'package.json'), '{ "type": "module" }');
  await writeFile(
    join(scratch, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../../tsconfig.json',
      compilerOptions: { noEmit: false, rootDir: '../../../src', outDir: 'src', types: ['node'] },
      include: [],
      files: ['../../../src/runner/main.ts'],
    }),
  );
  node(join(root, 'node_modules/typescript-native/bin/tsc'), '-p', join(scratch, 'tsconfig.json'));
  const ncc = createRequire(import.meta.url).resolve('@vercel/ncc/dist/ncc/cli.js');
  const bundled = join(scratch, 'bundle');
  const entry = join(scratch, 'src', 'runner', 'main.js');
  node(
    ncc,
    'build',
    entry,
    '-o',
    bundled,
    '--minify',
    '--no-cache',
    '--license',
    'licenses.txt',
    '-q',
  );
  return await read(bundled);
}

async function committed(): Promise<Partial<Bundle>> {
  return await read(dist).catch(() => ({}));
}

async function read(folder: string): Promise<Bundle> {
  const [index, licenses] = await Promise.all(
    files.map((file) => readFile(join(folder, file), 'utf8')),
  );
  return { 'index.js': index ?? '', 'licenses.txt': licenses ?? '' };
}

function node(...args: string[]): void {
  execFileSync(process.execPath, args, { cwd: scratch, stdio: 'inherit' });
}
