import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Programs by their names, each a script for sh. */
export type StandIns = Record<string, string>;

/** Writes the programs into a folder of their own and gives the PATH that finds them first. */
export function pathWith(folder: string, programs: StandIns): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return `${bin}:${process.env.PATH}`;
}

/** Terraform itself, which notes its arguments in the file `calls`. */
export function notingTerraform(calls: string): string {
  const real = execFileSync('sh', ['-c', 'command -v terraform'], { encoding: 'utf8' }).trim();
  return `echo "$*" >> '${calls}'\nexec '${real}' "$@"`;
}
