import { describe, expect, it } from 'vitest';
import type { CodeIndex } from '../../src/config/code-index.ts';
import { throughLinks } from '../../src/config/symlinks.ts';
import { changed, dirspaces, names, patternsOf } from './found.ts';

const linked = (symlinks: Record<string, string>): CodeIndex => ({ paths: {}, symlinks });

describe('symbolic links', () => {
  it('make of what they lead to something at their own place', () => {
    const index = linked({ 'live/prod': 'templates/vm' });
    const tree = ['templates/vm/main.tf', 'templates/vm/x/main.tf', 'app/main.tf'];
    expect(names(dirspaces('', tree, { index }))).toEqual([
      ...['app default', 'live/prod default', 'live/prod/x default'],
    ]);
    expect(changed('', tree, ['templates/vm/main.tf'], { index })).toEqual(['live/prod default']);
    expect(changed('', tree, ['templates/vmx/main.tf'], { index })).toEqual([]);
  });

  it('to a file make a file of the directory that they are in', () => {
    const index = linked({ 'app/common.tf': 'shared/common.tf' });
    const tree = ['shared/common.tf', 'app/main.tf'];
    expect(names(dirspaces('', tree, { index }))).toEqual(['app default']);
    expect(changed('', tree, ['shared/common.tf'], { index })).toEqual(['app default']);
  });

  it.each([
    ['each of several to one directory', { a: 'x', b: 'x' }, ['x/f'], ['a/f', 'b/f']],
    ['the innermost of two', { a: 'x', b: 'x/y' }, ['x/y/f', 'x/f'], ['b/f', 'a/f']],
    ['whole names only', { a: 'x' }, ['xy/f', 'x'], ['xy/f', 'a']],
    ['links as they are spelled', { './a/': './x/' }, ['x/f'], ['a/f']],
    ['a path once', { a: 'x' }, ['a/f', 'x/f'], ['a/f']],
    ['none to where the link lies itself', { 'x/a': 'x', r: '.' }, ['x/f'], ['x/f']],
  ])('count %s', (_, symlinks, paths, expected) => {
    expect(throughLinks(paths, linked(symlinks))).toEqual(expected);
  });

  it('that would make too many files of few are refused', () => {
    const symlinks = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`l${i}`, 'x']));
    const paths = Array.from({ length: 1000 }, (_, i) => `x/${i}`);
    expect(throughLinks(paths, linked(symlinks))).toBeNull();
  });
});

describe('modules', () => {
  const index: CodeIndex = {
    paths: {
      app: { modules: ['../modules/vm', './local', '../modules/disk', '../modules/vm/'] },
      'modules/vm': { modules: ['../disk'] },
      '.': { modules: ['modules/disk'] },
    },
  };
  const tree = [
    ...['app/main.tf', 'app/local/main.tf', 'main.tf', 'net/main.tf'],
    ...['modules/vm/main.tf', 'modules/disk/main.tf'],
  ];

  it('are never run by themselves, even with an entry', () => {
    const text = 'dirs:\n  modules/vm: {tags: [x]}\n  new: {create_if_missing: true}\n';
    expect(names(dirspaces(text, tree, { index }))).toEqual([
      ...['. default', 'app default', 'net default', 'new default'],
    ]);
    const calls = { paths: { app: { modules: ['../new'] } } };
    expect(names(dirspaces(text, ['app/x.tf'], { index: calls }))).toEqual(['app default']);
  });

  it('run all that the index lists them for', () => {
    expect(patternsOf('app', '', tree, { index })).toEqual([
      ...['modules/vm/*.tf', 'app/local/*.tf', 'modules/disk/*.tf', 'app/*.tf', 'app/*.tfvars'],
    ]);
    const by = (path: string) => changed('', tree, [path], { index });
    expect(by('modules/vm/main.tf')).toEqual(['app default']);
    expect(by('modules/disk/main.tf')).toEqual(['. default', 'app default']);
    expect(by('app/local/x.tf')).toEqual(['app default']);
  });

  it('run nothing that is never to be run', () => {
    const text = 'dirs:\n  app:\n    when_modified: {file_patterns: []}\n';
    expect(names(dirspaces(text, tree, { index }))).toEqual(['. default', 'net default']);
  });

  it('with names that are patterns stand for themselves', () => {
    const odd: CodeIndex = { paths: { app: { modules: ['../m*[1]'] } } };
    const files = ['app/main.tf', 'm*[1]/main.tf', 'mx1/main.tf'];
    expect(changed('', files, ['m*[1]/main.tf'], { index: odd })).toEqual(['app default']);
    expect(changed('', files, ['mx1/main.tf'], { index: odd })).toEqual(['mx1 default']);
  });

  it('outside of the repository and of themselves are left out', () => {
    const odd: CodeIndex = { paths: { app: { modules: ['../../x', '.', '../app/'] } } };
    expect(patternsOf('app', '', tree, { index: odd })).toEqual(['app/*.tf', 'app/*.tfvars']);
  });

  it('of directories that objects have by themselves are not made up', () => {
    expect(names(dirspaces('', ['constructor/x.tf'], { index: { paths: {} } }))).toEqual([
      'constructor default',
    ]);
  });
});
