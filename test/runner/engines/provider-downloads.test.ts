import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { providerNeeds } from '../../../src/runner/engines/providers/provider-needs.ts';
import { ControlPlane, manifest } from '../control-plane.ts';
import { type Files, Repository } from '../repository.ts';
import { onlyResult, stepsIn, textOf } from '../results.ts';
import { type Finished, run } from '../runner-process.ts';
import { goPlatform, ProviderMirror } from './provider-mirror.ts';

/** Runs init alone in each directory, all at once. */
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

/** `count` root modules, with the files that `of` gives for the name of each. */
function modules(name: string, count: number, of: (dir: string) => Files) {
  const dirs = Array.from({ length: count }, (_, index) => `${name}${index}`);
  return { dirs, files: Object.assign({}, ...dirs.map(of)) as Files };
}

const uses = (...types: string[]) => `
  terraform {
    required_providers {
      ${types.map((type) => `${type} = { source = "acme/${type}" }`).join('\n')}
    }
  }`;

const lock = (type: string, ...hashes: string[]) => `
provider "registry.terraform.io/acme/${type}" {
  version = "1.0.0"
  hashes = [
${hashes.map((hash) => `    "${hash}",\n`).join('')}  ]
}
`;

describe('root modules that are initialised in one run', () => {
  it('share the downloads that they have in common, as far as their lock files let them', async () => {
    await using mirror = await new ProviderMirror().start();
    await using server = await new ControlPlane().start();
    const alike = modules('alike', 8, (dir) => ({
      [`${dir}/main.tf`]:
        dir === 'alike0' ? uses('one') : 'module "shared" { source = "../modules/shared" }',
    }));
    const mixed = modules('mixed', 3, (dir) => ({ [`${dir}/main.tf`]: uses(dir, 'two') }));
    const foreign = 'h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
    const locked = modules('locked', 4, (dir) => ({
      [`${dir}/main.tf`]: uses('three'),
      [`${dir}/.terraform.lock.hcl`]: lock('three', foreign, mirror.zipHash('three')),
    }));
    using repository = new Repository({
      ...alike.files,
      ...mixed.files,
      ...locked.files,
      '.gitignore': '.terraform/\n',
      'modules/shared/main.tf': uses('one'),
      'broken/main.tf': uses('three'),
      'broken/.terraform.lock.hcl': lock('three', mirror.zipHash('one')),
    });
    const checkout = repository.checkout();
    const dirs = [...alike.dirs, ...mixed.dirs, ...locked.dirs];
    const { log } = await initialise(server, checkout, [...dirs, 'broken'], mirror.env);

    const result = onlyResult(server);
    const failed = dirs.filter((dir) => !stepsIn(result, dir).at(-1)?.success);
    expect(failed, log).toEqual([]);
    expect(textOf(stepsIn(result, 'broken').at(-1))).toContain(
      "doesn't match any of the checksums",
    );
    const downloads = (type: string) => mirror.downloads.filter((one) => one === type).length;
    expect(['one', 'two', ...mixed.dirs].map(downloads)).toEqual([1, 1, 1, 1, 1]);
    // The broken one tries three times.
    expect(downloads('three')).toBe(1 + 3);
    for (const dir of locked.dirs) {
      const text = readFileSync(join(checkout, dir, '.terraform.lock.hcl'), 'utf8');
      expect(text.match(/"(h1|zh):[^"]+"/g)).toHaveLength(3);
    }
  });

  it('have what is builtin without any download', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'builtin-'));
    const text = `
      terraform { required_providers { terraform = { source = "terraform.io/builtin/terraform" } } }
      resource "terraform_data" "one" {}
      data "terraform_remote_state" "two" {}`;
    writeFileSync(join(folder, 'main.tf'), text);
    expect([...(await providerNeeds(folder)).names]).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});

describe('a plugin cache of the user', () => {
  it('may be filled by two jobs at once, and serves a third', async () => {
    await using mirror = await new ProviderMirror().start();
    const { dirs, files } = modules('m', 3, (dir) => ({ [`${dir}/main.tf`]: uses('one') }));
    using repository = new Repository(files);
    const cache = mkdtempSync(join(repository.folder, 'cache-'));
    const env = { ...mirror.env, TF_PLUGIN_CACHE_DIR: cache };
    const job = async () => {
      await using server = await new ControlPlane().start();
      const { exitCode, log } = await initialise(server, repository.checkout(), dirs, env);
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
      [`cache/registry.terraform.io/acme/one/1.0.0/${goPlatform}/README`]: 'half',
    });
    const checkout = repository.checkout();
    const env = { ...mirror.env, TF_PLUGIN_CACHE_DIR: join(checkout, 'cache') };
    const { exitCode, log } = await initialise(server, checkout, ['a'], env);
    expect(exitCode, log).toBe(0);
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
