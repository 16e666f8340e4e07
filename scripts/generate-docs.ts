/** Writes what the docs repeat from the sources: `node scripts/generate-docs.ts`; with --check it only looks. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { environment, settingTexts } from '../src/server/environment.ts';
import { gapsTable, referencePages } from './config-reference.ts';
import { publishedSchema } from './config-schema.ts';

const ROOT = join(import.meta.dirname, '..');
const REFERENCE = 'docs/reference/configuration';

function settingsTable(): string {
  const rows = environment.keyof().options.map((name) => {
    const text = settingTexts.get(environment.shape[name]);
    if (!text) throw new Error(`${name} has no text: register one in src/server/environment.ts`);
    return `| \`${name}\` | ${text.about} | ${text.otherwise ?? '**required**'} | \`${text.example}\` |`;
  });
  return ['| setting | what it is | without it | example |', '|---|---|---|---|', ...rows].join(
    '\n',
  );
}

/** A page with the part between its two marks written anew. */
async function withPart(path: string, name: string, part: string): Promise<string> {
  const begin = `<!-- ${name}: written by scripts/generate-docs.ts -->`;
  const end = `<!-- end of ${name} -->`;
  const page = await readFile(join(ROOT, path), 'utf8');
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`${path} has to hold the lines "${begin}" and "${end}"`);
  }
  return `${before}${begin}\n\n${part}\n\n${end}${after}`;
}

const fresh = new Map([
  ['docs/server.md', await withPart('docs/server.md', 'settings', settingsTable())],
  [
    'docs/configuration.md',
    await withPart('docs/configuration.md', 'not carried out yet', gapsTable()),
  ],
  ['schemas/terrateam-config.schema.json', `${JSON.stringify(publishedSchema(), null, 2)}\n`],
  ...[...referencePages()].map(([name, text]) => [join(REFERENCE, name), text] as const),
]);
await mkdir(join(ROOT, REFERENCE), { recursive: true });
const present = (await readdir(join(ROOT, REFERENCE))).map((name) => join(REFERENCE, name));
const stale = present.filter((path) => !fresh.has(path));

if (!process.argv.includes('--check')) {
  for (const path of stale) await rm(join(ROOT, path));
  for (const [path, text] of fresh) {
    await mkdir(dirname(join(ROOT, path)), { recursive: true });
    await writeFile(join(ROOT, path), text);
  }
} else {
  const differing: string[] = [];
  for (const [path, text] of fresh) {
    const written = await readFile(join(ROOT, path), 'utf8').catch(() => null);
    if (written !== text) differing.push(path);
  }
  for (const path of [...differing, ...stale]) {
    console.error(`${path} is not what the sources make: run node scripts/generate-docs.ts`);
    process.exitCode = 1;
  }
}
