import { execFile } from 'node:child_process';
import { readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PROGRAM, terrane } from './program.ts';
import { WorkTree } from './work-tree.ts';

const WRONG = 'dirs:\n  app:\n    tag: [x]\nparallel_runs: many\n';
const RIGHT = 'dirs:\n  app:\n    tags: [x]\n';
const CONFIG = '.terrateam/config.yml';

/** What somebody sees who runs it on a terminal, whose lines end with CRLF. */
async function onTerminal(tree: WorkTree, ...args: readonly string[]): Promise<string> {
  const command = [process.execPath, PROGRAM, ...args].map((word) => `'${word}'`).join(' ');
  const ran = promisify(execFile)('script', ['-qec', command, '/dev/null'], { cwd: tree.folder });
  ran.child.stdin?.end();
  return (await ran).stdout;
}

const errorsOf = (out: string) =>
  z
    .array(
      z.strictObject({
        file: z.string(),
        line: z.int(),
        column: z.int(),
        path: z.string(),
        kind: z.enum(['yaml', 'schema', 'semantic']),
        message: z.string(),
        expected: z.string().nullable(),
        nearest: z.string().nullable(),
      }),
    )
    .parse(JSON.parse(out));

describe('files', () => {
  test('without errors are passed without a word', async () => {
    await using tree = await WorkTree.with({ 'a.yml': RIGHT });
    expect(await tree.terrane(['config', 'check', 'a.yml'])).toEqual({ code: 0, out: '', err: '' });
  });

  test('without errors are said to be so on a terminal', async () => {
    await using tree = await WorkTree.with({ 'a.yml': RIGHT, [CONFIG]: RIGHT, 'app/main.tf': '' });
    expect(await onTerminal(tree, 'config', 'check')).toBe(
      'no errors in .terrateam/config.yml: 1 dirspace\r\n',
    );
    expect(await onTerminal(tree, 'config', 'check', 'a.yml', CONFIG)).toBe(
      'no errors in a.yml\r\nno errors in .terrateam/config.yml\r\n',
    );
  });

  test('with errors have one line for each, with what was expected and what is near', async () => {
    await using tree = await WorkTree.with({ 'a.yml': WRONG, 'b.yml': RIGHT });
    const { code, out, err } = await tree.terrane(['config', 'check', 'a.yml', 'b.yml']);
    expect(code).toBe(1);
    expect(err).toBe('');
    const [first, second, ...rest] = out.split('\n');
    expect(first).toMatch(/^a\.yml:3:5: There is no key tag here\..* Did you mean tags\?$/);
    expect(second).toMatch(/^a\.yml:4:16: .*Expected: a .*number\.$/);
    expect(rest).toEqual(['']);
  });

  test('as JSON have exactly the documented keys', async () => {
    await using tree = await WorkTree.with({ 'a.yml': WRONG });
    const { code, out } = await tree.terrane(['config', 'check', '--format', 'json', 'a.yml']);
    expect(code).toBe(1);
    expect(errorsOf(out)[0]).toMatchObject({
      file: 'a.yml',
      line: 3,
      column: 5,
      path: 'dirs.app.tag',
      kind: 'schema',
      nearest: 'tags',
    });
    const right = await tree.terrane(['config', 'check', '--format', 'json'], '.');
    expect(JSON.parse(right.out)).toEqual([]);
  });

  test('as annotations are escaped, and named from the root wherever the job works', async () => {
    const name = 'odd, 100%.yml';
    await using tree = await WorkTree.with({ [`sub/${name}`]: WRONG });
    const checked = await tree.terrane(['config', 'check', '--format', 'github', name], 'sub');
    expect(checked.code).toBe(1);
    expect(checked.out.split('\n')[0]).toMatch(
      /^::error file=sub\/odd%2C 100%25\.yml,line=3,col=5::There is no key tag here\./,
    );
  });

  test('that cannot be read are named with the reason, and the others checked all the same', async () => {
    await using tree = await WorkTree.with({ 'a.yml': WRONG, 'sub/b': '' });
    const checked = await tree.terrane(['config', 'check', 'none.yml', 'sub', 'a.yml']);
    expect(checked.code).toBe(1);
    expect(checked.err).toContain('none.yml cannot be read: there is no such file.');
    expect(checked.err).toContain('sub cannot be read: it is a directory, not a file.');
    expect(checked.out).toContain('a.yml:3:5:');
  });

  test('that are not YAML, and queries that do not parse, have a line each, too', async () => {
    await using tree = await WorkTree.with({
      'yaml.yml': 'a: [1\n',
      'query.yml': 'workflows:\n  - tag_query: "a and ("\n',
    });
    const { out } = await tree.terrane(['config', 'check', 'yaml.yml', 'query.yml']);
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^yaml\.yml:\d+:\d+: /);
    expect(lines[1]).toMatch(/^query\.yml:2:\d+: .*\(/);
  });

  test('cannot send anything to the terminal but text', async () => {
    await using tree = await WorkTree.with({ 'a.yml': '"\\e[2Jx": 1\n' });
    const { out } = await tree.terrane(['config', 'check', 'a.yml']);
    expect(out).toContain('[2Jx');
    expect(out).not.toContain('\x1b');
  });
});

describe('the checkout', () => {
  test('is found from any of its folders', async () => {
    await using tree = await WorkTree.with({ [CONFIG]: WRONG, 'a/b/main.tf': '' });
    const { code, out } = await tree.terrane(['config', 'check'], 'a/b');
    expect(code).toBe(1);
    expect(out).toMatch(/^\.\.\/\.\.\/\.terrateam\/config\.yml:3:5: /);
  });

  test('without a configuration has every default, and says so', async () => {
    await using tree = await WorkTree.with({});
    const { code, out, err } = await tree.terrane(['config', 'check']);
    expect(code).toBe(0);
    expect(out).toBe('');
    expect(err).toContain('every default');
  });

  test('with two configurations has the first, and a warning', async () => {
    await using tree = await WorkTree.with({ [CONFIG]: RIGHT, '.terrateam/config.yaml': WRONG });
    const checked = await tree.terrane(['config', 'check']);
    expect(checked).toMatchObject({ code: 0, out: '' });
    expect(checked.err).toMatch(
      /^\.terrateam\/config\.y.*ml:1:1: warning: .*config\.yaml is ignored/,
    );
    const annotated = await tree.terrane(['config', 'check', '--format', 'github']);
    expect(annotated.err).toMatch(/^::warning file=\.terrateam\/config\.y/);
  });

  test('may keep its configuration in .stategraph', async () => {
    await using tree = await WorkTree.with({ '.stategraph/config.yml': WRONG });
    const { out } = await tree.terrane(['config', 'check']);
    expect(out).toMatch(/^\.stategraph\/config\.yml:3:5: /);
  });

  test('with a configuration that git ignores is warned of it', async () => {
    await using tree = await WorkTree.with({ '.gitignore': '.terrateam\n', [CONFIG]: '{}' });
    expect((await tree.terrane(['config', 'check'])).err).toBe(
      `${CONFIG}:1:1: warning: ${CONFIG} is ignored by git: a run has no such file.\n`,
    );
    await tree.git('add', '--force', CONFIG);
    expect((await tree.terrane(['config', 'check'])).err).toBe('');
  });

  test('has its files held against the configuration', async () => {
    const on = (dir: string) => `{when_modified: {depends_on: "dir:${dir}"}}`;
    const config = `dirs:\n  a: ${on('b')}\n  b: ${on('a')}\n`;
    await using tree = await WorkTree.with({ [CONFIG]: config, 'a/x.tf': '', 'b/x.tf': '' });
    const { code, out } = await tree.terrane(['config', 'check']);
    expect(code).toBe(1);
    expect(out).toMatch(/^\.terrateam\/config\.yml:[23]:\d+: .*circle.*a.*b.*\n$/);
    expect((await tree.terrane(['config', 'check', CONFIG])).code).toBe(0);
  });

  test('is warned of queries that match nothing in it, and of what is not carried out', async () => {
    const config =
      'apply_requirements:\n  checks:\n    - tag_query: dir:netwrok\n    - approved: {require_completed_reviews: true}\n      tag_query: ""\n';
    await using tree = await WorkTree.with({ [CONFIG]: config, 'network/x.tf': '' });
    const { code, out, err } = await tree.terrane(['config', 'check']);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    const [advice, unavailable, ...rest] = err.split('\n');
    expect(advice).toMatch(/^\.terrateam\/config\.yml:3:18: warning: .*network/);
    expect(unavailable).toMatch(
      /^\.terrateam\/config\.yml:4:\d+: warning: .*completed reviews.*is refused until then\.$/,
    );
    expect(rest).toEqual(['']);
  });

  test('is needed where no file is named', async () => {
    const { code, err } = await terrane(['config', 'check'], {
      cwd: path.parse(process.cwd()).root,
    });
    expect(code).toBe(1);
    expect(err).toContain('is not in a git checkout');
    expect(err).toContain('terrane config check FILE');
  });
});

test('an unknown format is answered with those there are', async () => {
  const { code, err } = await terrane(['config', 'check', '--format', 'xml']);
  expect(code).toBe(1);
  expect(err).toContain('text, json, github');
});

describe('what a stranger puts in the place of the configuration', () => {
  test.each(['/etc/passwd', '/proc/self/environ', '/dev/zero', '../.git/config', 'config.yml'])(
    'is not read as a link to %s',
    async (target) => {
      await using tree = await WorkTree.with({ '.terrateam/README.md': '' });
      await symlink(target, path.join(tree.folder, CONFIG));
      const { code, out, err } = await tree.terrane(['config', 'check']);
      expect(code).toBe(1);
      expect(out).toBe('');
      expect(err).toMatch(/config\.yml cannot be read: it is a link that leads/);
    },
  );

  test('is read as a link within the repository', async () => {
    await using tree = await WorkTree.with({ 'shared/terrateam.yml': WRONG, '.terrateam/a': '' });
    await symlink('../shared/terrateam.yml', path.join(tree.folder, CONFIG));
    expect((await tree.terrane(['config', 'check'])).out).toContain('There is no key tag here.');
  });

  test('is not waited for', async () => {
    await using tree = await WorkTree.with({ '.terrateam/README.md': '' });
    await promisify(execFile)('mkfifo', [path.join(tree.folder, CONFIG)]);
    const { code, err } = await tree.terrane(['config', 'check']);
    expect(code).toBe(1);
    expect(err).toContain('config.yml cannot be read: it is not a file.');
  });

  test('runs nothing as the settings of a repository that lies in a folder', async () => {
    await using tree = await WorkTree.with({ 'a.yml': RIGHT });
    const inner = path.join(tree.folder, 'inner');
    await tree.git('init', '--quiet', '--bare', 'inner');
    const settings = `[core]\n  repositoryformatversion = 0\n  bare = false\n  worktree = ${inner}\n`;
    await writeFile(path.join(inner, 'config'), settings);
    await tree.git('-C', 'inner', 'add', 'HEAD');
    const hook = `  fsmonitor = "touch ${inner}/ran; false"\n`;
    await writeFile(path.join(inner, 'config'), settings + hook);
    await tree.terrane(['config', 'check'], 'inner');
    expect(await readdir(inner)).not.toContain('ran');
  });
});
