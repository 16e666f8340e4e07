import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { publishedSchema } from '../../scripts/config-schema.ts';
import { withoutBlanks } from '../../src/config/blank.ts';
import { type ConfigSources, loadConfig } from '../../src/config/load.ts';
import { provenanceOf } from '../../src/config/provenance.ts';
import { showConfig } from '../../src/config/show-config.ts';
import { described } from './schema-values.ts';

const name = '.terrateam/config.yml';
const load = (sources: ConfigSources) => {
  const loaded = loadConfig(sources);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded;
};
const show = (sources: ConfigSources, why = true) => showConfig(load(sources), { why });
const file = (text: string) => ({ name, text });

describe('a configuration is shown', () => {
  it('with every key, in the order of the schema', () => {
    const text = show({ feature: file('parallel_runs: 5\nenabled: true\n') }, false);
    expect(text).toMatch(/^version: "1"\nenabled: true\naccess_control:\n/);
    expect(text).toContain('\nparallel_runs: 5\n');
    expect(text).not.toContain('#');
  });

  it('with the file and line of each value, or that it is a default', () => {
    const text = show({
      feature: file('dirs:\n  app:\n    tags: [one, two]\n    workspaces: {}\n'),
    });
    expect(text).toContain(
      'dirs:\n  app:\n    create_if_missing: false # default\n    lock_branch_target: all # default\n' +
        `    tags:\n      - one # ${name}:3\n      - two # ${name}:3\n` +
        `    when_modified: {} # default\n    workspaces: {} # ${name}:4\n`,
    );
  });

  it.each([
    '',
    'apply_requirements:\n  checks:\n    approved: {enabled: true, count: 2}\n',
    'definitions: {a: "# no comment", b: "1", c: [null, {}, []], d: "x\\n# y\\n"}\n',
    'dirs: {__proto__: {tags: [a]}, "1": {}, "null": {}, constructor: {}}\n',
    'config_builder:\n  script: |\n    #!/bin/sh\n    echo "{}" # not a comment of ours\n',
    'workflows: [{tag_query: "", runs_on: {group: x}, plan: [{type: run, cmd: ["a\\tb", "é", " "]}]}]\n',
  ])('so that it loads again and means the same: %j', (text) => {
    const loaded = load({ feature: file(text) });
    for (const why of [false, true]) {
      const again = load({ feature: file(showConfig(loaded, { why })) });
      expect(again.config).toEqual(loaded.config);
    }
  });

  it('of an older form, where it is written', () => {
    const text =
      'apply_requirements:\n  checks:\n    approved:\n      enabled: true\n      count: 2\n';
    expect(show({ feature: file(text) })).toContain(
      `- tag_query: "" # default\n      approved:\n        enabled: true # ${name}:4\n`,
    );
    expect(show({ feature: file(text) })).toContain(`any_of_count: 2 # ${name}:5\n`);
  });
});

describe('of every configuration', () => {
  /** Without what is only seldom right, such as names of root keys. */
  const values = described(publishedSchema()).map((value) => ({
    ...Object(value),
    default_branch_overrides: ['hooks'],
    stacks: undefined,
    engine: undefined,
  }));

  it('what is shown means the same, and each value stands where it is said to', () => {
    let seen = 0;
    fc.assert(
      fc.property(values, (value) => {
        const text = stringify(withoutBlanks(value));
        const loaded = loadConfig({ feature: file(text) });
        if (!loaded.ok) return;
        seen += 1;
        const again = load({ feature: file(showConfig(loaded, { why: true })) });
        expect(again.config).toEqual(loaded.config);
        const lines = text.split('\n');
        for (const { path, value, from } of provenanceOf(loaded)) {
          if (from === null) continue;
          const written = parse(lines[from.line - 1]?.slice(from.column - 1) ?? '');
          // Of these less than one means one.
          const raised = path[0] === 'parallel_runs' || path[0] === 'batch_runs';
          expect(raised && typeof written === 'number' ? Math.max(1, written) : written).toEqual(
            value,
          );
        }
      }),
      { numRuns: 500 },
    );
    expect(seen).toBeGreaterThan(20);
  });
});
