import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saidInFiles } from '../../../src/runner/tools/version-files.ts';

const terraform = { name: '.terraform-version', plugin: 'terraform' };

let machine: string;
let root: string;
beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), 'version-files-'));
  root = join(machine, 'checkout');
  mkdirSync(join(root, 'live/prod'), { recursive: true });
});
afterEach(() => rmSync(machine, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
const said = (files = terraform) => saidInFiles(root, join(root, 'live/prod'), files);

describe('the version is said', () => {
  it('by the nearest version file, up to the root of the repository and no further', async () => {
    writeFileSync(join(machine, '.terraform-version'), '1.0.0');
    expect(await said()).toBeUndefined();
    write({ '.terraform-version': '1.1.0' });
    expect(await said()).toEqual({ text: '1.1.0', where: '.terraform-version:1' });
    write({ 'live/.tool-versions': 'terraform 1.2.0\n' });
    expect(await said()).toEqual({ text: '1.2.0', where: 'live/.tool-versions:1' });
    write({ 'live/prod/.terraform-version': '1.3.0' });
    expect(await said()).toEqual({ text: '1.3.0', where: 'live/prod/.terraform-version:1' });
  });

  it('by the file of the tool before the one of asdf beside it', async () => {
    write({
      'live/prod/.tool-versions':
        'terraform 1.2.0\nopentofu 1.8.0 1.7.0\nterragrunt 0.75.3 # new\n',
      'live/prod/.terraform-version': '1.3.0',
    });
    expect(await said()).toMatchObject({ text: '1.3.0' });
    expect(await said({ name: '.opentofu-version', plugin: 'opentofu' })).toEqual({
      text: '1.8.0',
      where: 'live/prod/.tool-versions:2',
    });
    expect(await said({ name: '.terragrunt-version', plugin: 'terragrunt' })).toMatchObject({
      text: '0.75.3',
    });
  });

  it('in the first line that is neither empty nor a comment, however lines end', async () => {
    write({
      'live/prod/.terraform-version':
        '\ufeff# pinned\r\n\r\n  ~> 1.9.0  # for a while\r\n1.0.0\r\n',
    });
    expect(await said()).toEqual({ text: '~> 1.9.0', where: 'live/prod/.terraform-version:3' });
  });

  it('by no file that says nothing', async () => {
    write({
      'live/prod/.terraform-version': '# none\n',
      'live/prod/.tool-versions': 'nodejs 24\n',
    });
    write({ '.terraform-version': '1.1.0' });
    expect(await said()).toMatchObject({ text: '1.1.0' });
  });
});

describe('a version file is a stranger’s:', () => {
  it('it is not read where it is a link out of the repository, or into its .git', async () => {
    writeFileSync(join(machine, 'secret'), 'token-of-the-machine');
    const file = join(root, 'live/prod/.terraform-version');
    symlinkSync(join(machine, 'secret'), file);
    await expect(said()).rejects.toThrow(
      /^The version file live\/prod\/\.terraform-version is a link out of the repository\.$/,
    );
    rmSync(file);
    write({ '.git/config': 'token' });
    symlinkSync('../../.git/config', file);
    await expect(said()).rejects.toThrow(/link out of/);
    rmSync(file);
    symlinkSync('../common-version', file);
    write({ 'live/common-version': '1.4.0' });
    expect(await said()).toMatchObject({ text: '1.4.0' });
  });

  it('it is not read where it is no file, or a large one', async () => {
    write({ 'live/prod/.terraform-version/1.9': '' });
    await expect(said()).rejects.toThrow(/is not a file/);
    rmSync(join(root, 'live/prod/.terraform-version'), { recursive: true });
    write({ 'live/prod/.terraform-version': '1'.repeat(100_000) });
    await expect(said()).rejects.toThrow(/has 100000 bytes/);
  });
});
