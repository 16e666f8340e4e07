import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The bundle of programs that lies beside the runner's. */
const bundle = join(import.meta.dirname, '..', 'builders', 'index.js');
/** Programs that scripts of a build find on their PATH. */
const onPath = ['terrateam-aux-repo-config', 'terragrunt-config-builder'];

/** How the indexer is started. It runs in a process of its own: what it reads is strangers' input. */
export const indexer: readonly string[] = [process.execPath, bundle, 'index'];

/** How the reader of `required_version` is started; likewise. */
export const requiredVersionsReader: readonly string[] = [
  process.execPath,
  bundle,
  'required-versions',
];

/** Puts the bundled programs into a new folder, and returns it. A job need not have Node on its PATH. */
export async function programsFolder(tmpdir: string): Promise<string> {
  const folder = join(tmpdir, 'bin');
  await mkdir(folder);
  for (const name of onPath) {
    const file = join(folder, name);
    const command = [process.execPath, bundle, name].map(quoted).join(' ');
    await writeFile(file, `#!/bin/sh\nexec ${command} "$@"\n`);
    await chmod(file, 0o755);
  }
  return folder;
}

/** As one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
