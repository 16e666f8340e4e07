/**
 * Compiles every `.sql` file of queries below src/ to typed functions beside it, against a database
 * that has just been migrated: a query that does not fit the schema fails here.
 * With --check nothing is written; files that would change are named and the exit code is 1.
 */
import { execFile } from 'node:child_process';
import { glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startEmbeddedDatabase } from '../src/database/embedded.ts';
import { migrate } from '../src/database/migrate.ts';
import { createPool } from '../src/database/pool.ts';

const root = path.resolve(import.meta.dirname, '..');
const check = process.argv.includes('--check');
const scratch = await mkdtemp(path.join(tmpdir(), 'terrane-sql-types-'));
const database = await startEmbeddedDatabase({ dataDir: scratch, settings: { fsync: 'off' } });
try {
  const pool = createPool(database.url, () => {});
  await migrate(pool);
  await pool.end();
  const before = await generatedFiles();
  await generate(database.url);
  const after = await generatedFiles();
  const stale = [...new Set([...before.keys(), ...after.keys()])].filter(
    (file) => before.get(file) !== after.get(file),
  );
  if (check && stale.length > 0) {
    for (const file of stale) {
      const text = before.get(file);
      if (text === undefined) await rm(path.join(root, file));
      else await writeFile(path.join(root, file), text);
    }
    console.error(
      `Not what the queries compile to; run npm run generate:\n  ${stale.join('\n  ')}`,
    );
    process.exitCode = 1;
  }
} finally {
  await database.stop();
  await rm(scratch, { recursive: true, force: true });
}

async function generate(url: string): Promise<void> {
  const config = path.join(scratch, 'pgtyped.json');
  await writeFile(
    config,
    JSON.stringify({
      transforms: [
        { mode: 'sql', include: '**/*.sql', emitTemplate: '{{dir}}/{{name}}.queries.ts' },
      ],
      srcDir: path.join(root, 'src/control'),
      failOnError: true,
      hungarianNotation: false,
      typesOverrides: {
        date: 'string',
        int8: 'number',
        timestamptz: 'Date',
        bytea: 'Buffer',
        uuid: 'string',
      },
    }),
  );
  const program = path.join(root, 'node_modules/@pgtyped/cli/lib/index.js');
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [program, '--config', config, '--uri', url],
      { cwd: root },
    );
    // A file that it cannot parse is skipped with exit code 0.
    if (stdout.includes('Errors:')) throw Object.assign(new Error('parse error'), { stdout });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr?: string }; // execFile's own rejection
    console.error(stdout, stderr ?? '');
    throw new Error('The queries do not fit the schema.', { cause: error });
  }
}

async function generatedFiles(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const file of glob('src/**/*.queries.ts', { cwd: root })) {
    files.set(file, await readFile(path.join(root, file), 'utf8'));
  }
  return files;
}
