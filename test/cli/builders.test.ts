import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { terrane } from './program.ts';
import { WorkTree } from './work-tree.ts';

const root = 'module "net" {\n  source = "../net"\n}\n';

describe('terrane index', () => {
  const files = { 'app/main.tf': root, 'net/main.tf': '', 'docs/readme.md': '' };

  it('prints the index of every directory with Terraform configuration, from anywhere in it', async () => {
    await using tree = await WorkTree.with(files);
    const { code, out } = await terrane(['index'], { cwd: `${tree.folder}/docs` });
    expect(JSON.parse(out)).toEqual({
      version: 1,
      success: true,
      paths: {
        app: { modules: ['../net'], failures: {} },
        net: { modules: [], failures: {} },
      },
      symlinks: {},
    });
    expect(code).toBe(0);
  });

  it('or of those that are named, of files as they are now', async () => {
    await using tree = await WorkTree.with({ ...files, 'net/gone.tf': '' });
    await tree.write({ 'net/main.tf': 'module "x" {\n  source = "./x"\n}\n' });
    await rm(`${tree.folder}/net/gone.tf`);
    const { out } = await terrane(['index', 'net'], { cwd: tree.folder });
    expect(JSON.parse(out).paths).toEqual({ net: { modules: ['./x'], failures: {} } });
  });

  it('takes directories from where one is, or from the root', async () => {
    await using tree = await WorkTree.with({ 'live/app/main.tf': '', 'live/net/main.tf': '' });
    for (const [folder, dir] of [
      ['live', 'app'],
      ['live', '../live/app/'],
      ['live/app', '.'],
      ['live/net', 'live/app'],
    ] as const) {
      const { out } = await tree.terrane(['index', dir], folder);
      expect(Object.keys(JSON.parse(out).paths)).toEqual(['live/app']);
    }
  });

  it('does not take an unknown directory, or one that git does not track, for an empty one', async () => {
    await using tree = await WorkTree.with(files);
    await tree.write({ 'new/main.tf': '' });
    for (const dir of ['netwrok', 'new']) {
      const { code, out, err } = await tree.terrane(['index', 'net', dir]);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain(`git tracks no file in ${dir}.`);
    }
  });

  it('is what config evaluate reads', async () => {
    await using tree = await WorkTree.with(files);
    const { out } = await terrane(['index'], { cwd: tree.folder });
    await tree.write({
      'index.json': out,
      'files.txt': 'app/main.tf\nnet/main.tf\n',
      'changed.txt': 'net/main.tf\n',
      'config.yml': 'indexer:\n  enabled: true\n',
    });
    const lists = ['--files', 'files.txt', '--changed', 'changed.txt', '--index', 'index.json'];
    const args = ['config', 'evaluate', '--config', 'config.yml', ...lists, '--format', 'json'];
    const evaluated = await terrane(args, { cwd: tree.folder });
    expect(JSON.parse(evaluated.out)).toMatchObject({
      dirspaces: [{ dir: 'app', changed_by: ['net/main.tf'] }],
      layers: [[{ dir: 'app', workspace: 'default' }]],
    });
  });

  it('needs a checkout', async () => {
    const { code, err } = await terrane(['index'], { cwd: '/' });
    expect(err).toBe('/ is not in a git checkout. The indexer reads what git tracks.\n');
    expect(code).toBe(1);
  });
});

describe('the config builders', () => {
  it('print the configuration on standard input with what they found', async () => {
    await using tree = await WorkTree.with({
      '.terrateam/aux.yml': 'dirs:\n  app:\n    deps: [net]\n',
      'live/app/terragrunt.hcl': 'terraform {\n  source = "../../modules/app"\n}\n',
      'modules/app/main.tf': 'module "part" {\n  source = "../part"\n}\n',
    });
    const surroundings = { cwd: tree.folder, input: '{"parallel_runs": 7}' };
    const aux = await terrane(['terrateam-aux-repo-config'], surroundings);
    expect(JSON.parse(aux.out)).toEqual({
      parallel_runs: 7,
      dirs: { app: { when_modified: { depends_on: 'dir:net' } } },
    });
    const plain = await terrane(['terragrunt-config-builder'], surroundings);
    expect(plain.out).toContain('modules/app/**/*.tf');
    expect(plain.out).not.toContain('modules/part');
    expect(plain.err).toBe('1 Terragrunt units found.\n');
    const scanning = await terrane(['terragrunt-config-builder', '--scan-tf-files'], surroundings);
    expect(scanning.out).toContain('modules/part/**/*.tf');
  });

  it.each(['terrateam-aux-repo-config', 'terragrunt-config-builder'])(
    'show how to try %s',
    async (name) => {
      const { out } = await terrane([name, '--help']);
      expect(out).toContain(`$ echo '{}' | terrane ${name}\n`);
    },
  );

  it('say what is wrong with their input', async () => {
    const { code, out, err } = await terrane(['terrateam-aux-repo-config'], { input: '[]' });
    expect(err).toContain('Standard input is not a configuration');
    expect(out).toBe('');
    expect(code).toBe(1);
  });
});
