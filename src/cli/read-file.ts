import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  ELOOP: 'it is a link that leads to itself',
  EISDIR: 'it is a directory, not a file',
  EACCES: 'you may not read it',
};

/** Reads a file that a user named; says in plain words why it cannot be. */
export async function readNamedFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(`${file} cannot be read: ${reasonOf(error)}.`);
  }
}

/**
 * Reads a file of a repository, whatever strangers have put in its place: a link must not lead out of
 * it, or into `.git`, where credentials are. Null for a file that is not there.
 */
export async function readFileIn(root: string, name: string): Promise<string | null> {
  const file = path.join(root, name);
  try {
    const real = await realpath(file);
    const inside = path.relative(await realpath(root), real).split(path.sep);
    if (inside[0] === '..' || inside.includes('.git')) {
      throw new Error('it is a link that leads out of the repository');
    }
    const found = await stat(real);
    // Reading a pipe waits, and a device has no end.
    if (!found.isFile() && !found.isDirectory()) throw new Error('it is not a file');
    return await readFile(real, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw new Error(`${file} cannot be read: ${reasonOf(error)}.`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function reasonOf(error: unknown): string {
  return REASONS[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}
