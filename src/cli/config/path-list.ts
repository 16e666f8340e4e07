import { text } from 'node:stream/consumers';
import { readNamedFile } from '../read-file.ts';

/** Reads a list of paths, one a line, from a file or, as `-`, from standard input. */
export async function readPathList(name: string): Promise<readonly string[]> {
  return parsePathList(name === '-' ? await text(process.stdin) : await readNamedFile(name));
}

function parsePathList(list: string): readonly string[] {
  const paths: string[] = [];
  for (const line of list.split('\n')) {
    const ended = line.endsWith('\r') ? line.slice(0, -1) : line;
    const path = ended.startsWith('"') ? unquoted(ended) : ended;
    if (path !== '') paths.push(path.startsWith('./') ? path.slice('./'.length) : path);
  }
  return paths;
}

const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  '\\': 92,
};

/**
 * git quotes names that are not plain ASCII, unless it is asked for `-z`: `"caf\303\251/main.tf"`.
 * What is not such a name is taken as it is.
 */
function unquoted(line: string): string {
  const [, inside] = /^"((?:[^"\\]|\\(?:[0-3][0-7]{2}|[abtnvfr"\\]))*)"$/.exec(line) ?? [];
  if (inside === undefined || !inside.includes('\\')) return line;
  const bytes: Buffer[] = [];
  for (const [part] of inside.matchAll(/[^\\]+|\\(?:[0-7]{3}|.)/g)) {
    if (!part.startsWith('\\')) bytes.push(Buffer.from(part));
    else bytes.push(Buffer.from([ESCAPES[part.slice(1)] ?? Number.parseInt(part.slice(1), 8)]));
  }
  return Buffer.concat(bytes).toString('utf8');
}
