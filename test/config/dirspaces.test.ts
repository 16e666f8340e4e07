import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { changed, dirspaces, names, patternsOf } from './found.ts';

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

  it('without workspaces have one, default, and with an empty list of them none', () => {
    expect(names(dirspaces('dirs:\n  app: {}\n', ['app/x.tf']))).toEqual(['app default']);
    expect(names(dirspaces('dirs:\n  app: {workspaces: {}}\n', ['app/x.tf']))).toEqual([]);
  });

  it('give stacks, which are workspaces of another name', () => {
    const text = [
      'dirs:',
      '  app:',
      '    stacks:',
      '      left: {tags: [gold]}',
      '      right: {when_modified: {file_patterns: ["${DIR}/${WORKSPACE}/*"]}}',
      '  network:',
      '    workspaces: {dev: {}}',
      '    stacks: {left: {}}',
    ].join('\n');
    const made = dirspaces(text, ['app/x.ts', 'network/x.ts']);
    expect(made).toMatchObject([
      { dir: 'app', workspace: 'left', namedBy: 'stacks' },
      { dir: 'app', workspace: 'right', namedBy: 'stacks', filePatterns: ['app/right/*'] },
      { dir: 'network', workspace: 'dev', namedBy: 'workspaces' },
      { dir: 'network', workspace: 'left', namedBy: 'stacks' },
    ]);
    expect(made[0]?.tags).toEqual(['dir:app', 'stack:left', 'gold', 'stack_name:default']);
  });

  it('have each tag once', () => {
    const text = 'dirs:\n  app: {tags: [a, "dir:app", a], workspaces: {x: {tags: [a]}}}\n';
    expect(dirspaces(text, ['app/x.tf'])[0]?.tags).toEqual([
      ...['dir:app', 'workspace:x', 'a', 'stack_name:default'],
    ]);
  });

  it.each([
    ['dirs: {a: {}, a/: {}}', 'same'],
    ['dirs: {a/b: {}, ./a//b: {}}', 'same'],
    ['dirs: {".": {}, "./": {}}', 'same'],
    ['dirs: {a/**: {}, a/**/: {}}', 'same'],
    ['dirs: {a: {workspaces: {x: {}}, stacks: {x: {}}}}', 'both a workspace and a stack'],
    ['dirs: {../a: {create_if_missing: true}}', 'outside of the repository'],
  ])('are refused where two would be one, or one nowhere: %s', (text, message) => {
    expect(loadConfig({ feature: { name: 'config.yml', text } })).toMatchObject({
      ok: false,
      errors: [{ kind: 'semantic', message: expect.stringContaining(message) }],
    });
  });

  it('that two files spell differently are refused, too', () => {
    const file = (text: string) => ({ name: 'config.yml', text });
    const built = file('dirs: {a: {tags: [x]}}');
    expect(loadConfig({ feature: file('dirs: {a/: {tags: [y]}}'), built })).toMatchObject({
      ok: false,
      errors: [{ message: expect.stringContaining('are the same') }],
    });
  });

  it('depend on others by the query nearest to them', () => {
    const text = [
      'dirs:',
      '  app:',
      '    when_modified: {depends_on: "dir:network"}',
      '    workspaces:',
      '      dev: {}',
      '      prod:',
      '        when_modified:',
      '          depends_on: {tag_query: "dir:network and gold", prune_on_no_change: true}',
    ].join('\n');
    expect(dirspaces(text, tree).map(({ dependsOn }) => dependsOn)).toEqual([
      { tagQuery: 'dir:network', pruneOnNoChange: false },
      { tagQuery: 'dir:network and gold', pruneOnNoChange: true },
      ...[null, null, null],
    ]);
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

  it('as globs look at files, not at directories', () => {
    const tagged = (key: string) =>
      names(
        dirspaces(`dirs:\n  "${key}": {tags: [t]}\n`, tree).filter(({ tags }) =>
          tags.includes('t'),
        ),
      );
    expect(tagged('live/*')).toEqual(['live default']);
    expect(tagged('live/*/')).toEqual(['live default']);
    expect(tagged('**/x.md')).toEqual(['live default']);
    expect(tagged('*/a/*.tf')).toEqual(['live/a default']);
    expect(tagged('**')).toEqual([
      ...['app default', 'live default', 'live/a default', 'live/b default', 'network default'],
    ]);
  });

  it('may be globs with as many stars as users write', () => {
    const names = ['eu-west-1-a/main.tf', 'eu-west-1/main.tf'];
    const text = 'dirs:\n  "*-*-*-*/*": {tags: [zone]}\n';
    expect(dirspaces(text, names).filter(({ tags }) => tags.includes('zone'))).toMatchObject([
      { dir: 'eu-west-1-a' },
    ]);
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

  it.each([
    ['${DIR}/../shared/*.tf', 'live/shared/*.tf'],
    ['${DIR}/../../shared/*.tf', 'shared/*.tf'],
    ['${DIR}/./x/../*.tf', 'live/a/*.tf'],
    ['../../shared/*.tf', 'shared/*.tf'],
    ['../shared/*.tf', '../shared/*.tf'],
    ['${DIR}/../../../shared/*.tf', '../shared/*.tf'],
    ['**/../shared/*.tf', 'shared/*.tf'],
    ['a/*/../*.tf', 'a/*.tf'],
    ['!${DIR}/../x.tf', '!live/x.tf'],
    ['${DIR}/${WORKSPACE}.tfvars', 'live/a/default.tfvars'],
    ['${DIR}-${WORKSPACE}/*', 'live/a-default/*'],
  ])('collapse detours in patterns: %s is %s', (pattern, expected) => {
    const text = `dirs:\n  live/a:\n    when_modified: {file_patterns: ["${pattern}"]}\n`;
    expect(patternsOf('live/a', text, tree)).toEqual([expected]);
  });

  it('never match with a pattern that leads out of the repository', () => {
    const text = 'dirs:\n  app:\n    when_modified: {file_patterns: ["../network/*.tf"]}\n';
    expect(changed(text, tree, ['network/main.tf'])).toEqual(['network default']);
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
    const of = (branch: string | null) =>
      dirspaces(text, ['a/x.tf'], { branches: { branch, destBranch: 'main' } })[0];
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
    // Not known, as in a run of the default branch.
    expect(of(null)?.tags).toEqual([
      ...['dir:a', 'workspace:default', 'dest_branch:production', 'stack_name:default'],
    ]);
  });
});
