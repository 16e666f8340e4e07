import { describe, expect, it } from 'vitest';
import { type CentralFiles, type ConfigSources, loadConfig } from '../../src/config/load.ts';
import { provenanceOf } from '../../src/config/provenance.ts';

const file = (name: string, text: string) => ({ name, text });
const repository = (text: string) => file('.terrateam/config.yml', text);
const onDefaultBranch = (text: string) => file('main:.terrateam/config.yml', text);
const central = (files: Partial<Record<keyof CentralFiles, string>>): CentralFiles => {
  const of = (key: keyof CentralFiles) => {
    const text = files[key];
    return text === undefined ? null : file(`terrateam:${key}`, text);
  };
  return {
    globalDefaults: of('globalDefaults'),
    repoDefaults: of('repoDefaults'),
    globalOverrides: of('globalOverrides'),
    repoOverrides: of('repoOverrides'),
    forced: of('forced'),
  };
};
const load = (sources: ConfigSources) => {
  const loaded = loadConfig(sources);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded;
};
const errorsOf = (sources: ConfigSources) => {
  const loaded = loadConfig(sources);
  return loaded.ok ? [] : loaded.errors;
};
const queries = ({ config }: ReturnType<typeof load>) =>
  config.workflows.map(({ tag_query }) => tag_query);
const workflow = (query: string) => `workflows: [{tag_query: ${query}}]\n`;

describe('the files of a configuration, from the weakest', () => {
  const everywhere: ConfigSources = {
    central: central({
      globalDefaults: workflow('global_defaults'),
      repoDefaults: workflow('repo_defaults'),
      globalOverrides: workflow('global_overrides'),
      repoOverrides: workflow('repo_overrides'),
    }),
    built: file('config_builder', '{"workflows": [{"tag_query": "built"}]}'),
    feature: repository(workflow('repository')),
  };

  it('are the defaults, the builder’s, the repository’s, and the overrides', () => {
    expect(queries(load(everywhere))).toEqual([
      ...['repo_overrides', 'global_overrides', 'repository', 'built'],
      ...['repo_defaults', 'global_defaults'],
    ]);
  });

  it('a forced one stands in the place of the repository’s, and for its defaults', () => {
    const forced = { ...everywhere.central, ...central({ forced: workflow('forced') }) };
    expect(queries(load({ ...everywhere, central: { ...forced } }))).toEqual([
      ...['forced', 'built'],
    ]);
    const { central: all = central({}) } = everywhere;
    const withForced = { ...all, forced: file('terrateam:forced', workflow('forced')) };
    expect(queries(load({ ...everywhere, central: withForced }))).toEqual([
      ...['repo_overrides', 'global_overrides', 'forced', 'built', 'global_defaults'],
    ]);
  });

  it('overrides win over what the repository says', () => {
    const { config } = load({
      feature: repository('automerge: {enabled: true, delete_branch: true}\n'),
      central: central({ globalOverrides: 'automerge: {enabled: false}\n' }),
    });
    expect(config.automerge).toMatchObject({ enabled: false, delete_branch: true });
  });

  it('and each value says which of them it is from', () => {
    const loaded = load({
      central: central({
        repoDefaults: 'parallel_runs: 4\n\nautomerge: {enabled: true}\n',
        repoOverrides: 'automerge:\n  enabled: false\n',
      }),
      feature: repository('automerge: {delete_branch: true}\ndestination_branches: [main]\n'),
      defaultBranch: onDefaultBranch('\ndestination_branches: [release]\n'),
    });
    const from = new Map(
      provenanceOf(loaded).map((one) => [one.path.join('.'), { ...one.from, value: one.value }]),
    );
    expect(from.get('parallel_runs')).toMatchObject({ layer: 'central default', value: 4 });
    expect(from.get('automerge.enabled')).toMatchObject({
      ...{ layer: 'central override', file: 'terrateam:repoOverrides', line: 2, column: 12 },
    });
    expect(from.get('automerge.delete_branch')).toMatchObject({ layer: 'repository', line: 1 });
    expect(from.get('destination_branches.0')).toMatchObject({
      ...{ layer: 'default branch', file: 'main:.terrateam/config.yml', line: 2, value: 'release' },
    });
    expect(from.get('automerge.merge_strategy')).toEqual({ value: 'auto' });
  });
});

describe('an older form in one file', () => {
  const newer = 'apply_requirements: {checks: [{tag_query: prod}]}\n';
  const older = 'apply_requirements: {checks: {approved: {enabled: true, count: 2}}}\n';
  const lists = [
    { feature: older, globalOverrides: newer, order: ['prod', ''] },
    { feature: newer, globalOverrides: older, order: ['', 'prod'] },
  ];

  it.each(lists)('is merged with the newer of another: requirements %#', ({ order, ...files }) => {
    const { feature, globalOverrides } = files;
    const loaded = load({
      central: central({ globalOverrides }),
      feature: repository(feature),
    });
    const { checks } = loaded.config.apply_requirements;
    expect(checks.map(({ tag_query }) => tag_query)).toEqual(order);
    expect(checks.find(({ tag_query }) => tag_query === '')?.approved).toMatchObject({
      enabled: true,
      any_of_count: 2,
    });
  });

  it('is merged with the newer of another: a drift schedule without a name', () => {
    const sources = {
      central: central({ globalDefaults: 'drift: {enabled: true, schedule: daily}\n' }),
      feature: repository(
        'drift:\n  enabled: false\n  schedules:\n    prod: {schedule: hourly, tag_query: prod}\n',
      ),
    };
    const loaded = load(sources);
    expect(loaded.config.drift).toMatchObject({
      enabled: false,
      schedules: { default: { schedule: 'daily', tag_query: '' }, prod: { schedule: 'hourly' } },
    });
    const from = provenanceOf(loaded).find(
      ({ path }) => path.join('.') === 'drift.schedules.default.schedule',
    );
    expect(from).toMatchObject({ value: 'daily', from: { file: 'terrateam:globalDefaults' } });
  });

  it('is an error as it stands when it is wrong', () => {
    const wrong = repository('apply_requirements: {checks: {approved: {enabled: 1, count: 2}}}\n');
    expect(
      errorsOf({ central: central({ globalOverrides: newer }), feature: wrong }),
    ).toMatchObject([{ path: 'apply_requirements.checks.approved.enabled', kind: 'schema' }]);
  });
});

describe('what the default branch decides over', () => {
  const strict = 'destination_branches: [main]\n';

  it('is also what central files say of it, but not what the builder says', () => {
    const { config } = load({
      feature: repository('destination_branches: [anything]\n'),
      built: file('config_builder', '{"destination_branches": ["built"]}'),
      defaultBranch: onDefaultBranch(strict),
      central: central({
        repoDefaults: 'destination_branches: [release]\n',
        globalOverrides: 'destination_branches: [hotfix]\n',
      }),
    });
    expect(config.destination_branches).toEqual(['hotfix', 'main', 'release']);
  });

  it('may be listed by a central file', () => {
    const { config } = load({
      feature: repository('parallel_runs: 9\n'),
      defaultBranch: onDefaultBranch('parallel_runs: 2\n'),
      central: central({ globalOverrides: 'default_branch_overrides: [parallel_runs]\n' }),
    });
    expect(config.parallel_runs).toBe(2);
  });

  it('is kept from the builder in a forced configuration, too', () => {
    const { config } = load({
      feature: null,
      built: file('config_builder', '{"destination_branches": ["built"], "parallel_runs": 7}'),
      central: central({ forced: strict }),
    });
    expect(config).toMatchObject({ destination_branches: ['main'], parallel_runs: 7 });
  });

  it('is everything and nothing else that has to be right there', () => {
    const feature = repository('');
    const broken = 'apply_requirements:\n  checks:\n    - tag_query: "("\n';
    expect(errorsOf({ feature, defaultBranch: onDefaultBranch(broken) })).toMatchObject([
      { file: 'main:.terrateam/config.yml', line: 3, column: 19, kind: 'semantic' },
    ]);
    expect(errorsOf({ feature, defaultBranch: onDefaultBranch(workflow('"("')) })).toEqual([]);
  });

  it('is told once where both are the same file', () => {
    const text = 'destination_branches: main\n';
    expect(errorsOf({ feature: repository(text), defaultBranch: onDefaultBranch(text) })).toEqual([
      expect.objectContaining({ file: '.terrateam/config.yml' }),
    ]);
  });
});

describe('a mistake', () => {
  it('is told of every file at once', () => {
    const found = errorsOf({
      feature: repository('enabled: maybe\n'),
      built: file('config_builder', '{"parallel_runs": "many"}'),
      central: central({ globalDefaults: 'dris: {}\n', repoOverrides: 'a: [\n' }),
    });
    expect(found.map(({ file, kind }) => `${file} ${kind}`)).toEqual([
      'terrateam:globalDefaults schema',
      'config_builder schema',
      '.terrateam/config.yml schema',
      'terrateam:repoOverrides yaml',
    ]);
  });

  it('of files that a forced one stands for is nobody’s matter', () => {
    const sources = {
      feature: repository('enabled: maybe\n'),
      defaultBranch: onDefaultBranch('a: ['),
      central: central({ forced: 'parallel_runs: 5\n', repoDefaults: 'b: [' }),
    };
    expect(load(sources).config.parallel_runs).toBe(5);
  });

  it('that two files make together names both, the key, and what they say', () => {
    const sources = {
      feature: repository('dirs:\n  app:\n    when_modified:\n      depends_on: dir:network\n'),
      central: central({
        globalDefaults:
          'dirs:\n  app:\n    when_modified:\n      depends_on: {tag_query: "dir:base"}\n',
      }),
    };
    expect(errorsOf(sources)).toMatchObject([
      {
        ...{ file: '.terrateam/config.yml', line: 4, column: 19, kind: 'semantic' },
        path: 'dirs.app.when_modified.depends_on',
        message:
          'This is the text "dir:network", and in terrateam:globalDefaults, line 4, it is ' +
          'the map {"tag_query":"dir:base"}: they cannot be merged.',
      },
    ]);
  });

  it('in the shape of what two files make together stands in one of them', () => {
    const sources = {
      feature: repository('stacks: {names: {a: {stacks: [b]}, b: {tag_query: b}}}\n'),
      central: central({ globalDefaults: 'stacks: {names: {a: {tag_query: a}}}\n' }),
    };
    expect(errorsOf(sources)).toMatchObject([{ kind: 'schema' }]);
  });

  it('in one key hides none in another, nor in how keys fit together', () => {
    const text = [
      'enabled: maybe',
      'workflows: [{tag_query: "a and"}]',
      'stacks: {names: {a: {stacks: [b]}}}',
      'config_builder: {enabled: true}',
      'dirs: {app: {tags: 3, when_modified: {file_patterns: ["x**"]}}}',
    ].join('\n');
    expect(errorsOf({ feature: repository(text) }).map(({ path }) => path)).toEqual([
      'enabled',
      'workflows[0].tag_query',
      'stacks.names.a.stacks[0]',
      'config_builder.enabled',
      'dirs.app.tags',
      'dirs.app.when_modified.file_patterns[0]',
    ]);
  });
});
