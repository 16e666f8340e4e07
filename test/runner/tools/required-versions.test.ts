import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readBy } from '../../../src/runner/tools/required-versions.ts';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { onlyResult, stepsIn, textOf } from '../results.ts';
import { run } from '../runner-process.ts';
import { newSigner, programOf, ReleaseServer, type Signer } from './release-server.ts';

let stranger: Signer;
beforeAll(async () => {
  stranger = await newSigner('A stranger');
});

describe('a directory without a version of its own', () => {
  it('gets what is on PATH where its required_version allows that, and else a release', async () => {
    await using server = await new ControlPlane().start();
    await using releases = await new ReleaseServer(stranger).start();
    await releases.terraform('1.9.5', '1.9.8', '1.10.0');
    const requires = (version: string) => `terraform {\n  required_version = "${version}"\n}\n`;
    using repository = new Repository({
      '.gitignore': '.terraform/\n',
      'fits/main.tf': requires('>= 1.4, < 1.5'),
      'newer/main.tf': requires('~> 1.9.0'),
      'json/main.tf.json': '{"terraform": {"required_version": "= 1.10.0"}}',
      'said/main.tf': requires('~> 1.9.0'),
      'said/.terraform-version': 'v1.4.0',
      'silent/main.tf': '# required_version is not said\n',
      'wrong/main.tf': requires('newest'),
    });
    const bin = join(repository.folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'terraform'), programOf('terraform', '1.4.0'), { mode: 0o755 });
    const dirs = ['fits', 'newer', 'json', 'said', 'silent', 'wrong'];
    const echo = ['sh', '-c', 'echo "$TERRATEAM_TF_CMD"; printenv | grep DEFAULT_VERSION || true'];
    const config = { workflows: [{ plan: [{ type: 'run', cmd: echo }] }] };
    const work = manifest('plan', dirs, { config });
    for (const dir of work.changed_dirspaces) dir.workflow = 0;
    server.manifests.push(work);
    const { log } = await run(server, repository.checkout(), {
      PATH: `${bin}:${process.env.PATH}`,
      TFENV_REMOTE: releases.url,
      RUNNER_TOOL_CACHE: join(repository.folder, 'tools'),
    });
    const result = onlyResult(server);
    const said = (dir: string) => textOf(stepsIn(result, dir).at(-1));
    expect(said('fits')).toBe('terraform\nTFENV_TERRAFORM_DEFAULT_VERSION=1.4.0\n');
    expect(said('said')).toBe('terraform\nTFENV_TERRAFORM_DEFAULT_VERSION=1.4.0\n');
    expect(said('silent')).toBe('terraform\n');
    // These releases are not HashiCorp's: no program of theirs may run.
    expect(said('newer')).toMatch(/1\.9\.8_SHA256SUMS\.sig is not a signature of .* by HashiCorp/);
    expect(said('json')).toMatch(/1\.10\.0_SHA256SUMS\.sig is not a signature of .* by HashiCorp/);
    expect(said('wrong')).toMatch(/^wrong\/main\.tf:2: required_version is "newest"/);
    expect(log).toContain('Using terraform 1.4.0 of PATH (required_version in fits/main.tf:2).');
    expect(log).not.toContain('Downloaded');
  });
});

describe('the files that say it', () => {
  it('are those that the tool reads', () => {
    const files = ['main.tf', 'main.tofu', 'other.tf', 'x.tofu.json', 'x.tf.json'].map((file) => ({
      file,
    }));
    const names = (tool: string) => readBy(tool, files).map(({ file }) => file);
    expect(names('terraform')).toEqual(['main.tf', 'other.tf', 'x.tf.json']);
    expect(names('tofu')).toEqual(['main.tofu', 'other.tf', 'x.tofu.json']);
  });
});
