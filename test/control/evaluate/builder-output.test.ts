import { describe, expect, test } from 'vitest';
import { derive } from '../../../src/config/derive.ts';
import { type LoadedConfig, loadConfig } from '../../../src/config/load.ts';
import { wireConfig } from '../../../src/config/wire.ts';
import { addedBy, asFile } from '../../../src/control/evaluate/builder-output.ts';

const TEXT = `
hooks:
  plan:
    pre:
      - { type: run, cmd: [login] }
      - { type: run, cmd: [check] }
workflows:
  - tag_query: dir:app
    plan: [{ type: init }, { type: plan }]
dirs:
  "live/**":
    tags: [live]
    when_modified:
      depends_on: dir:network
      file_patterns: ["\${DIR}/*.tf", "common/*.tf"]
automerge:
  enabled: true
`;
const FILES = ['app/main.tf', 'network/main.tf', 'live/a/main.tf', 'live/b/main.tf'];
const BRANCHES = { branch: 'change', destBranch: 'main' };

type Valid = Extract<LoadedConfig, { ok: true }>;

function load(built: string | null): Valid {
  const loaded = loadConfig({
    feature: { name: '.terrateam/config.yml', text: TEXT },
    built: built === null ? null : { name: 'config_builder', text: built },
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded;
}

function dirspacesOf({ config }: Valid) {
  const found = derive(config, { files: FILES, branches: BRANCHES, index: null });
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.derived.dirspaces;
}

const plain = load(null);
/** As a builder gets it: JSON. */
const input: Record<string, unknown> = JSON.parse(
  JSON.stringify({
    ...wireConfig(plain.config, dirspacesOf(plain), 'pr'),
    hooks: plain.config.hooks,
  }),
);
const added = (output: unknown) => addedBy(output, { input, files: plain.merged?.value });
/** The configuration with what a builder makes of its input. */
const builtWith = (output: unknown) => load(asFile(added(output)));

describe('what a config builder prints', () => {
  test('adds nothing when it is what it was given, in whatever order', () => {
    expect(added(input)).toEqual({});
    const sorted = Object.fromEntries(Object.entries(input).toReversed());
    expect(added(sorted)).toEqual({});
    expect(builtWith(input).config).toEqual(plain.config);
  });

  test('adds items to a list without repeating those of the file', () => {
    const { hooks } = plain.config;
    const more = { type: 'run', cmd: ['built'] };
    const pre = [...hooks.plan.pre, more];
    const { config } = builtWith({ ...input, hooks: { ...hooks, plan: { ...hooks.plan, pre } } });
    const commands = config.hooks.plan.pre.map((step) => ('cmd' in step ? step.cmd : null));
    expect(commands).toEqual([['login'], ['check'], ['built']]);
  });

  test('keeps what a glob gives to a directory of which it changes something', () => {
    const dirs = structuredClone(input.dirs) as Record<string, object>;
    const changed = JSON.stringify(dirs['live/a']).replace('"live"', '"live","built"');
    const of = (dir: string, loaded: Valid) => dirspacesOf(loaded).find((one) => one.dir === dir);
    const loaded = builtWith({ ...input, dirs: { ...dirs, 'live/a': JSON.parse(changed) } });
    const before = of('live/a', plain);
    expect(of('live/a', loaded)).toEqual({
      ...before,
      tags: expect.arrayContaining([...(before?.tags ?? []), 'built']),
    });
    expect(of('live/b', loaded)).toEqual(of('live/b', plain));
  });

  test('adds directories and leaves the file’s word standing', () => {
    const output = {
      dirs: { generated: { create_if_missing: true, tags: ['built'] } },
      automerge: { enabled: false, delete_branch: true },
    };
    const loaded = builtWith(output);
    expect(dirspacesOf(loaded).map(({ dir }) => dir)).toContain('generated');
    expect(loaded.config.automerge).toMatchObject({ enabled: true, delete_branch: true });
  });

  test('is pointed at by the entry that is wrong', () => {
    const text = asFile({ dirs: { a: {}, b: { no_such_key: '\u007f' } } });
    const loaded = loadConfig({ feature: null, built: { name: 'config_builder', text } });
    expect(loaded).toMatchObject({
      ok: false,
      errors: [{ file: 'config_builder', line: 4, path: expect.stringContaining('dirs.b') }],
    });
  });
});
