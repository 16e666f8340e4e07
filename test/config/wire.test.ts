import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { wireConfig, wireDirspaces } from '../../src/config/wire.ts';
import { derived, load } from './found.ts';

function onWire(text: string, files: readonly string[], kind: 'pr' | 'drift' = 'pr') {
  const made = derived(text, files);
  return {
    config: wireConfig(load(text), made.dirspaces, kind),
    dirspaces: wireDirspaces(made.dirspaces, made.stacks),
  };
}

describe('on the wire, a configuration', () => {
  const text = [
    'definitions: {x: 1}',
    'create_and_select_workspace: false',
    'workflows: [{tag_query: prod}]',
    'hooks: {plan: {post: [{type: drift_create_issue}, {type: run, cmd: [ls]}]}}',
    'dirs:',
    '  app:',
    '    create_and_select_workspace: true',
    '    workspaces: {prod: {tags: [prod]}}',
    '  infra:',
    '    stacks: {left: {when_modified: {depends_on: "dir:app"}}}',
  ].join('\n');
  const { config, dirspaces } = onWire(text, ['app/x.tf', 'infra/x.ts', 'net/x.tf']);

  it('has every default and no anchors', () => {
    expect(config).not.toHaveProperty('definitions');
    expect(config).toMatchObject({
      parallel_runs: 3,
      hooks: { plan: { pre: [], post: [{ type: 'run', cmd: ['ls'] }] } },
    });
  });

  it('has what looks for drift only where that is looked for', () => {
    expect(onWire(text, ['app/x.tf'], 'drift').config).toMatchObject({
      hooks: { plan: { post: [{ type: 'drift_create_issue' }, { type: 'run' }] } },
    });
  });

  it('names every directory with its workspaces and stacks, and final patterns', () => {
    expect(config).toMatchObject({
      dirs: {
        app: {
          create_and_select_workspace: true,
          create_if_missing: false,
          lock_branch_target: 'all',
          workspaces: { prod: { when_modified: { file_patterns: ['app/*.tf', 'app/*.tfvars'] } } },
        },
        infra: {
          workspaces: {},
          stacks: {
            left: {
              tags: ['dir:infra', 'stack:left', 'stack_name:default'],
              when_modified: {
                depends_on: { tag_query: 'dir:app', prune_on_no_change: false },
              },
            },
          },
        },
        net: { create_and_select_workspace: false, workspaces: { default: {} } },
      },
    });
    expect(JSON.stringify(config)).not.toContain('"depends_on":null');
  });

  it('is one that can be loaded, and makes the same dirspaces', () => {
    const again = JSON.stringify(config);
    expect(loadConfig({ feature: { name: 'wire', text: again } })).toMatchObject({ ok: true });
    expect(onWire(again, ['app/x.tf', 'infra/x.ts', 'net/x.tf']).dirspaces).toEqual(dirspaces);
  });

  it('has dirspaces by the index of their workflow, where it is not the built-in one', () => {
    expect(dirspaces).toEqual([
      { path: 'app', workspace: 'prod', stack_name: 'default', rank: 0, workflow: 0 },
      { path: 'infra', workspace: 'left', stack_name: 'default', rank: 0 },
      { path: 'net', workspace: 'default', stack_name: 'default', rank: 0 },
    ]);
  });

  it('has the stacks of dirspaces, and their variables', () => {
    const stacks = [
      'stacks:',
      '  names:',
      '    prod: {tag_query: "dir:app", variables: {region: eu}}',
      '    rest: {tag_query: "not dir:app"}',
    ].join('\n');
    expect(onWire(stacks, ['app/x.tf', 'net/x.tf']).dirspaces).toEqual([
      {
        ...{ path: 'app', workspace: 'default', stack_name: 'prod', rank: 0 },
        variables: { region: 'eu' },
      },
      { path: 'net', workspace: 'default', stack_name: 'rest', rank: 0 },
    ]);
  });
});
