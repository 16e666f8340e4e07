import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  lockedProviders,
  withHashes,
} from '../../../src/runner/engines/providers/dependency-lock.ts';
import { ProviderCache } from '../../../src/runner/engines/providers/provider-cache.ts';
import { Turns } from '../../../src/runner/engines/providers/turns.ts';

const path = 'registry.terraform.io/acme/one/1.0.0/linux_amd64';
const program = 'terraform-provider-one_v1.0.0';
// Go's dirhash of a folder with that file alone, whose text is `one`.
const hash = 'h1:wgDeqdiW1dWvuuizKSKXiODP7+YEa71obCMN9GbR1r8=';

/** Does what an init does that downloads. */
function install(overlay: string, text = 'one'): void {
  mkdirSync(join(overlay, path), { recursive: true });
  writeFileSync(join(overlay, path, program), text);
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'provider-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a cache of providers', () => {
  it('links what it has for an init without a lock file, and for one that locks the same', async () => {
    const cache = new ProviderCache(join(folder, 'cache'));
    const first = await cache.overlay(folder, undefined);
    install(first);
    await cache.keep(first);
    const locked = (hashes: string[]) => [
      { address: 'registry.terraform.io/acme/one', version: '1.0.0', hashes },
    ];
    const has = async (lock: Parameters<typeof cache.overlay>[1]) =>
      existsSync(join(await cache.overlay(folder, lock), path, program));
    expect(await has(undefined)).toBe(true);
    expect(await has(locked(['h1:else', hash]))).toBe(true);
    expect(await has(locked(['h1:else']))).toBe(false);
    expect(await has([])).toBe(false);
  });

  it('keeps the first of two that were downloaded at once, and each init its own', async () => {
    const cache = new ProviderCache(join(folder, 'cache'));
    const overlays = await Promise.all([1, 2].map(() => cache.overlay(folder, undefined)));
    for (const overlay of overlays) install(overlay);
    await Promise.all(overlays.map((overlay) => cache.keep(overlay)));
    for (const overlay of overlays) expect(readdirSync(join(overlay, path))).toEqual([program]);
    expect(readdirSync(join(folder, 'cache', path))).toEqual([program]);
  });

  const other = '/dev/shm';
  const isOther = existsSync(other) && statSync(other).dev !== statSync(tmpdir()).dev;
  it.runIf(isOther)('may be on another file system', async () => {
    const far = mkdtempSync(join(other, 'provider-cache-'));
    const cache = new ProviderCache(far);
    const overlay = await cache.overlay(folder, undefined);
    install(overlay);
    await cache.keep(overlay);
    expect(readdirSync(far)).toEqual(['registry.terraform.io']);
    expect(readdirSync(join(far, path))).toEqual([program]);
    expect(readdirSync(join(overlay, path))).toEqual([program]);
    rmSync(far, { recursive: true });
  });
});

describe('a lock file', () => {
  const text = `# This file is maintained automatically.

provider "registry.terraform.io/acme/one" {
  version     = "1.0.0"
  constraints = "~> 1.0"
  hashes = [
    "h1:a=",
    "zh:b",
  ]
}

provider "../../etc/passwd" {
  version = "1.0.0"
  hashes = [
    "zh:b",
  ]
}
`;
  it('names providers, with no path among them that leads elsewhere', () => {
    expect(lockedProviders(text)).toEqual([
      { address: 'registry.terraform.io/acme/one', version: '1.0.0', hashes: ['h1:a=', 'zh:b'] },
    ]);
  });

  it('gets other hashes, and nothing else changes', () => {
    const changed = withHashes(text, ({ hashes }) => [...hashes, 'zh:c$1']);
    expect(changed).toBe(text.replace('"zh:b",', () => '"zh:b",\n    "zh:c$1",'));
    expect(withHashes(text, () => undefined)).toBe(text);
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.string(), (anything) => {
        expect(withHashes(anything, () => undefined)).toBe(anything);
        for (const { address } of lockedProviders(anything)) expect(address).not.toContain('..');
      }),
    );
  });
});

it('work waits for the first that needs the same, and for nothing else', async () => {
  const turns = new Turns();
  const started: string[] = [];
  const never = new AbortController().signal;
  const ends = new Map<string, () => void>();
  const work = (name: string, ...needs: string[]) =>
    turns.take(new Set(needs), never, () => {
      started.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const all = [
    work('first', 'aws'),
    work('second', 'aws', 'random'),
    work('third', 'random'),
    work('fourth', 'aws'),
    work('free'),
  ];
  await Promise.resolve();
  expect(started).toEqual(['first', 'third', 'free']);
  ends.get('third')?.();
  await all[2];
  expect(started).toHaveLength(3);
  ends.get('first')?.();
  await all[0];
  await new Promise(setImmediate);
  expect(started.slice(3).toSorted()).toEqual(['fourth', 'second']);
  for (const end of ends.values()) end();
  await Promise.all(all);

  const impatient = new AbortController();
  const blocking = work('blocking', 'google');
  const ended = turns.take(new Set(['google']), impatient.signal, async () => 'anyway');
  impatient.abort();
  expect(await ended).toBe('anyway');
  ends.get('blocking')?.();
  await blocking;
});
