import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexModules } from '../../src/hcl/module-index.ts';
import { Symlinks } from '../../src/hcl/symlinks.ts';

const noLinks = (path: string) => new Symlinks(new Map()).resolve(path);

/** The modules of `dir`, where directories call sources as `calls` says. */
function modules(
  dir: string,
  calls: Record<string, string[]>,
  links: Record<string, string> = {},
): readonly string[] | undefined {
  const symlinks = new Symlinks(new Map(Object.entries(links)));
  const read = (real: string) => ({ sources: calls[real] ?? [], failures: {} });
  return indexModules([dir], { read, resolve: (path) => symlinks.resolve(path) })[dir]?.modules;
}

describe('the modules of a directory', () => {
  it('are those it calls, as the calls write them', () => {
    expect(modules('app', { app: ['./db', '../net/', '../a/../net', './/db'] })).toEqual([
      '../net',
      './db',
    ]);
  });

  it('are also those that its modules call', () => {
    const calls = { 'live/app': ['../../modules/app'], 'modules/app': ['./part', '../net'] };
    expect(modules('live/app', calls)).toEqual([
      '../../modules/app',
      '../../modules/app/part',
      '../../modules/net',
    ]);
  });

  it('are found for the root as for any other', () => {
    expect(modules('.', { '.': ['./modules/a'], 'modules/a': ['../b'] })).toEqual([
      './modules/a',
      './modules/b',
    ]);
  });

  it('are listed once where calls go round, and never contain the directory', () => {
    const calls = { a: ['../b'], b: ['../c'], c: ['../b', '../a', './'] };
    expect(modules('a', calls)).toEqual(['../b', '../c']);
  });

  it('are not those outside of the repository', () => {
    expect(modules('a', { a: ['../../elsewhere', '../b'] })).toEqual(['../b']);
  });

  it('behind a link are listed through it and by themselves', () => {
    const calls = { app: ['./net'], 'shared/net': ['./part', '../other'] };
    expect(modules('app', calls, { 'app/net': '../shared/net' })).toEqual([
      '../shared/net',
      '../shared/net/part',
      '../shared/other',
      './net',
      './net/part',
    ]);
  });

  it('are those of the target where the directory is a link', () => {
    expect(modules('live', { stage: ['../net', './part'] }, { live: 'stage' })).toEqual([
      '../net',
      '../stage/part',
      './part',
    ]);
  });

  it('are no end of them in trees that nobody wrote, which is said', () => {
    const names = Array.from({ length: 800 }, (_, i) => `m${i}`);
    const all = { sources: names.map((name) => `../${name}`), failures: {} };
    expect(() => indexModules(names, { read: () => all, resolve: noLinks })).toThrow(
      /call modules more than 1000000 times/,
    );
  });
});

describe('failures', () => {
  it('are those of the directory and of its modules, by the path from the directory', () => {
    const failures = { 'main.tf': { msg: 'broken', lnum: 3 } };
    const read = (dir: string) =>
      dir === 'app' ? { sources: ['../net'], failures } : { sources: [], failures };
    expect(indexModules(['app'], { read, resolve: noLinks }).app?.failures).toEqual({
      'main.tf': { msg: 'broken', lnum: 3 },
      '../net/main.tf': { msg: 'broken', lnum: 3 },
    });
  });
});

describe('symbolic links', () => {
  const resolved = (links: Record<string, string>) =>
    new Symlinks(new Map(Object.entries(links))).resolved();

  it('lead where they lead in the end', () => {
    expect(resolved({ 'a/x': '../b/x', 'b/x': 'y', c: 'a' })).toEqual({
      'a/x': 'b/y',
      'b/x': 'b/y',
      c: 'a',
    });
  });

  it('are left out where they loop, contain themselves, or lead outside', () => {
    expect(
      resolved({
        loop: 'loop',
        one: 'two',
        two: 'one',
        'env/up': '..',
        'env/root': '../',
        outside: '../x',
        absolute: '/etc/passwd',
        'a/b': '../../x',
        back: 'a/../../x',
      }),
    ).toEqual({});
  });

  it('never resolve to a path through another link, or out of the repository', () => {
    const name = fc.constantFrom('a', 'b', 'c', '..', '.', '');
    const path = fc.array(name, { maxLength: 4 }).map((names) => names.join('/'));
    const inside = path.filter((text) => /^[abc](\/[abc])*$/.test(text));
    fc.assert(
      fc.property(fc.dictionary(inside, path), path, (links, start) => {
        const symlinks = new Symlinks(new Map(Object.entries(links)));
        const real = symlinks.resolve(start);
        if (real === null) return;
        expect(real.split('/')).not.toContain('..');
        const names = real.split('/');
        for (const [i] of names.entries()) {
          expect(Object.hasOwn(links, names.slice(0, i + 1).join('/'))).toBe(false);
        }
        expect(symlinks.resolve(real)).toBe(real);
      }),
    );
  });
});
