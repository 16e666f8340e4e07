import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { PROGRAM } from './program.ts';
import { WorkTree } from './work-tree.ts';

const CONFIG = `
dirs:
  app:
    workspaces:
      staging:
      production:
        tags: [careful]
workflows:
  - tag_query: careful
    environment: live
    lock_policy: merge
apply_requirements:
  checks:
    - tag_query: careful
      approved:
        enabled: true
        any_of: ["team:platform", "user:dana"]
        any_of_count: 2
    - tag_query: ""
`;

const FILES = {
  '.terrateam/config.yml': CONFIG,
  '.github/CODEOWNERS': '* @acme/all\n/app/ @acme/app\n',
  'app/main.tf': '',
  'network/main.tf': '',
};

/** Without line breaks within sentences. */
const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

describe('a change', () => {
  test('is shown with its dirspaces, and how each is run, locked and applied', async () => {
    await using tree = await WorkTree.with(FILES);
    await tree.git('switch', '--quiet', '--create', 'wider');
    await tree.commit({ 'app/main.tf': '# 1' });
    const { code, out, err } = await tree.terrane(['preview']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('wider into main');
    expect(out).toContain('1 file is changed.');
    expect(out).toContain('2 dirspaces in 1 layer.');
    expect(out).toMatch(/app \(production\)\n +because +app\/main\.tf\n +workflow +workflows\[0\]/);
    expect(out).toMatch(/environment +live/);
    expect(out).toMatch(/lock +merge: from the merge/);
    expect(out).toMatch(/app \(staging\)\n +because +app\/main\.tf\n +workflow +the built-in one/);
    expect(out).toMatch(/lock +strict: from the first apply/);
    for (const word of ['network', 'planned by', 'applied by', '! '])
      expect(out).not.toContain(word);
    expect(out).not.toContain('\x1b');
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('is shown with the approvals that each part needs, and who could give them', async () => {
    await using tree = await WorkTree.with(FILES);
    await tree.git('switch', '--quiet', '--create', 'wider');
    await tree.commit({ 'app/main.tf': '# 1', 'network/main.tf': '# 1' });
    const { out } = await tree.terrane(['preview']);
    expect(out).toMatch(/app \(production\)\n +- 2 approvals by team:platform, user:dana\n/);
    expect(out).toMatch(/app \(staging\), network \(default\)\n +- no approval\n/);
    expect(out).toContain('(main:.github/CODEOWNERS)');
    expect(out).toMatch(/@acme\/app\n +app\/main\.tf\n/);
    expect(out).toMatch(/@acme\/all\n +network\/main\.tf\n/);
  });

  test('includes what is not committed, staged or not, new or deleted', async () => {
    await using tree = await WorkTree.with({ ...FILES, 'old/main.tf': '', 'gone/main.tf': '' });
    await tree.git('switch', '--quiet', '--create', 'wider');
    await tree.commit({ 'network/main.tf': '# 1' });
    await tree.write({ 'new/main.tf': '', 'app/main.tf': '# 1' });
    await tree.git('rm', '--quiet', 'gone/main.tf');
    await tree.git('mv', 'old', 'moved');
    const { out } = await tree.terrane(['preview'], 'app');
    expect(out).toContain('6 files are changed, 5 of them uncommitted.');
    for (const dir of ['app', 'moved', 'network', 'new']) expect(out).toContain(`  ${dir} (`);
    for (const dir of ['gone', 'old']) expect(out).not.toContain(`  ${dir} (`);
  });

  test('is judged by the rules of the default branch, and run by its own', async () => {
    await using tree = await WorkTree.with(FILES);
    await tree.git('switch', '--quiet', '--create', 'wider');
    const config =
      'apply_requirements: {checks: []}\nworkflows: [{tag_query: "", environment: mine}]\n';
    await tree.commit({ '.terrateam/config.yml': config, 'network/main.tf': '# 1' });
    const { out } = await tree.terrane(['preview']);
    expect(out).toMatch(/environment +mine/);
    expect(out).toContain('(main:.terrateam/config.yml:');
    expect(out).not.toContain('nobody may apply');
    expect(flat(out)).toContain(
      "! apply_requirements is changed here and counts only once merged into main: until then, main's holds.",
    );
  });

  test('has the guarded keys of the default branch whatever branch it goes into', async () => {
    await using tree = await WorkTree.with(FILES);
    await tree.git('switch', '--quiet', '--create', 'release');
    const config = 'apply_requirements: {checks: []}\naccess_control: {enabled: false}\n';
    await tree.commit({ '.terrateam/config.yml': config });
    await tree.git('switch', '--quiet', '--create', 'wider');
    await tree.commit({ 'network/main.tf': '# 1' });
    const warning =
      "! access_control and apply_requirements are changed here and count only once merged into main: until then, main's hold.";
    const preview = flat((await tree.terrane(['preview', '--base', 'release'])).out);
    expect(preview).toContain(warning);
    expect(preview).toContain('(main:.terrateam/config.yml:');
    const args = ['config', 'explain', 'network', '--base', 'release'];
    const explained = flat((await tree.terrane(args)).out);
    expect(explained.startsWith(warning)).toBe(true);
    expect(explained).toContain('apply_requirements.checks[1] (main:.terrateam/config.yml:');
  });

  test('says that what is deleted is not destroyed', async () => {
    await using tree = await WorkTree.with({ ...FILES, 'global/dns/main.tf': '' });
    await tree.git('switch', '--quiet', '--create', 'without');
    await tree.git('rm', '--quiet', 'global/dns/main.tf');
    const config = CONFIG.replace('      staging:\n', '');
    await tree.commit({ '.terrateam/config.yml': config });
    await tree.git('branch', '--force', 'gone');
    expect(flat((await tree.terrane(['preview'])).out)).toContain(
      '! app (staging), global/dns (default) are gone: nothing is destroyed by that. See "Removing a root module"',
    );
    const none = await tree.terrane(['preview', '--base', 'gone']);
    expect(none.out).not.toContain('destroyed');
  });

  test('that asks for what is not carried out is refused', async () => {
    const approved = '{require_completed_reviews: true}';
    const config = `apply_requirements: {checks: [{tag_query: "", approved: ${approved}}]}\n`;
    await using tree = await WorkTree.with({ ...FILES, '.terrateam/config.yml': config });
    await tree.write({ 'network/main.tf': '' });
    const refused = 'A pull request with this configuration is refused until then.';
    expect(flat((await tree.terrane(['preview'])).out)).toContain(refused);
    await tree.write({ '.terrateam/config.yml': `${config}enabled: false\n` });
    const { out } = await tree.terrane(['preview']);
    expect(out).toContain('Nothing is run: the configuration says enabled: false.');
    expect(flat(out)).not.toContain(refused);
  });

  test('is shown with who may plan and apply it, and have it run, where not everybody may', async () => {
    const config = `
access_control:
  terrateam_config_update: ["user:dana"]
  policies:
    - {tag_query: "dir:app", apply: ["team:platform"]}
    - {tag_query: "dir:network", plan: []}
`;
    const files = { ...FILES, '.terrateam/config.yml': config };
    await using tree = await WorkTree.with(files);
    await tree.git('switch', '--quiet', '--create', 'wider');
    const change = { '.terrateam/config.yml': `${config}# 1`, 'new/main.tf': '' };
    await tree.commit({ 'app/main.tf': '# 1', 'network/main.tf': '# 1', ...change });
    const { out } = await tree.terrane(['preview']);
    expect(out).toContain('.terrateam/config.yml is changed, so only user:dana may have this run.');
    expect(out).toMatch(/applied by +team:platform\n/);
    expect(out).toMatch(/planned by +nobody\n/);
    expect(out).not.toContain('*');
    expect(out).toMatch(/new \(default\)[^(]*planned by +nobody: no policy matches\n/);
  });

  test('of many dirspaces is shown by their names, unless all is asked for', async () => {
    await using tree = await WorkTree.with({ 'README.md': '' });
    await tree.git('switch', '--quiet', '--create', 'many');
    const dirs = Array.from({ length: 31 }, (_, i) => [`dir-${i}/main.tf`, ''] as const);
    await tree.commit(Object.fromEntries(dirs));
    const { out } = await tree.terrane(['preview']);
    expect(out).toContain('31 dirspaces in 1 layer.\nWith --all, each is shown');
    expect(out).toContain(
      'Layer 1: planned first, 31 dirspaces\n  dir-0 (default), dir-1 (default)',
    );
    expect(out).not.toContain('because');
    expect(out.split('\n').length).toBeLessThan(31);
    const all = await tree.terrane(['preview', '--all']);
    expect(all.out.match(/because/g)).toHaveLength(31);
    await tree.git('rm', '--quiet', 'dir-7/main.tf');
    expect((await tree.terrane(['preview'])).out.match(/because/g)).toHaveLength(30);
  });

  test('is told once of a folder without central files', async () => {
    await using tree = await WorkTree.with(FILES);
    const { err } = await tree.terrane(['preview', '--central', '.']);
    expect(err).toMatch(/^Nothing is merged in from \.: .*\n$/);
  });

  test('that touches nothing says so', async () => {
    await using tree = await WorkTree.with(FILES);
    await tree.git('switch', '--quiet', '--create', 'words');
    await tree.commit({ 'README.md': 'hello' });
    const { code, out } = await tree.terrane(['preview']);
    expect(code).toBe(0);
    expect(out).toContain('nothing would be planned');
  });

  test('into a branch that is not allowed says that nothing is run', async () => {
    await using tree = await WorkTree.with(FILES);
    await tree.git('branch', 'release');
    await tree.git('switch', '--quiet', '--create', 'wider');
    await tree.commit({ 'app/main.tf': '# 1' });
    const { out } = await tree.terrane(['preview', '--base', 'release']);
    expect(out).toContain(
      'Nothing is run: destination_branches does not let wider go into release.',
    );
  });
});

test('what cannot be written is an error of one line', async () => {
  await using tree = await WorkTree.with(FILES);
  const words = ['-c', '"$0" "$@" > /dev/full', process.execPath, PROGRAM, 'preview'];
  await expect(promisify(execFile)('sh', words, { cwd: tree.folder })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Standard output cannot be written: .*no space left.*\n$/),
  });
});

describe('the base', () => {
  test("is the remote's default branch when none is named", async () => {
    await using origin = await WorkTree.with(FILES);
    await using tree = await WorkTree.with({});
    await origin.git('branch', '--move', 'trunk');
    await tree.git('remote', 'add', 'origin', origin.folder);
    await tree.git('fetch', '--quiet', 'origin');
    await tree.git('remote', 'set-head', 'origin', '--auto');
    await tree.git('switch', '--quiet', '--create', 'wider', '--no-track', 'origin/trunk');
    await tree.commit({ 'app/main.tf': '# 1' });
    expect((await tree.terrane(['preview'])).out).toContain('wider into origin/trunk');
    const named = await tree.terrane(['preview', '--base', 'trunk']);
    expect(named.out).toContain('wider into origin/trunk');
    expect(named.out).not.toContain('Nothing is run');
  });

  test('that is missing is answered with what there is', async () => {
    await using tree = await WorkTree.with(FILES);
    const { code, err } = await tree.terrane(['preview', '--base', 'mian']);
    expect(code).toBe(1);
    expect(err).toContain('There is no branch or commit mian here. These are here: main.');
    const option = await tree.terrane(['preview', '--base=--output=x']);
    expect(option.err).toContain('There is no branch or commit --output=x here.');
  });

  test('is not there before the first commit', async () => {
    await using tree = await WorkTree.with({});
    const { code, err } = await tree.terrane(['preview']);
    expect(code).toBe(1);
    expect(err).toContain('Nothing is committed in this repository yet.');
  });

  test('with nothing in common is an error that says why that may be', async () => {
    await using tree = await WorkTree.with(FILES);
    await tree.git('switch', '--quiet', '--orphan', 'alone');
    await tree.commit({ 'app/main.tf': '# 1' });
    const { code, err } = await tree.terrane(['preview']);
    expect(code).toBe(1);
    expect(err).toContain('no commit in common');
  });
});

describe('the checkout', () => {
  test('may be at no branch, have submodules, links, and any names', async () => {
    await using other = await WorkTree.with({ 'main.tf': '' });
    await using tree = await WorkTree.with(FILES);
    const odd = 'od"d\n\tü/ma\nin.tf';
    await tree.commit({ [odd]: '' });
    await tree.git('switch', '--quiet', '--detach');
    await tree.git('submodule', '--quiet', 'add', other.folder, 'sub');
    await tree.commit({ [odd]: '# 1', 'with space/main.tf': '' });
    const { code, out, err } = await tree.terrane(['preview']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('HEAD into main');
    expect(out).toContain('  od"d\\x0a\\x09ü (default)\n    because');
    expect(out).not.toContain('\t');
    expect(out).toContain('with space (default)');
    expect(out).not.toContain('sub (default)');
  });

  test('with an invalid configuration gets its errors', async () => {
    await using tree = await WorkTree.with({ '.terrateam/config.yml': 'dirs: 1\nnothing: 2\n' });
    const { code, out, err } = await tree.terrane(['preview']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.trimEnd().split('\n')).toHaveLength(2);
    expect(err).toMatch(/^\.terrateam\/config\.yml:1:7: /);
  });
});
