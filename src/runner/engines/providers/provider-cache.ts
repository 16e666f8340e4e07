import { randomUUID } from 'node:crypto';
import { cp, glob, mkdir, mkdtemp, readdir, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LockedProvider } from './dependency-lock.ts';
import { packageHash } from './package-hash.ts';

/** How a package lies in a cache, as a pattern of folders: host, namespace, type, version, platform. */
const packagePattern = '*/*/*/*/*';
const platform = /^[a-z0-9]+_[a-z0-9]+$/;

/**
 * A folder of unpacked providers that several inits, also of other jobs, may use at once. Terraform
 * cannot do that: it unpacks into its cache while others run what is in there. So each init gets an
 * overlay of its own, with links to what is complete; what it adds to that moves over when it is done.
 * A move is one rename, and what stands in the cache is never changed.
 */
export class ProviderCache {
  readonly #folder: string;
  readonly #hashes = new Map<string, Promise<string>>();

  /** `folder`: absolute; it need not be there. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Makes an overlay below `tmpdir`. With a lock file only packages that it accepts are linked: Terraform
   * unpacks over one that it does not accept, through the link.
   */
  async overlay(tmpdir: string, locked: readonly LockedProvider[] | undefined): Promise<string> {
    const overlay = await mkdtemp(join(tmpdir, 'providers-'));
    const packages = await (locked ? this.#accepted(locked) : packagesIn(this.#folder));
    await Promise.all(packages.map((path) => this.#link(overlay, path)));
    return overlay;
  }

  /**
   * Moves what an init has added to its overlay into the cache. What somebody else has put there
   * meanwhile stays, and so does the init's own, in the overlay. Throws when the cache cannot be
   * written; the overlay is good all the same.
   */
  async keep(overlay: string): Promise<void> {
    for (const path of await packagesIn(overlay, 'added')) {
      const target = join(this.#folder, path);
      await mkdir(dirname(target), { recursive: true });
      if (!(await this.#move(join(overlay, path), target))) continue;
      await symlink(target, join(overlay, path));
    }
  }

  async #accepted(locked: readonly LockedProvider[]): Promise<string[]> {
    const found = await Promise.all(
      locked.map(async ({ address, version, hashes }) => {
        const folder = join(address, version);
        const names = await namesIn(join(this.#folder, folder));
        const paths = names.filter((name) => platform.test(name)).map((name) => join(folder, name));
        const accepted = await Promise.all(
          paths.map(async (path) => hashes.includes(await this.#hash(path))),
        );
        return paths.filter((_, index) => accepted[index]);
      }),
    );
    return found.flat();
  }

  /** Once for a package: it does not change. */
  async #hash(path: string): Promise<string> {
    const known = this.#hashes.get(path) ?? packageHash(join(this.#folder, path));
    this.#hashes.set(path, known);
    return await known;
  }

  async #link(overlay: string, path: string): Promise<void> {
    const target = join(this.#folder, path);
    // Some other program may have left one behind half made, and Terraform fails on that.
    const names = await namesIn(target);
    if (!names.some((name) => name.startsWith('terraform-provider-'))) return;
    await mkdir(dirname(join(overlay, path)), { recursive: true });
    await symlink(target, join(overlay, path));
  }

  /** Gives whether it was moved; not where there is one already. */
  async #move(from: string, target: string): Promise<boolean> {
    try {
      await rename(from, target);
      return true;
    } catch (error) {
      if (isThere(error)) return false;
      if (codeOf(error) !== 'EXDEV') throw error;
    }
    // Terraform looks for packages five folders deep: it does not take this for one.
    const copy = join(this.#folder, `.terrane-${randomUUID()}`);
    try {
      await cp(from, copy, { recursive: true });
      await rename(copy, target);
    } catch (error) {
      await rm(copy, { recursive: true, force: true });
      if (isThere(error)) return false;
      throw error;
    }
    await rm(from, { recursive: true });
    return true;
  }
}

/** The paths of the packages in a folder: all, or those that are no links. */
async function packagesIn(folder: string, which: 'all' | 'added' = 'all'): Promise<string[]> {
  const paths: string[] = [];
  for await (const path of glob(packagePattern, { cwd: folder, withFileTypes: true })) {
    if (!platform.test(path.name) || (which === 'added' && path.isSymbolicLink())) continue;
    paths.push(join(path.parentPath, path.name).slice(folder.length + 1));
  }
  return paths;
}

async function namesIn(folder: string): Promise<string[]> {
  return await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  });
}

function isThere(error: unknown): boolean {
  return codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST';
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
