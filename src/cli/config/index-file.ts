import type { CodeIndex } from '../../config/code-index.ts';
import { indexResult } from '../../protocol/result.ts';
import { readNamedFile } from '../read-file.ts';

/** Reads a code index as runners post it. */
export async function readIndexFile(name: string): Promise<CodeIndex> {
  const text = await readNamedFile(name);
  const parsed = indexResult.safeParse(parseJson(name, text));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `\n  ${path.map(String).join('.') || 'the whole'}: ${message}`,
  );
  throw new Error(`${name} is not an index as runners post it:${problems.join('')}`);
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}
