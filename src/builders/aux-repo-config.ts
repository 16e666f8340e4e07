import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { BuilderError } from './builder-error.ts';
import type { Checkout } from './checkout.ts';
import {
  anyOfDirectories,
  type DirectoryChange,
  readConfigJson,
  withDirectories,
} from './config-json.ts';

const file = '.terrateam/aux.yml';

const auxFile = z
  .strictObject({
    dirs: z
      .record(z.string(), z.strictObject({ deps: z.array(z.string()).nullish() }).nullable())
      .nullish(),
  })
  .nullable();

/**
 * terrateam-aux-repo-config: which directories wait for which is in `.terrateam/aux.yml`; prints the
 * configuration on standard input with that as `depends_on`.
 */
export async function auxRepoConfig({ root, input, note }: Checkout): Promise<string> {
  const config = readConfigJson(await input());
  const text = await readFile(join(root, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    note(`There is no ${file}: the configuration stays as it is.`);
    return '';
  });
  const changes = new Map<string, DirectoryChange>();
  for (const [dir, entry] of Object.entries(readAux(text)?.dirs ?? {})) {
    const depends_on = anyOfDirectories((entry?.deps ?? []).map(directory));
    if (depends_on !== undefined) changes.set(directory(dir), { when_modified: { depends_on } });
  }
  return JSON.stringify(withDirectories(config, changes));
}

function readAux(text: string): z.infer<typeof auxFile> {
  const parsed = auxFile.safeParse(yaml(text));
  if (parsed.success) return parsed.data;
  throw new BuilderError(`${file} is not as it should be:\n${z.prettifyError(parsed.error)}`);
}

function yaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    // The parser also throws on too many aliases.
    if (!(error instanceof YAMLParseError || error instanceof ReferenceError)) throw error;
    throw new BuilderError(`${file} is not YAML: ${error.message}`);
  }
}

/** A directory as configurations name it. */
function directory(path: string): string {
  return posix.normalize(path.replace(/^\/+/, '') || '.').replace(/(.)\/$/, '$1');
}
