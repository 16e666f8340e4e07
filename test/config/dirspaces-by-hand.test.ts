import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CodeIndex } from '../../src/config/code-index.ts';
import { configSchema } from '../../src/config/config.ts';
import { dirspacesOf } from '../../src/config/dirspaces.ts';
import { touchedDirspaces } from '../../src/config/touched-dirspaces.ts';
import { dirspacesByHand, touchedByHand } from './naive-dirspaces.ts';

const branches = { branch: null, destBranch: null };
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const some = <Value>(value: fc.Arbitrary<Value>, maxLength = 4) => fc.array(value, { maxLength });

const dir = fc
  .array(fc.constantFrom('a', 'b', 'c', '.d'), { minLength: 1, maxLength: 3 })
  .map((names) => names.join('/'));
const file = fc
  .tuple(fc.oneof(dir, fc.constant('.')), fc.constantFrom('main.tf', 'x.json', 'dev.tfvars', 'a'))
  .map(([parent, name]) => (parent === '.' ? name : `${parent}/${name}`));
const filePatterns = fc.array(
  fc.constantFrom(
    ...['**/*.tf', '*.tf', '*', '!*.tfvars', '!**/x.json', '${DIR}/*.json', '${DIR}/**'],
    ...['${DIR}/../b/*.tf', '!${DIR}/main.tf', '${DIR}/${WORKSPACE}.tfvars', '${DIR}/./*.tf'],
    ...['../../a/*.tf', '../a/*.tf', 'a/**', '{a,b/c}/*.tf', '**/../*.tf', '${DIR}/b/*.tf'],
    ...['b/**/*.json', '!a/b/**', '${WORKSPACE}/*', '**/${DIR}/*', '${DIR}/../${DIR}/*'],
  ),
  { maxLength: 4 },
);
const whenModified = fc.record({
  autoplan: optional(fc.boolean()),
  depends_on: optional(fc.constantFrom('dir:a', 'dir:b')),
  file_patterns: optional(filePatterns),
});
const workspaces = (names: readonly string[]) =>
  fc.dictionary(
    fc.constantFrom(...names),
    fc.record({ tags: some(fc.constantFrom('x', 'y'), 2), when_modified: whenModified }),
    { maxKeys: 2 },
  );
const entry = fc.record({
  create_if_missing: fc.boolean(),
  tags: some(fc.constantFrom('x', 'z'), 2),
  when_modified: whenModified,
  workspaces: optional(workspaces(['default', 'dev', 'prod'])),
  stacks: optional(workspaces(['left', 'right'])),
});
const keys = [
  ...['a', './b/', 'a/b', '.', 'c/.d', 'gone', 'a/**', '**', '**/*.tf', '*/b/*', 'c/*.json'],
  ...['{a,c}/**/x*', 'a/**/*.tf', 'b/*', './c/**/', '*', '**/dev.*'],
];
const config = fc
  .record({
    when_modified: whenModified,
    dirs: fc.dictionary(fc.constantFrom(...keys), entry, { maxKeys: 5 }),
  })
  .map((given) => configSchema.parse(JSON.parse(JSON.stringify(given))));
const index: fc.Arbitrary<CodeIndex> = fc.record({
  paths: fc.dictionary(
    dir,
    fc.record({ modules: some(fc.constantFrom('../b', '../../c', './c', '../a/b'), 2) }),
    { maxKeys: 2 },
  ),
  symlinks: fc.dictionary(dir, fc.oneof(dir, file), { maxKeys: 2 }),
});

describe('dirspaces', () => {
  it('are those that the rules give step by step', () => {
    let dirspaces = 0;
    fc.assert(
      fc.property(config, fc.uniqueArray(file, { maxLength: 12 }), index, (given, files, known) => {
        const found = dirspacesOf(given, files, branches, known);
        if (!found.ok) throw new Error(JSON.stringify(found.problems));
        dirspaces += found.dirspaces.length;
        const bare = found.dirspaces.map(
          ({ dir, workspace, tags, filePatterns, autoplan, dependsOn }) => ({
            ...{ dir, workspace, tags, filePatterns, autoplan },
            dependsOn: dependsOn?.tagQuery ?? null,
          }),
        );
        // A dot in a name is escaped here, and stands for itself there.
        expect(bare).toEqual(dirspacesByHand(given, files, known));
      }),
      { numRuns: 3000 },
    );
    expect(dirspaces).toBeGreaterThan(3000);
  });

  it('are touched by what trying every pattern on every path gives', () => {
    let causes = 0;
    const files = fc.uniqueArray(file, { maxLength: 12 });
    fc.assert(
      fc.property(config, files, files, index, (given, tree, changed, known) => {
        const found = dirspacesOf(given, tree, branches, known);
        if (!found.ok) throw new Error(JSON.stringify(found.problems));
        const touched = touchedDirspaces(found.dirspaces, changed, known).map(
          ({ by, ...name }) => ({
            ...name,
            by: by.map((cause) => (cause.kind === 'path' ? cause.path : cause.kind)),
          }),
        );
        causes += touched.flatMap(({ by }) => by).length;
        expect(touched).toEqual(touchedByHand(dirspacesByHand(given, tree, known), changed, known));
      }),
      { numRuns: 3000 },
    );
    expect(causes).toBeGreaterThan(1000);
  });
});
