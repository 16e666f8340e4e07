import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The keys in the data folder, in the form of TERRANE_SECRET_KEYS; made there, for the owner's eyes, at first. */
export async function secretKeysIn(dataDir: string): Promise<Uint8Array[]> {
  const file = path.join(dataDir, 'secret-keys');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeFile(file, `${randomBytes(32).toString('base64')}\n`, {
    mode: 0o600,
    flag: 'wx',
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const keys = (await readFile(file, 'utf8')).trim().split(',');
  return keys.map((key) => new Uint8Array(Buffer.from(key, 'base64')));
}
