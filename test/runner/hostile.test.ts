import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockedProviders, withHashes } from '../../src/runner/engines/providers/dependency-lock.ts';
import { providerNeeds } from '../../src/runner/engines/providers/provider-needs.ts';
import { Masker } from '../../src/runner/mask/mask.ts';
import { maskedText } from '../../src/runner/mask/masked-stream.ts';
import { ControlPlane, manifest } from './control-plane.ts';
import { Repository } from './repository.ts';
import { onlyResult, stepsIn, textOf } from './results.ts';
import { run } from './runner-process.ts';

/*
 * Inputs that are made to take the runner's time, memory or stack. Where one succeeds, a test does not
 * end in time.
 */

const many = 1_000_000;

describe('what programs print', () => {
  it('may nest deeper than the stack, or end in nothing but line ends', async () => {
    await using server = await new ControlPlane().start();
    const bin = mkdtempSync(join(tmpdir(), 'hostile-'));
    const brackets = (bracket: string) => `head -c 100000 /dev/zero | tr '\\0' '${bracket}'`;
    const deep = `${brackets('[')}; ${brackets(']')}`;
    writeFileSync(join(bin, 'opa'), `#!/bin/sh\n${deep}`);
    chmodSync(join(bin, 'opa'), 0o755);
    writeFileSync(join(bin, 'output'), `#!/bin/sh\nprintf '{"a":'; ${deep}; echo '}'`);
    chmodSync(join(bin, 'output'), 0o755);
    using repository = new Repository({ 'a/main.tf': '' });
    const lines = `head -c ${many} /dev/zero | tr '\\0' '\\n'; echo x`;
    const engine = {
      name: 'custom',
      unsafe_apply: ['true'],
      outputs: [join(bin, 'output')],
      diff_json: ['echo', '{"format_version":"1.2"}'],
    };
    const apply = [
      { type: 'env', name: 'LINES', cmd: ['sh', '-c', lines], ignore_errors: true },
      { type: 'opa', ignore_errors: true },
      { type: 'apply', ignore_errors: true },
    ];
    const work = manifest('unsafe-apply', ['a'], {
      config: { workflows: [{ apply, engine }] },
      result_version: 2,
    });
    work.changed_dirspaces[0].workflow = 0;
    server.manifests.push(work);
    await run(server, repository.checkout(), { PATH: `${bin}:${process.env.PATH}` });
    const [env, opa, applied] = stepsIn(onlyResult(server), 'a').slice(-3);
    expect(textOf(env)).toContain('too long for the environment');
    expect(opa).toMatchObject({ step: 'tf/opa', success: true });
    expect(opa?.payload).not.toHaveProperty('data');
    expect(applied).toMatchObject({
      success: false,
      payload: { error: 'The outputs nest more than 150 deep.' },
    });
  });

  it('may be nothing but beginnings of titles', () => {
    const text = '\u001b]8;;'.repeat(50_000);
    expect(maskedText(new Masker(), text)).not.toContain('\u001b');
  });
});

it('thousands of secrets that begin alike are known and found at once', () => {
  const masker = new Masker();
  const arn = (name: number) => `arn:aws:iam::123456789012:role/some-${name}`;
  for (let name = 1000; name < 9000; name += 1) masker.add(arn(name));
  const text = 'arn:aws:s3:::bucket '.repeat(50_000);
  expect(masker.mask(`${text}${arn(8999)} ${arn(500)}`)).toBe(`${text}*** ${arn(500)}`);
});

describe('the files of a directory', () => {
  const directory = (files: Record<string, string>) => {
    const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
  };

  it('may have empty lines alone, or lead into themselves by ever longer paths', async () => {
    const calls =
      '\nmodule "a" { source = "./a" }\nmodule "b" { source = "./b/c" }\nprovider "x" {}';
    const folder = directory({ 'main.tf': calls, 'empty.tf': '\n'.repeat(many) });
    symlinkSync('.', join(folder, 'a'));
    mkdirSync(join(folder, 'b'));
    symlinkSync('..', join(folder, 'b', 'c'));
    expect([...(await providerNeeds(folder)).names]).toEqual(['hashicorp/x']);
  });

  it('may be devices that never end', async () => {
    const folder = directory({});
    symlinkSync('/dev/zero', join(folder, 'main.tf'));
    symlinkSync('/dev/zero', join(folder, '.terraform.lock.hcl'));
    expect(await providerNeeds(folder)).toEqual({ names: new Set(), lock: undefined });
  });

  it.each(['provider "a/b/c" {\n', 'provider "a/b/c" {\n  hashes = [\n', '  hashes = [', '\n'])(
    'may have a lock file of %j alone',
    (part) => {
      const text = part.repeat(200_000);
      expect(lockedProviders(text)).toEqual([]);
      expect(withHashes(text, () => ['h1:x'])).toBe(text);
      const block = `provider "a/b/c" {\n  version = "1.0.0"\n${'  hashes = [\n'.repeat(200_000)}}\n`;
      expect(withHashes(block, () => ['h1:x'])).toBe(block);
    },
  );
});
