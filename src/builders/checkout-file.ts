import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { BuilderError } from './builder-error.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  ELOOP: 'it is a link that leads to itself',
  EISDIR: 'it is a directory, not a file',
  EACCES: 'you may not read it',
};

/** There is something, and it cannot be read, or must not be. */
export class UnreadableFile extends BuilderError {
  readonly reason: string;

  constructor(file: string, reason: string) {
    super(`${file} cannot be read: ${reason}.`);
    this.reason = reason;
  }
}

/**
 * Reads a file of a checkout, whatever strangers have put in its place: a link must not lead out of
 * the checkout, or into `.git`, where credentials are. Null for a file that is not there.
 */
export function readFileIn(root: string, name: string): Buffer | null {
  try {
    const real = realPathIn(root, name);
    const found = statSync(real);
    // Reading a pipe waits, and a device has no end.
    if (!found.isFile() && !found.isDirectory()) throw new Error('it is not a file');
    return readFileSync(real);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw new UnreadableFile(path.join(root, name), reasonOf(error));
  }
}

/** Whether there is a directory in the checkout, as above. */
export function isDirectoryIn(root: string, name: string): boolean {
  return isThere(root, name, 'isDirectory');
}

/** Whether there is a file in the checkout that `readFileIn` reads. */
export function isFileIn(root: string, name: string): boolean {
  return isThere(root, name, 'isFile');
}

function isThere(root: string, name: string, kind: 'isFile' | 'isDirectory'): boolean {
  try {
    return statSync(realPathIn(root, name))[kind]();
  } catch {
    return false; // a link that leads elsewhere or in a circle, or a name too long for one
  }
}

function realPathIn(root: string, name: string): string {
  const real = realpathSync(path.join(root, name));
  const inside = path.relative(realpathSync(root), real).split(path.sep);
  // Some file systems take .GIT for the same.
  if (inside[0] === '..' || inside.some((part) => part.toLowerCase() === '.git')) {
    throw new Error('it is a link that leads out of the repository');
  }
  return real;
}

/** Why something cannot be read, in plain words. */
export function reasonOf(error: unknown): string {
  return REASONS[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
