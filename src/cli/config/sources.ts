import { access } from 'node:fs/promises';
import path from 'node:path';
import { readFileIn } from '../../builders/checkout-file.ts';
import { CONFIG_FILES } from '../../config/config-files.ts';
import type { CentralFiles, ConfigFile, ConfigSources } from '../../config/load.ts';
import { type Checkout, fileAt, type Revision } from '../checkout.ts';
import { askGit } from '../git.ts';

/** Reads a file by its path in a tree; null when it is not there. */
type Read = (path: string) => Promise<ConfigFile | null>;

/** A configuration file where one was looked for, and one that is ignored beside it. */
type Found = { readonly file: ConfigFile | null; readonly ignored: string | null };

/** Where configurations come from, beside the working tree. */
export type SourceOptions = {
  /** Whose default branch guards the keys of `default_branch_overrides`; null: nobody's. */
  readonly base: Revision | null;
  /** A checkout of the organisation's `terrateam` repository. */
  readonly central: string | null;
};

/** The files that make up a checkout's configuration as it is now, and warnings about them. */
export async function sourcesOf(
  checkout: Checkout,
  { base, central }: SourceOptions,
): Promise<{ readonly sources: ConfigSources; readonly warnings: readonly string[] }> {
  const [feature, ofBase, centralFiles] = await Promise.all([
    firstOf(CONFIG_FILES, fromFolder(checkout.root)),
    base === null ? null : firstOf(CONFIG_FILES, fromRevision(checkout, base)),
    central === null ? null : readCentral(checkout, central),
  ]);
  return {
    sources: {
      feature: feature.file,
      ...(ofBase === null ? {} : { defaultBranch: ofBase.file }),
      ...(centralFiles === null ? {} : { central: centralFiles }),
    },
    warnings: [
      ...[feature, ofBase].flatMap((found) => (found === null ? [] : ignoredWarning(found))),
      ...(await untracked(checkout, feature.file)),
    ],
  };
}

/** The repository's configuration file at a commit; null where there is none. */
export async function configFileAt(
  checkout: Checkout,
  commit: Revision,
): Promise<ConfigFile | null> {
  return (await firstOf(CONFIG_FILES, fromRevision(checkout, commit))).file;
}

/** A path from the root as a user in this folder would write it. */
export function shownPath(absolute: string): string {
  return path.relative(process.cwd(), absolute);
}

function fromFolder(root: string): Read {
  return async (name) => {
    const bytes = readFileIn(root, name);
    const text = bytes?.toString('utf8');
    return text === undefined ? null : { name: shownPath(path.join(root, name)), text };
  };
}

function fromRevision(checkout: Checkout, revision: Revision): Read {
  return async (name) => {
    const text = await fileAt(checkout, revision, name);
    return text === null ? null : { name: `${revision.name}:${name}`, text };
  };
}

async function firstOf(names: readonly string[], read: Read): Promise<Found> {
  const files = (await Promise.all(names.map(read))).filter((file) => file !== null);
  return { file: files[0] ?? null, ignored: files[1]?.name ?? null };
}

function ignoredWarning({ file, ignored }: Found): readonly string[] {
  if (file === null || ignored === null) return [];
  return [`${ignored} is ignored, because there is ${file.name}.`];
}

/** Runs have what git has. */
async function untracked({ root }: Checkout, file: ConfigFile | null): Promise<readonly string[]> {
  if (file === null) return [];
  const ignored = await askGit(root, 'check-ignore', '--', path.resolve(file.name));
  return ignored === null ? [] : [`${file.name} is ignored by git: a run has no such file.`];
}

async function readCentral(checkout: Checkout, folder: string): Promise<CentralFiles> {
  await access(folder).catch(() => {
    throw new Error(`There is no folder ${folder} to read the organisation's files from.`);
  });
  const read = fromFolder(path.resolve(folder));
  const repository = await repositoryName(checkout);
  const file = async (name: string) => (await firstOf([`${name}.yml`, `${name}.yaml`], read)).file;
  const [globalDefaults, repoDefaults, globalOverrides, repoOverrides, forced] = await Promise.all([
    file('config/defaults'),
    file(`config/${repository}/defaults`),
    file('config/overrides'),
    file(`config/${repository}/overrides`),
    file(`config/${repository}/config`),
  ]);
  const found = { globalDefaults, repoDefaults, globalOverrides, repoOverrides, forced };
  if (Object.values(found).every((one) => one === null)) {
    console.error(
      `Nothing is merged in from ${folder}: it has none of config/defaults.yml, config/overrides.yml, ` +
        `and config/${repository}/defaults.yml, overrides.yml and config.yml.`,
    );
  }
  return found;
}

/** As the remote calls the repository; without one, as its folder is called. */
async function repositoryName({ root }: Checkout): Promise<string> {
  const url = await askGit(root, 'config', '--get', 'remote.origin.url');
  const last = url?.trim().split(/[/:]/).at(-1) ?? '';
  return last.replace(/\.git$/, '') || path.basename(root);
}
