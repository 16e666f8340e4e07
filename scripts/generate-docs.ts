/** Writes what the docs repeat from the sources: `node scripts/generate-docs.ts`; with --check it only looks. */
import { readFile, writeFile } from 'node:fs/promises';
import { environment, settingTexts } from '../src/server/environment.ts';

const PAGE = new URL('../docs/server.md', import.meta.url);
const BEGIN = '<!-- settings: written by scripts/generate-docs.ts -->';
const END = '<!-- end of settings -->';

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

const page = await readFile(PAGE, 'utf8');
const [before, rest] = page.split(BEGIN);
const after = rest?.split(END)[1];
if (before === undefined || after === undefined) {
  throw new Error(`docs/server.md has to hold the lines "${BEGIN}" and "${END}"`);
}
const fresh = `${before}${BEGIN}\n\n${settingsTable()}\n\n${END}${after}`;
if (!process.argv.includes('--check')) {
  await writeFile(PAGE, fresh);
} else if (fresh !== page) {
  console.error(
    'docs/server.md differs from src/server/environment.ts: run node scripts/generate-docs.ts',
  );
  process.exitCode = 1;
}
