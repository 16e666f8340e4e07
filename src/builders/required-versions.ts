import { readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isTerraformFile } from '../hcl/module-calls.ts';
import { HclParser } from '../hcl/parser.ts';
import { requiredVersions } from '../hcl/required-versions.ts';
import type { Checkout } from './checkout.ts';
import { readFileIn, UnreadableFile } from './checkout-file.ts';

const request = z.object({ dirs: z.array(z.string()) });

/** Prints what `required_version` is in the directories that standard input names as `{"dirs": […]}`. */
export async function requiredVersionsOf(checkout: Checkout): Promise<string> {
  const { dirs } = request.parse(JSON.parse(await checkout.input()));
  const parser = await HclParser.load(await checkout.treeSitter());
  const { root } = checkout;
  const found = dirs.map((dir) => {
    const files = readdirSync(path.join(root, dir)).filter(isTerraformFile).sort();
    const said = files.flatMap((file) => {
      const bytes = bytesOf(root, path.join(dir, file));
      const versions = bytes === null ? [] : requiredVersions(parser, file, bytes);
      return versions.map(({ text, line }) => ({ file, line, text }));
    });
    return [dir, said];
  });
  return JSON.stringify(Object.fromEntries(found));
}

/** Null for what is not there, or must not be read: one directory's trouble is not that of the others. */
function bytesOf(root: string, file: string): Uint8Array | null {
  try {
    return readFileIn(root, file);
  } catch (error) {
    if (error instanceof UnreadableFile) return null;
    throw error;
  }
}
