import { describe, expect, it } from 'vitest';
import { derive } from '../../src/config/derive.ts';
import { loadConfig } from '../../src/config/load.ts';
import { touchedDirspaces } from '../../src/config/touched-dirspaces.ts';
import { wireConfig, wireDirspaces } from '../../src/config/wire.ts';

const branches = { branch: 'change', destBranch: 'main' };

function load(text: string) {
  const loaded = loadConfig({ feature: { name: 'config.yml', text } });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded.config;
}

function dirspaces(text: string, tree: readonly string[], of = branches) {
  const made = derive(load(text), { files: tree, branches: of, index: null });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.derived.dirspaces;
}

const names = (list: readonly { dir: string; workspace: string }[]) =>
  list.map(({ dir, workspace }) => `${dir} ${workspace}`);
const changed = (text: string, tree: readonly string[], paths: readonly string[]) =>
  names(touchedDirspaces(dirspaces(text, tree), paths));

describe('without a configuration', () => {
  const tree = ['main.tf', 'app/main.tf', 'app/vars.tfvars', 'docs/readme.md', 'app/x/y.json'];

  it('every directory with Terraform in it is a dirspace', () => {
    expect(names(dirspaces('', tree))).toEqual(['. default', 'app default']);
  });

  it('a change of its .tf and .tfvars files touches a directory, and no other', () => {
    expect(changed('', tree, ['app/vars.tfvars'])).toEqual(['app default']);
    expect(changed('', tree, ['main.tf'])).toEqual(['. default']);
    expect(changed('', tree, ['app/x/z.tf', 'docs/readme.md', 'app/notes.md'])).toEqual([]);
  });

  it('a removed file touches a directory that is still there', () => {
    expect(changed('', tree, ['app/gone.tf'])).toEqual(['app default']);
  });

  it('directories whose names are patterns match themselves', () => {
    const odd = ['a+b (c)/main.tf', 'x[1]/main.tf', 'x1/main.tf', '$d/{e}/main.tf'];
    for (const path of odd) {
      const dir = path.slice(0, path.lastIndexOf('/'));
      expect(changed('', odd, [path])).toEqual([`${dir} default`]);
    }
  });
});

describe('top-level patterns', () => {
  const tree = ['app/main.tf', 'app/config.json', 'network/main.tf', 'shared/x.tf'];

  it.each(['**/*.json', '*.json', '${DIR}/*.json'])('%s is about each directory', (pattern) => {
    const text = `when_modified:\n  file_patterns: ["${pattern}"]\n`;
    expect(names(dirspaces(text, tree))).toEqual(['app default']);
    expect(changed(text, tree, ['app/config.json', 'network/config.json'])).toEqual([
      'app default',
    ]);
  });

  it('of the whole repository make every directory a dirspace', () => {
    const text = 'when_modified:\n  file_patterns: ["${DIR}/*.tf", "shared/**"]\n';
    expect(names(dirspaces(text, tree))).toEqual([
      'app default',
      'network default',
      'shared default',
    ]);
    expect(changed(text, tree, ['shared/x.tf'])).toHaveLength(3);
  });

  it('negated take files away, in any order', () => {
    const text = 'when_modified:\n  file_patterns: ["!*.example.tf", "*.tf"]\n';
    expect(changed(text, tree, ['app/a.example.tf'])).toEqual([]);
    expect(changed(text, tree, ['app/a.example.tf', 'app/main.tf'])).toEqual(['app default']);
  });
});

describe('dirs', () => {
  const tree = ['app/main.tf', 'network/main.tf', 'live/a/main.tf', 'live/b/main.tf', 'live/x.md'];

  it('give workspaces and tags', () => {
    const text = [
      'dirs:',
      '  app:',
      '    tags: [team-a]',
      '    workspaces:',
      '      prod: {tags: [gold]}',
      '      dev: {}',
    ].join('\n');
    const made = dirspaces(text, tree).filter(({ dir }) => dir === 'app');
    expect(names(made)).toEqual(['app dev', 'app prod']);
    const tags = ['dir:app', 'workspace:prod', 'team-a', 'gold', 'stack_name:default'];
    expect(made[1]?.tags).toEqual(tags);
  });

  it('may be written with ./ and a slash at the end', () => {
    expect(dirspaces('dirs:\n  ./app/: {tags: [x]}\n', tree)[0]?.tags).toContain('x');
  });

  it('without a file directly in them are left out, unless they may be created', () => {
    expect(names(dirspaces('dirs:\n  live: {}\n  gone: {}\n', ['live/a/main.tf']))).toEqual([
      'live/a default',
    ]);
    expect(names(dirspaces('dirs:\n  gone: {create_if_missing: true}\n', []))).toEqual([
      'gone default',
    ]);
  });

  it('with a star are globs over files: their directories get the entry', () => {
    const made = dirspaces('dirs:\n  "live/**/*.tf": {tags: [live]}\n', tree);
    const tagged = made.filter(({ tags }) => tags.includes('live'));
    expect(names(tagged)).toEqual(['live/a default', 'live/b default']);
  });

  it('by their own name come before globs, and longer globs before shorter', () => {
    const text = [
      'dirs:',
      '  "live/**": {tags: [short]}',
      '  "live/**/*.tf": {tags: [long]}',
      '  live/a: {tags: [own]}',
    ].join('\n');
    const tagsOf = (dir: string) => dirspaces(text, tree).find((d) => d.dir === dir)?.tags[2];
    expect(tagsOf('live/a')).toBe('own');
    expect(tagsOf('live/b')).toBe('long');
    expect(tagsOf('live')).toBe('short');
  });

  it('with no file patterns are never run', () => {
    const text = 'dirs:\n  "live/**":\n    when_modified: {file_patterns: []}\n';
    expect(names(dirspaces(text, tree))).toEqual(['app default', 'network default']);
  });

  it('inherit key by key: workspace, directory, top level', () => {
    const text = [
      'when_modified: {autoapply: true, autoplan_draft_pr: false}',
      'dirs:',
      '  app:',
      '    when_modified: {autoplan: false}',
      '    workspaces:',
      '      prod:',
      '        when_modified: {autoapply: false, file_patterns: ["${DIR}/${WORKSPACE}.tfvars", "${DIR}/../shared/*.tf"]}',
    ].join('\n');
    expect(dirspaces(text, tree)[0]).toMatchObject({
      dir: 'app',
      workspace: 'prod',
      autoapply: false,
      autoplan: false,
      autoplanDraft: false,
      filePatterns: ['app/prod.tfvars', 'shared/*.tf'],
    });
  });

  it('take their patterns as they are written: only top-level ones are rewritten', () => {
    const text = 'dirs:\n  app:\n    when_modified: {file_patterns: ["**/*.json"]}\n';
    expect(changed(text, tree, ['elsewhere/x.json'])).toEqual(['app default']);
  });

  it('in the root mean files of the root', () => {
    const text =
      'dirs:\n  .:\n    when_modified: {file_patterns: ["${DIR}/*.tf", "${DIR}/m/*.tf"]}\n';
    const root = ['main.tf', 'm/x.tf'];
    expect(changed(text, root, ['main.tf'])).toEqual(['. default']);
    expect(changed(text, root, ['m/x.tf'])).toEqual(['. default', 'm default']);
  });
});

describe('workflows', () => {
  it('are the first whose tag query matches', () => {
    const text = [
      'workflows:',
      '  - {tag_query: "dir:app", environment: production, lock_policy: merge, runs_on: [self-hosted]}',
      '  - {tag_query: "dir:app or dir:network", environment: other}',
    ].join('\n');
    const made = dirspaces(text, ['app/main.tf', 'network/main.tf', 'data/main.tf']);
    expect(made).toMatchObject([
      {
        dir: 'app',
        workflow: 0,
        environment: 'production',
        lockPolicy: 'merge',
        runsOn: ['self-hosted'],
      },
      { dir: 'data', workflow: null, environment: null, lockPolicy: 'strict', runsOn: null },
      { dir: 'network', workflow: 1, environment: 'other', lockPolicy: 'strict' },
    ]);
  });

  it('can go by the branches, by the first pattern of each in the order of names', () => {
    const text = [
      'tags:',
      '  branch: {z: "^feature/", a: "^feat"}',
      '  dest_branch: {production: "^main$"}',
      'workflows:',
      '  - tag_query: branch:a and dest_branch:production',
    ].join('\n');
    const of = (branch: string) => dirspaces(text, ['a/x.tf'], { branch, destBranch: 'main' })[0];
    expect(of('feature/1')).toMatchObject({
      workflow: 0,
      tags: [
        'dir:a',
        'workspace:default',
        'branch:a',
        'dest_branch:production',
        'stack_name:default',
      ],
    });
    expect(of('fix')).toMatchObject({ workflow: null });
  });
});

describe('many', () => {
  it('dirspaces and changed files are matched without trying every pair', () => {
    const tree = Array.from({ length: 5000 }, (_, i) => `live/r${i % 50}/m${i}/main.tf`);
    expect(changed('', tree, tree.slice(0, 3000))).toHaveLength(3000);
  });

  it('too many dirspaces are refused with the limit', () => {
    const tree = Array.from({ length: 50_001 }, (_, i) => `m${i}/main.tf`);
    const made = derive(load(''), { files: tree, branches, index: null });
    expect(made).toMatchObject({ ok: false, problems: [{ path: ['dirs'] }] });
  });
});

describe('on the wire', () => {
  it('a configuration names every directory, with final patterns, and no anchors', () => {
    const config = load(
      'definitions: {x: 1}\ncreate_and_select_workspace: false\nworkflows:\n  - {tag_query: prod}\n' +
        'hooks:\n  plan:\n    post: [{type: drift_create_issue}, {type: run, cmd: [ls]}]\n' +
        'dirs:\n  app:\n    create_and_select_workspace: true\n    workspaces: {prod: {tags: [prod]}}\n',
    );
    const made = derive(config, { files: ['app/x.tf', 'net/x.tf'], branches, index: null });
    if (!made.ok) throw new Error('These dirspaces are few.');
    const wire = wireConfig(config, made.derived.dirspaces);
    expect(wire).not.toHaveProperty('definitions');
    expect(wire).toMatchObject({
      parallel_runs: 3,
      hooks: { plan: { pre: [], post: [{ type: 'run', cmd: ['ls'] }] } },
      dirs: {
        app: {
          create_and_select_workspace: true,
          create_if_missing: false,
          workspaces: { prod: { when_modified: { file_patterns: ['app/*.tf', 'app/*.tfvars'] } } },
        },
        net: { create_and_select_workspace: false },
      },
    });
    expect(wireDirspaces(made.derived.dirspaces, made.derived.stacks)).toEqual([
      { path: 'app', workspace: 'prod', stack_name: 'default', rank: 0, workflow: 0 },
      { path: 'net', workspace: 'default', stack_name: 'default', rank: 0 },
    ]);
    expect(loadConfig({ feature: { name: 'wire', text: JSON.stringify(wire) } })).toMatchObject({
      ok: true,
    });
  });
});
