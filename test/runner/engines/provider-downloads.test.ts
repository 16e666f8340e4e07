import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ControlPlane, manifest } from '../control-plane.ts';
import { type Files, Repository } from '../repository.ts';
import { onlyResult, stepsIn, textOf } from '../results.ts';
import { type Finished, run } from '../runner-process.ts';
import { goPlatform, ProviderMirror } from './provider-mirror.ts';

/** Runs init alone in each directory. */
async function initialise(
  server: ControlPlane,
  checkout: string,
  dirs: string[],
  env: Record<string, string>,
): Promise<Finished> {
  const config = { parallel_runs: dirs.length, workflows: [{ plan: [{ type: 'init' }] }] };
  const work = manifest('plan', dirs, { config });
  for (const dir of work.changed_dirspaces) dir.workflow = 0;
  server.manifests.push(work);
  return await run(server, checkout, env);
}

function modules(count: number, files: (name: string) => Files): { dirs: string[]; files: Files } {
  const dirs = Array.from({ length: count }, (_, index) => `m${index}`);
  return { dirs, files: Object.assign({}, ...dirs.map(files)) };
}

const uses = (...types: string[]) => `
  terraform {
    required_providers {
      ${types.map((type) => `${type} = { source = "acme/${type}" }`).join('\n')}
    }
  }`;

/** The paths of the files in a plugin cache. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('root modules that are initialised in one run', () => {
  it('share one download of a provider that all need, also through a module of theirs', async () => {
    await using mirror = await new ProviderMirror().start();
    await using server = await new ControlPlane().start();
    const { dirs, files } = modules(8, (name) => ({
      [`${name}/main.tf`]:
        name === 'm0' ? uses('one') : 'module "shared" { source = "../modules/shared" }',
    }));
    using repository = new Repository({ ...files, 'modules/shared/main.tf': uses('one') });
    const checkout = repository.checkout();
    const { exitCode, log } = await initialise(server, checkout, dirs, mirror.env);
    expect(exitCode, log).toBe(0);
    expect(mirror.downloads).toEqual(['one']);
  });

  it('download what differs beside each other, and what they share once', async () => {
    await using mirror = await new ProviderMirror().start();
    await using server = await new ControlPlane().start();
    const { dirs, files } = modules(4, (name) => ({
      [`${name}/main.tf`]: uses(name, 'two'),
    }));
    using repository = new Repository(files);
    const { exitCode, log } = await initialise(server, repository.checkout(), dirs, mirror.env);
    expect(exitCode, log).toBe(0);
    expect(mirror.downloads.toSorted()).toEqual([...dirs, 'two']);
  });

  it('share it with lock files of another platform, which get the hash that terraform adds', async () => {
    await using mirror = await new ProviderMirror().start();
    await using server = await new ControlPlane().start();
    const foreign = 'h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
    const lock = `provider "registry.terraform.io/acme/one" {
  version = "1.0.0"
  hashes = [
    "${foreign}",
    "${mirror.zipHash('one')}",
  ]
}
`;
    const { dirs, files } = modules(4, (name) => ({
      [`${name}/main.tf`]: uses('one'),
      [`${name}/.terraform.lock.hcl`]: lock,
    }));
    using repository = new Repository({ ...files, '.gitignore': '.terraform/\n' });
    const checkout = repository.checkout();
    const { exitCode, log } = await initialise(server, checkout, dirs, mirror.env);
    expect(exitCode, log).toBe(0);
    expect(mirror.downloads).toEqual(['one']);
    const locks = dirs.map((dir) =>
      readFileSync(join(checkout, dir, '.terraform.lock.hcl'), 'utf8'),
    );
    const hashes = locks.map((text) => text.match(/"(h1|zh):[^"]+"/g)?.length);
    expect(hashes).toEqual([3, 3, 3, 3]);
  });

  it('are not spared the checks of their lock files', async () => {
    await using mirror = await new ProviderMirror().start();
    await using server = await new ControlPlane().start();
    const lock = (hash: string) =>
      `provider "registry.terraform.io/acme/one" {\n  version = "1.0.0"\n  hashes = [\n    "${hash}",\n  ]\n}\n`;
    using repository = new Repository({
      '.gitignore': '.terraform/\n',
      'good/main.tf': uses('one'),
      'good/.terraform.lock.hcl': lock(mirror.zipHash('one')),
      'bad/main.tf': uses('one'),
      'bad/.terraform.lock.hcl': lock(mirror.zipHash('two')),
    });
    await initialise(server, repository.checkout(), ['good', 'bad'], mirror.env);
    const result = onlyResult(server);
    expect(stepsIn(result, 'good').at(-1)?.success).toBe(true);
    expect(textOf(stepsIn(result, 'bad').at(-1))).toContain("doesn't match any of the checksums");
  });
});

describe('a plugin cache of the user', () => {
  it('may be filled by two jobs at once, and serves a third', async () => {
    await using mirror = await new ProviderMirror().start();
    const { dirs, files } = modules(3, (name) => ({ [`${name}/main.tf`]: uses('one') }));
    using repository = new Repository(files);
    const cache = mkdtempSync(join(repository.folder, 'cache-'));
    const env = { ...mirror.env, TF_PLUGIN_CACHE_DIR: cache };
    const job = async () => {
      await using server = await new ControlPlane().start();
      const checkout = repository.checkout();
      const { exitCode, log } = await initialise(server, checkout, dirs, env);
      expect(exitCode, log).toBe(0);
    };
    await Promise.all([job(), job()]);
    expect(mirror.downloads.length).toBeLessThanOrEqual(2);
    const folder = join(cache, 'registry.terraform.io/acme/one/1.0.0', goPlatform);
    expect(lstatSync(folder).isDirectory()).toBe(true);
    expect(filesIn(cache)).toEqual([join(folder, 'terraform-provider-one_v1.0.0')]);
    mirror.downloads.length = 0;
    await job();
    expect(mirror.downloads).toEqual([]);
  });

  it('may hold what was left behind half made', async () => {
    await using mirror = await new ProviderMirror().start();
    await using server = await new ControlPlane().start();
    using repository = new Repository({
      'a/main.tf': uses('one'),
      'cache/registry.terraform.io/acme/one/1.0.0/.keep': '',
      [`cache/registry.terraform.io/acme/one/1.0.0/${goPlatform}/README`]: 'half',
    });
    const checkout = repository.checkout();
    const env = { ...mirror.env, TF_PLUGIN_CACHE_DIR: join(checkout, 'cache') };
    const { exitCode, log } = await initialise(server, checkout, ['a'], env);
    expect(exitCode, log).toBe(0);
  });
});

it('a directory of builtin resources has no cache made', async () => {
  await using server = await new ControlPlane().start();
  using repository = new Repository({ 'a/main.tf': 'resource "terraform_data" "one" {}' });
  const cache = join(repository.folder, 'never-made');
  const env = { TF_PLUGIN_CACHE_DIR: cache };
  const { log } = await initialise(server, repository.checkout(), ['a'], env);
  expect(existsSync(cache)).toBe(false);
  expect(log).toContain('never-made');
});
