import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Interruption } from '../../process/interruption.ts';
import { StepFailed } from '../../steps/step-result.ts';
import { type LockedProvider, lockedProviders, withHashes } from './dependency-lock.ts';
import { ProviderCache } from './provider-cache.ts';
import { lockFile, type ProviderNeeds, providerNeeds } from './provider-needs.ts';
import { configuredPluginCache } from './shared-folder.ts';
import { Turns } from './turns.ts';

type Environment = Readonly<Record<string, string>>;

/** Where an init runs. */
type InitCall = {
  readonly place: {
    readonly cwd: string;
    readonly env: Environment;
    readonly show: (text: string) => void;
    readonly run: { readonly interruption: Interruption };
  };
  readonly env: Environment;
};

/** An init; `env` is what to add to its environment. */
type Init<Result> = (env: Environment) => Promise<Result>;

/** Has the inits of a run share what they download. */
export class ProviderDownloads {
  readonly #tmpdir: string;
  readonly #turns = new Turns();
  readonly #caches = new Map<string, ProviderCache>();
  readonly #learned = new Map<string, readonly string[]>();

  /** `tmpdir`: for overlays, and for a cache where the user has none; until the end of the run. */
  constructor(tmpdir: string) {
    this.#tmpdir = tmpdir;
  }

  /**
   * Runs an init. The first that needs a provider downloads it, and others that need it wait for that.
   * Without providers to download there is nothing to wait for. Throws `StepFailed` when it is
   * interrupted while it waits.
   */
  async initialise<Result extends { exitCode: number }>(
    call: InitCall,
    init: Init<Result>,
  ): Promise<Result> {
    const { cwd, run } = call.place;
    const needs = await providerNeeds(cwd);
    const env = { ...call.place.env, ...call.env };
    const configured = await configuredPluginCache(env);
    // Needs may be guessed wrong: a cache of the user's is never left to Terraform alone.
    if (isServed(env) || (needs.names.size === 0 && !configured)) return await init({});
    const cache = this.#cache(resolve(cwd, configured ?? join(this.#tmpdir, 'providers')));
    return await this.#turns.take(needs.names, run.interruption.begun, async () => {
      if (run.interruption.requested) throw new StepFailed(run.interruption.reason.text);
      return await this.#initialise(call, needs, cache, init);
    });
  }

  async #initialise<Result extends { exitCode: number }>(
    { place: { cwd, show } }: InitCall,
    { lock }: ProviderNeeds,
    cache: ProviderCache,
    init: Init<Result>,
  ): Promise<Result> {
    const locked = lock && (await this.#teach(cwd, lock.text));
    const overlay = await cache.overlay(this.#tmpdir, locked);
    const result = await init({
      TF_PLUGIN_CACHE_DIR: overlay,
      // Without a lock file Terraform downloads even what the cache has, to write the hashes of every
      // platform into a new lock file. Nobody commits that one: this lets it write one hash.
      ...(locked ? {} : { TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: 'true' }),
    });
    if (result.exitCode !== 0) return result;
    await cache.keep(overlay).catch((error: unknown) => {
      show(`The plugin cache could not be written, so providers are downloaded again: ${error}\n`);
    });
    if (lock) await this.#learn(cwd, lock.providers);
    return result;
  }

  #cache(folder: string): ProviderCache {
    const cache = this.#caches.get(folder) ?? new ProviderCache(folder);
    this.#caches.set(folder, cache);
    return cache;
  }

  /**
   * A lock file that was made on another platform has hashes of the zip alone for this one. Terraform
   * cannot compare those with a cache: it would download again in each directory. When it has done so
   * once, it has added the hash of what it unpacked; where the same stands locked, that is added here.
   */
  async #teach(directory: string, text: string): Promise<readonly LockedProvider[]> {
    const taught = withHashes(text, (provider) => this.#learned.get(identity(provider)));
    if (taught !== text) await writeFile(join(directory, lockFile), taught);
    return lockedProviders(taught);
  }

  /** Remembers which hashes Terraform has added to those of a provider. */
  async #learn(directory: string, before: readonly LockedProvider[]): Promise<void> {
    const after = lockedProviders(await readFile(join(directory, lockFile), 'utf8'));
    for (const provider of before) {
      const { address, version, hashes } = provider;
      const now = after.find((one) => one.address === address && one.version === version);
      if (now && now.hashes.length > hashes.length) {
        this.#learned.set(identity(provider), now.hashes);
      }
    }
  }
}

function identity({ address, version, hashes }: LockedProvider): string {
  return [address, version, ...[...hashes].sort()].join(' ');
}

/** Terragrunt has a cache of its own that stands parallel inits, where it is told to use it. */
function isServed(env: Environment): boolean {
  const told = env.TG_PROVIDER_CACHE ?? env.TERRAGRUNT_PROVIDER_CACHE;
  return told === '1' || told === 'true';
}
