import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  builtFiles,
  indexProblem,
  unreadableIn,
} from '../../../src/control/evaluate/build-results.ts';

const pathsOf = (paths: readonly string[]) => {
  const built = builtFiles(paths.map((path) => ({ path })));
  return built.ok ? built.files.map(({ path }) => path) : built.problem;
};

describe('the files of a built tree', () => {
  test('are named from the root, however a script writes it', () => {
    expect(
      pathsOf(['a/b', './c', '/d', '$TERRATEAM_ROOT/e/f', '${TERRATEAM_ROOT}/g//h/.', 'a/b']),
    ).toEqual(['a/b', 'c', 'd', 'e/f', 'g/h']);
  });

  test.each(['', '.', '/', '..', '../a', 'a/../../b', 'a/../b', 'a\0b', 'x'.repeat(5_000)])(
    'are none at %j',
    (path) => {
      expect(pathsOf(['ok', path])).toContain('is no path of a file of the repository');
    },
  );

  test('never lead out of it', () => {
    const name = fc.constantFrom('..', '.', '', 'a', '$TERRATEAM_ROOT', '~', '\\', 'b c');
    fc.assert(
      fc.property(fc.array(name, { maxLength: 8 }), (names) => {
        const paths = pathsOf([names.join('/')]);
        if (typeof paths === 'string') return;
        for (const path of paths) {
          expect(path).toMatch(/^[^/]/);
          expect(path.split('/')).not.toContain('..');
        }
      }),
    );
  });
});

describe('an index', () => {
  const of = (failures: Record<string, { msg: string; lnum?: number }>, dir = 'app') => ({
    paths: { [dir]: { modules: ['../x'], failures } },
    success: false,
    version: 1 as const,
  });

  test('names the files that it could not read from the root', () => {
    expect(
      unreadableIn(of({ 'main.tf': { msg: 'a', lnum: 3 }, 'app/b.tf': { msg: 'b' } })),
    ).toEqual([
      { path: 'app/b.tf', line: null, message: 'b' },
      { path: 'app/main.tf', line: 3, message: 'a' },
    ]);
    expect(unreadableIn(of({ 'main.tf': { msg: 'a' } }, '.'))).toMatchObject([{ path: 'main.tf' }]);
  });

  test('names a file of a module once, whichever directories call it', () => {
    const failures = { '../net/main.tf': { msg: 'a' } };
    const { paths, ...rest } = of(failures);
    const index = { ...rest, paths: { ...paths, web: { modules: ['../net'], failures } } };
    expect(unreadableIn(index)).toEqual([{ path: 'net/main.tf', line: null, message: 'a' }]);
  });

  test('with names that are none is refused', () => {
    expect(indexProblem(of({}))).toBeNull();
    expect(indexProblem(of({}, 'a\0b'))).toContain('is no path');
    expect(indexProblem({ ...of({}), symlinks: { a: 'x'.repeat(5_000) } })).toContain('is no path');
  });
});
