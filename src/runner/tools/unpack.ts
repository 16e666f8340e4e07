import { createWriteStream } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** How a program is packed into what is downloaded: as it is, or as the `member` of an archive. */
export type Packing =
  | { readonly kind: 'program' }
  | { readonly kind: 'zip' | 'tar.gz'; readonly member: string };

/** Writes the program that is in `archive` to `program`. Nothing else is taken from it, no path either. */
export async function unpack(archive: string, packing: Packing, program: string): Promise<void> {
  switch (packing.kind) {
    case 'program':
      return await rename(archive, program);
    case 'zip':
      return await unzip(archive, packing.member, program);
    case 'tar.gz':
      return await untar(archive, packing.member, program);
  }
}

async function unzip(archive: string, member: string, program: string): Promise<void> {
  const yauzl = await import('yauzl');
  const zip = await yauzl.openPromise(archive);
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== member) continue;
      return await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(program));
    }
  } finally {
    zip.close();
  }
  throw new Error(`there is no ${member} in it`);
}

async function untar(archive: string, member: string, program: string): Promise<void> {
  const { parseTar } = await import('nanotar');
  // A copy: the parser takes the whole memory that a buffer may be a part of.
  const bytes = new Uint8Array(await promisify(gunzip)(await readFile(archive)));
  const [file] = parseTar(bytes, {
    filter: ({ name, type }) => type === 'file' && name.replace(/^\.\//, '') === member,
  });
  if (file?.data === undefined) throw new Error(`there is no ${member} in it`);
  await writeFile(program, file.data);
}
