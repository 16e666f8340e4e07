import type { CentralFiles, ConfigFile } from '../../config/load.ts';
import { type Forge, ForgeError, type RepositoryRef } from '../../forge/forge.ts';

/** The repository that holds an organisation's configuration. */
const NAME = 'terrateam';

/** What an organisation says for all of its repositories, or for this one. */
export type Central = {
  readonly files: CentralFiles;
  /** Those that are there, and are not read because another of the same name is. */
  readonly ignored: readonly string[];
  /** The branch that they are read from; null where there is no such repository. */
  readonly branch: string | null;
};

export const NO_CENTRAL: Central = {
  files: {
    globalDefaults: null,
    repoDefaults: null,
    globalOverrides: null,
    repoOverrides: null,
    forced: null,
  },
  ignored: [],
  branch: null,
};

/**
 * Reads the organisation's files for a repository. Most have none: that takes one call. The
 * repository that holds them has its own configuration only.
 */
export async function centralFiles(forge: Forge, ref: RepositoryRef): Promise<Central> {
  if (ref.name.toLowerCase() === NAME) return NO_CENTRAL;
  const central = { ...ref, name: NAME };
  const repository = await unlessMissing(() => forge.repository(central));
  // One that was renamed still answers to its old name.
  if (repository?.name.toLowerCase() !== NAME) return NO_CENTRAL;
  const tip = await unlessMissing(() => forge.branchTip(central, repository.defaultBranch));
  if (tip === null) return NO_CENTRAL;
  const there = new Set((await forge.tree(central, tip)).map(({ path }) => path));
  const ignored: string[] = [];
  const read = async (path: string): Promise<ConfigFile | null> => {
    const [used, other] = [`${path}.yml`, `${path}.yaml`].filter((name) => there.has(name));
    if (used === undefined) return null;
    if (other !== undefined)
      ignored.push(`${named(other)} is not read: there is ${named(used)} as well.`);
    const text = await forge.file(central, tip, used);
    return text === null ? null : { name: named(used), text };
  };
  const [globalDefaults, repoDefaults, globalOverrides, repoOverrides, forced] = await Promise.all([
    read('config/defaults'),
    read(`config/${ref.name}/defaults`),
    read('config/overrides'),
    read(`config/${ref.name}/overrides`),
    read(`config/${ref.name}/config`),
  ]);
  const files = { globalDefaults, repoDefaults, globalOverrides, repoOverrides, forced };
  return { files, ignored: ignored.sort(), branch: repository.defaultBranch };
}

function named(path: string): string {
  return `${NAME}:${path}`;
}

/** A repository that the App is not installed on does not exist for it, and one may be empty: 409. */
async function unlessMissing<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ForgeError && (error.status === 404 || error.status === 409)) return null;
    throw error;
  }
}
