import { readFile } from 'node:fs/promises';
import { reasonOf } from '../builders/checkout-file.ts';

/** Reads a file that a user named; says in plain words why it cannot be. */
export async function readNamedFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(`${file} cannot be read: ${reasonOf(error)}.`);
  }
}
