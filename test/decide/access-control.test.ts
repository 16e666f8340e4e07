import { describe, expect, it } from 'vitest';
import {
  type Capability,
  deniedDirspaces,
  deniedFiles,
  guardedPaths,
  mayUnlock,
  teamsOfAccess,
} from '../../src/decide/access-control.ts';
import type { Person } from '../../src/decide/facts.ts';
import { ana, app, config, dirspace, network, person } from './given.ts';

const stranger = person('stranger', { permission: 'read' });
const commenting = (person: Person | null) => ({ person, byEvent: false });

const rules = (access_control: unknown) => config({ access_control });
const denied = (
  given: unknown,
  who: Person | null,
  what: Capability,
  approvers: readonly Person[] = [],
) =>
  deniedDirspaces(rules(given), commenting(who), what, [app, network], approvers).map(
    ({ dir, allowed }) => `${dir}: ${allowed?.join(', ') ?? 'no policy'}`,
  );

describe('the first policy that matches a dirspace', () => {
  const given = {
    policies: [
      { tag_query: 'dir:network', plan: ['user:ANA'], apply: ['team:sre'] },
      { tag_query: 'dir:app', apply: ['role:maintain'] },
    ],
  };

  it('says who may plan and apply it', () => {
    expect(denied(given, ana, 'plan')).toEqual([]);
    expect(denied(given, person('bob'), 'plan')).toEqual(['network: user:ANA']);
    expect(denied(given, ana, 'apply')).toEqual(['app: role:maintain', 'network: team:sre']);
    expect(denied(given, person('eve', { permission: 'admin', teams: ['sre'] }), 'apply')).toEqual(
      [],
    );
  });

  it('has nobody who applies without a plan or past the requirements, unless it names them', () => {
    expect(denied(given, ana, 'apply_autoapprove')).toEqual(['app: ', 'network: ']);
    expect(denied(given, ana, 'apply_force')).toEqual(['app: ', 'network: ']);
  });

  it('is not chosen by a tag that names another directory or workspace', () => {
    const rule = rules({
      policies: [
        { tag_query: 'dir:app or workspace:dev or stack:dev', apply: ['*'] },
        { tag_query: '', apply: ['team:sre'] },
      ],
    });
    const own = ['dir:prod', 'workspace:default'];
    for (const feigned of ['dir:app', 'workspace:dev', 'stack:dev']) {
      const prod = dirspace('prod', { tags: [...own, feigned] });
      expect(deniedDirspaces(rule, commenting(ana), 'apply', [prod], [])).toHaveLength(1);
    }
    expect(deniedDirspaces(rule, commenting(ana), 'apply', [app], [])).toEqual([]);
  });

  it('denies what no policy matches', () => {
    const only = { policies: [{ tag_query: 'dir:app' }] };
    expect(denied(only, ana, 'plan')).toEqual(['network: no policy']);
  });
});

describe('everybody', () => {
  it('is whoever may write, not whoever may comment', () => {
    expect(denied({}, ana, 'apply')).toEqual([]);
    expect(denied({}, stranger, 'plan')).toEqual(['app: *', 'network: *']);
    expect(denied({}, null, 'plan')).toEqual(['app: *', 'network: *']);
  });

  it('is not whoever may only open a pull request, or have something run that goes on by itself', () => {
    const plans = (person: Person | null) =>
      deniedDirspaces(rules({}), { person, byEvent: true }, 'plan', [app], []).length === 0;
    expect(plans(stranger)).toBe(false);
    expect(plans(ana)).toBe(true);
    // Of Apps the forge does not tell, and of a push during a run not who made it.
    expect(plans(person('renovate[bot]', { permission: 'none' }))).toBe(true);
    expect(plans(null)).toBe(true);
  });

  it('does not take from those who are named with less', () => {
    const given = { policies: [{ tag_query: '', plan: ['role:read'] }] };
    expect(denied(given, stranger, 'plan')).toEqual([]);
    expect(
      denied({ policies: [{ tag_query: '', plan: ['user:stranger'] }] }, stranger, 'plan'),
    ).toEqual([]);
  });

  it('may do everything when access control is off, except for those who may not write', () => {
    for (const what of ['plan', 'apply', 'apply_autoapprove', 'apply_force'] as const) {
      expect(denied({ enabled: false, policies: [] }, ana, what)).toEqual([]);
      expect(denied({ enabled: false }, stranger, what)).toHaveLength(2);
    }
  });
});

describe('superapproval', () => {
  const given = {
    policies: [
      {
        tag_query: '',
        apply: ['team:sre'],
        apply_with_superapproval: ['*'],
        superapproval: ['team:sre'],
      },
    ],
  };

  it('lets somebody apply once one of the named has approved', () => {
    const sre = person('sam', { teams: ['sre'] });
    expect(denied(given, ana, 'apply')).toHaveLength(2);
    expect(denied(given, ana, 'apply', [person('bob')])).toHaveLength(2);
    expect(denied(given, ana, 'apply', [sre])).toEqual([]);
    expect(denied(given, stranger, 'apply', [sre])).toHaveLength(2);
    expect(denied(given, ana, 'apply_autoapprove', [sre])).toHaveLength(2);
  });
});

describe('files', () => {
  const given = {
    files: { 'keys/root.pem': ['team:security'] },
    ci_config_update: ['role:admin'],
    terrateam_config_update: ['user:ana'],
  };
  const refused = (who: Person, paths: readonly string[], more: object = {}) => {
    const rule = rules({ ...given, ...more });
    return deniedFiles(rule, commenting(who), guardedPaths(rule, paths)).map(({ path }) => path);
  };

  it('are guarded by their path, the configuration and workflows by what they are', () => {
    const paths = [
      'keys/root.pem',
      '.terrateam/config.yaml',
      '.github/workflows/terrateam.yml',
      'a/.terrateam/config.yml',
      'toString',
      'main.tf',
    ];
    expect(refused(person('bob'), paths)).toEqual(paths.slice(0, 3));
    expect(refused(ana, paths)).toEqual(['keys/root.pem', '.github/workflows/terrateam.yml']);
    expect(refused(person('bob'), paths, { enabled: false })).toEqual([]);
  });

  it('are guarded however their path is written, by all who write it', () => {
    const files = { './keys//root.pem': ['*'], '/keys/root.pem': ['user:ana'], '/a/x': [] };
    expect(refused(person('bob'), ['keys/root.pem', 'a/x'], { files })).toEqual([
      'keys/root.pem',
      'a/x',
    ]);
    expect(refused(ana, ['keys/root.pem'], { files })).toEqual([]);
  });
});

describe('unlocking', () => {
  it('is for whom the list names', () => {
    expect(mayUnlock(rules({}), commenting(ana))).toBe(true);
    expect(mayUnlock(rules({}), commenting(stranger))).toBe(false);
    expect(mayUnlock(rules({ unlock: ['user:sam'] }), commenting(ana))).toBe(false);
    expect(mayUnlock(rules({ unlock: ['user:sam'], enabled: false }), commenting(ana))).toBe(true);
  });
});

it('names every team that its lists name', () => {
  const given = {
    policies: [{ tag_query: '', apply: ['team:b'], superapproval: ['team:a', 'user:x'] }],
    unlock: ['team:c'],
    files: { x: ['team:d'] },
  };
  expect(teamsOfAccess(rules(given))).toEqual(['a', 'b', 'c', 'd']);
  expect(teamsOfAccess(rules({ ...given, enabled: false }))).toEqual([]);
});
