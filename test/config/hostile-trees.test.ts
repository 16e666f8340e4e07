import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { touchedDirspaces } from '../../src/config/touched-dirspaces.ts';
import { derived, deriving, dirspaces, names } from './found.ts';

const everything = 'dirs:\n  "**": {tags: [x]}\nwhen_modified: {file_patterns: ["**/*"]}\n';

describe('a list of files', () => {
  it.each([
    ['empty', ''],
    ['with an empty name', 'a//b.tf'],
    ['from the root', '/a/b.tf'],
    ['of a directory', 'a/'],
    ['with a detour', './a/b.tf'],
    ['with a way up', 'a/../b.tf'],
    ['that is a way up', 'a/..'],
    ['with a NUL', 'a/b\0.tf'],
    ['with a NUL in a directory', 'a\0/b.tf'],
  ])('with a path that no repository has is refused: %s', (_, path) => {
    const made = deriving('', ['app/main.tf', path]);
    expect(made).toMatchObject({
      ok: false,
      problems: [{ message: expect.stringContaining(JSON.stringify(path)) }],
    });
  });

  it('with a directory of a name that no database looks up is refused', () => {
    const dir = Array.from({ length: 9 }, () => 'x'.repeat(240)).join('/');
    const all = 'when_modified: {file_patterns: ["main.tf"]}\n';
    expect(deriving(all, [`${dir}/main.tf`])).toMatchObject({
      ok: false,
      problems: [{ path: ['dirs'], expected: expect.stringContaining('2000 bytes') }],
    });
    expect(deriving(all, [`${dir.slice(0, 1500)}/main.tf`])).toMatchObject({ ok: true });
  });

  it('may have names of all other kinds', () => {
    const odd = [
      'a\nb/x.tf',
      ' /x.tf',
      '-/x.tf',
      '…/x.tf',
      '\\/x.tf',
      '.../x.tf',
      '!/x.tf',
      '😀/x.tf',
    ];
    const files = [...odd, ...odd];
    const found = dirspaces('', files);
    expect(names(found)).toEqual(
      odd.map((path) => `${path.slice(0, -'/x.tf'.length)} default`).sort(),
    );
    for (const path of odd) expect(touchedDirspaces(found, [path])).toHaveLength(1);
  });

  it('may have very long names and many directories in one another', () => {
    const deep = `${'a/'.repeat(100_000)}x.md`;
    const long = `${'b'.repeat(1_000_000)}/x.md`;
    const found = dirspaces('', [deep, long, 'app/x.tf']);
    expect(names(found)).toEqual(['app default']);
    expect(touchedDirspaces(found, [deep, long])).toEqual([]);
    for (const path of [deep, long]) {
      expect(deriving(everything, [path])).toMatchObject({
        ok: false,
        problems: [{ message: expect.stringContaining('too long') }],
      });
    }
  });

  it('may have a million entries', () => {
    const files = Array.from({ length: 1_000_000 }, (_, i) => `d${i % 2000}/f${i}.tf`);
    const found = dirspaces('', files);
    expect(found).toHaveLength(2000);
    expect(touchedDirspaces(found, files.slice(-100_000))).toHaveLength(2000);
  });

  it('is refused where it makes more dirspaces than anybody has, with the limit', () => {
    const files = Array.from({ length: 50_001 }, (_, i) => `m${i}/main.tf`);
    expect(dirspaces('', files.slice(1))).toHaveLength(50_000);
    expect(deriving('', files)).toMatchObject({
      ok: false,
      problems: [{ path: ['dirs'], expected: expect.stringContaining('at most 50000') }],
    });
  });

  it('is refused where it makes too many patterns', () => {
    const files = Array.from({ length: 2000 }, (_, i) => `m${i}/main.tf`);
    const patterns = Array.from({ length: 501 }, (_, i) => `"\${DIR}/${i}"`).join(', ');
    const text = `when_modified:\n  file_patterns: ["**", ${patterns}]\n`;
    expect(deriving(text, files)).toMatchObject({
      ok: false,
      problems: [{ expected: expect.stringContaining('at most 1000000') }],
    });
  });

  it('is refused where a directory makes a pattern that is none', () => {
    const text = 'dirs:\n  "**":\n    when_modified: {file_patterns: ["**/${DIR}/*"]}\n';
    expect(deriving(text, [`${'a'.repeat(1500)}/x.tf`])).toMatchObject({
      ok: false,
      problems: [{ path: ['dirs', '**'], message: expect.stringContaining('at most 1000') }],
    });
    const cut = 'when_modified: {file_patterns: ["${DIR}/*.tf", "[a/${DIR}]/../../x"]}\n';
    expect(deriving(cut, ['a/b/c/x.tf'])).toMatchObject({ ok: false });
  });

  it('ends in dirspaces or in a problem, whatever it is', () => {
    const name = fc.string({ maxLength: 4, unit: fc.constantFrom(...'ab*.{}[]\\!$ …') });
    const path = fc.array(name, { maxLength: 4 }).map((parts) => parts.join('/'));
    const files = fc.array(fc.oneof(path, fc.string({ unit: 'binary', maxLength: 20 })), {
      maxLength: 3,
    });
    const config = fc.constantFrom('', everything, 'dirs:\n  "*/**": {}\n  "a/*": {}\n');
    const ends = new Set<string>();
    fc.assert(
      fc.property(config, files, files, (text, tree, changedPaths) => {
        const made = deriving(text, tree);
        const found = made.ok ? made.derived.dirspaces : [];
        if (!made.ok) expect(made.problems[0]?.message).toContain('cannot be a file');
        expect(touchedDirspaces(found, changedPaths).length).toBeLessThanOrEqual(found.length);
        ends.add(made.ok ? `${found.length} dirspaces` : 'a problem');
      }),
      { numRuns: 1000 },
    );
    expect(ends).toContain('a problem');
    expect(ends).toContain('2 dirspaces');
  });

  it('touches the dirspace of each of its own files', () => {
    const name = fc
      .string({ minLength: 1, maxLength: 5, unit: 'binary' })
      .filter((text) => !/[/\0]|^\.\.?$/.test(text));
    fc.assert(
      fc.property(name, name, (dir, file) => {
        const path = `${dir}/${file}.tf`;
        const found = derived('', [path]).dirspaces;
        expect(touchedDirspaces(found, [path])).toMatchObject([{ dir, workspace: 'default' }]);
      }),
    );
  });
});
