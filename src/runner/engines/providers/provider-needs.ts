import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type LockedProvider, lockedProviders } from './dependency-lock.ts';

/** What an init in a directory will need, as far as its files tell without running anything. */
export type ProviderNeeds = {
  /** Names of what is to be downloaded: two inits that share one will likely download the same. */
  readonly names: ReadonlySet<string>;
  /** Undefined without a lock file. */
  readonly lock:
    | { readonly text: string; readonly providers: readonly LockedProvider[] }
    | undefined;
};

export const lockFile = '.terraform.lock.hcl';

/** Reads what the directory needs: from its lock file, else a guess from its configuration. */
export async function providerNeeds(directory: string): Promise<ProviderNeeds> {
  const text = await textOf(join(directory, lockFile));
  if (text !== undefined) {
    const providers = lockedProviders(text);
    const names = new Set(providers.map(({ address, version }) => `${address} ${version}`));
    return { names, lock: { text, providers } };
  }
  return { names: await guessedNames(directory), lock: undefined };
}

const configuration = /\.(tf|tofu)(\.json)?$|^terragrunt\.hcl$/;
/** In `required_providers`, in calls of modules and in Terragrunt; also the JSON form. */
const sources = /"?\bsource"?\s*[=:]\s*"([^"\n]+)"/g;
const resources = /^[\t ]*(?:resource|data|ephemeral)[\t ]+"([a-z0-9]+)[_"]/gm;
const configured = /^[\t ]*provider[\t ]+"([\w-]+)"/gm;

/** A guess may be wrong: it decides who waits for whom, not what is downloaded. */
async function guessedNames(directory: string): Promise<Set<string>> {
  const names = new Set<string>();
  const seen = new Set<string>();
  const look = async (path: string): Promise<void> => {
    // By its real path: by links to links one folder has more paths than anybody can look at.
    const folder = await realpath(path).catch(() => path);
    if (seen.has(folder)) return;
    seen.add(folder);
    for (const text of await configurationIn(folder)) {
      for (const source of firstGroups(text, sources)) {
        if (/^\.\.?\//.test(source)) await look(resolve(folder, source.replace('//', '/')));
        else names.add(source.toLowerCase());
      }
      for (const type of [...firstGroups(text, resources), ...firstGroups(text, configured)]) {
        names.add(`hashicorp/${type}`);
      }
    }
  };
  await look(resolve(directory));
  for (const builtin of ['hashicorp/terraform', 'terraform.io/builtin/terraform']) {
    names.delete(builtin);
  }
  return names;
}

async function configurationIn(folder: string): Promise<string[]> {
  // A module that is not there is Terraform's to report.
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => configuration.test(name));
  return await Promise.all(files.map(async (name) => (await textOf(join(folder, name))) ?? ''));
}

/** No file of a repository that people write is larger, in bytes. */
const largestFile = 16 << 20;

/** Undefined for what is no file: a link of a branch may lead to a device that never ends. */
async function textOf(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || found.size > largestFile) return undefined;
  return await readFile(path, 'utf8').catch(() => undefined);
}

function firstGroups(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, group]) => group ?? []);
}
