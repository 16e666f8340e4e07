import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * The hash of an unpacked provider as a lock file has it: scheme `h1`, which is `Hash1` of Go's
 * golang.org/x/mod/sumdb/dirhash.
 */
export async function packageHash(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  const all = createHash('sha256');
  for (const name of names) {
    const one = createHash('sha256');
    await pipeline(createReadStream(join(folder, name)), one);
    all.update(`${one.digest('hex')}  ${name}\n`);
  }
  return `h1:${all.digest('base64')}`;
}
