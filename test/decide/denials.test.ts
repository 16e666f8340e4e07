import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/decide/command.ts';
import { decide } from '../../src/decide/decide.ts';
import type { Decision } from '../../src/decide/decision.ts';
import type { Facts, GuardedPath } from '../../src/decide/facts.ts';
import {
  ana,
  app,
  config,
  dependent,
  dirspace,
  facts,
  merged,
  messages,
  network,
  person,
  plan,
  run,
  withoutChecks,
} from './given.ts';

const bo = person('bo');
const sam = person('sam', { teams: ['sre'] });
const eve = person('eve', { permission: 'read' });
const planned = [plan(app), plan(network)];
const name = (dir: string) => ({ dir, workspace: 'default' });

const command = (given: Facts, of: Command) =>
  decide(given, { kind: 'command', command: of, commentId: 1 });
const ask = (given: Facts, kind: 'plan' | 'apply' | 'apply-autoapprove', query = '') =>
  command(given, { kind, query });
const autoplan = (given: Facts) => decide(given, { kind: 'autoplan' });
const short = (decisions: readonly Decision[]) => withoutChecks(decisions);
const rules = (access_control: object) => ({ access_control });
/** Of the two dirspaces network is for sre only. */
const guardedNetwork = (more: object = {}) =>
  rules({
    policies: [
      { tag_query: 'dir:network', plan: ['team:sre'], apply: ['team:sre'] },
      { tag_query: '' },
    ],
    ...more,
  });

describe('a plan', () => {
  it('leaves out what somebody may not plan, and lists it with whom the policy names', () => {
    const decisions = ask(facts({ config: guardedNetwork() }), 'plan');
    expect(short(decisions)).toEqual(['react rocket', 'plan app', 'say plan-denied']);
    expect(messages(decisions)).toEqual([
      {
        kind: 'plan-denied',
        login: 'ana',
        branch: 'main',
        denied: [{ ...name('network'), allowed: ['team:sre'], approval: [] }],
        rest: 'runs',
      },
    ]);
    expect(short(ask(facts({ config: guardedNetwork(), actor: sam }), 'plan'))).toEqual([
      'react rocket',
      'plan app network',
    ]);
  });

  it('is refused whole where all is to be permitted, or nothing is', () => {
    const all = guardedNetwork({ plan_require_all_dirspace_access: true });
    const decisions = ask(facts({ config: all }), 'plan');
    expect(short(decisions)).toEqual(['react confused', 'say plan-denied']);
    expect(messages(decisions)).toMatchObject([{ rest: 'kept back' }]);
    const only = ask(facts({ config: guardedNetwork() }), 'plan', 'dir:network');
    expect(messages(only)).toMatchObject([{ kind: 'plan-denied', rest: 'none' }]);
    expect(short(ask(facts({ config: all }), 'plan', 'dir:app'))).toContain('plan app');
  });

  it('is denied where no policy matches', () => {
    const decisions = ask(facts({ config: rules({ policies: [] }) }), 'plan');
    expect(messages(decisions)).toMatchObject([
      { denied: [{ allowed: null }, { allowed: null }], rest: 'none' },
    ]);
  });

  it('leaves running plans alone of what somebody may not plan', () => {
    const openRuns = [run([network])];
    expect(short(ask(facts({ config: guardedNetwork(), openRuns }), 'plan'))).not.toContain(
      'abort r1',
    );
  });

  it('may be asked for with less than write by whom a policy names', () => {
    const named = rules({ policies: [{ tag_query: 'dir:app', plan: ['user:eve'] }] });
    expect(short(ask(facts({ config: named, actor: eve }), 'plan'))).toEqual([
      'react rocket',
      'plan app',
      'say plan-denied',
    ]);
    expect(short(ask(facts({ config: named, actor: eve }), 'apply'))).toEqual([
      'react -1',
      'say not-permitted',
    ]);
    expect(short(ask(facts({ actor: eve }), 'plan'))).toEqual(['react -1', 'say not-permitted']);
  });
});

describe('a push', () => {
  it('plans what whoever pushed may, and says the rest once a commit', () => {
    const decisions = autoplan(facts({ config: guardedNetwork() }));
    expect(short(decisions)).toEqual(['plan app', 'say plan-denied']);
    expect(decisions).toContainEqual(expect.objectContaining({ key: 'plan-denied h' }));
  });

  it('is planned under the default rules, also where the forge cannot say that its author may write', () => {
    const app = person('renovate[bot]', { permission: 'none' });
    for (const actor of [app, null]) {
      expect(short(autoplan(facts({ actor })))).toEqual(['plan app network']);
    }
    expect(short(autoplan(facts({ actor: eve })))).toEqual(['say plan-denied']);
  });

  it('of somebody unknown plans nothing that is not for everybody', () => {
    const decisions = autoplan(facts({ config: guardedNetwork(), actor: null }));
    expect(short(decisions)).toEqual(['plan app', 'say plan-denied']);
    expect(messages(decisions)).toMatchObject([{ login: null }]);
  });

  it('of a fork is answered as ever', () => {
    const given = { config: guardedNetwork(), pull: { fork: true }, actor: eve };
    expect(short(autoplan(facts(given)))).toEqual(['say fork-needs-writer']);
  });

  it('says nothing where the branch is none that is planned', () => {
    const given = { config: rules({ policies: [] }), pull: { baseRef: 'elsewhere' } };
    expect(autoplan(facts(given))).toEqual([]);
  });
});

describe('an apply', () => {
  it('is refused whole when one of its dirspaces is for others, unless the rest may go', () => {
    const given = { results: planned, config: guardedNetwork() };
    const refused = ask(facts(given), 'apply');
    expect(short(refused)).toEqual(['react confused', 'say apply-denied']);
    expect(messages(refused)).toMatchObject([{ command: 'apply', rest: 'kept back' }]);
    expect(short(ask(facts({ ...given, actor: sam }), 'apply'))).toContain('apply app network');
    expect(short(ask(facts(given), 'apply', 'dir:app'))).toContain('apply app');
    const config = guardedNetwork({ apply_require_all_dirspace_access: false });
    const part = ask(facts({ ...given, config }), 'apply');
    expect(short(part)).toEqual(['react rocket', 'apply app', 'say apply-denied']);
    // Beside an answer it has a key of its own.
    expect(part).toContainEqual(expect.objectContaining({ key: 'apply-denied 1' }));
  });

  it('is told before plans are missing, and whatever stands in the way', () => {
    const given = { config: guardedNetwork(), openRuns: [run([app], { pullNumber: 3 })] };
    expect(messages(ask(facts(given), 'apply'))).toMatchObject([{ kind: 'apply-denied' }]);
  });

  it('goes with the approval of whom the policy names', () => {
    const config = rules({
      policies: [
        {
          tag_query: '',
          apply: ['team:sre'],
          apply_with_superapproval: ['*'],
          superapproval: ['team:sre'],
        },
      ],
    });
    const given = { config, results: planned };
    expect(messages(ask(facts(given), 'apply'))).toMatchObject([
      { denied: [{ approval: ['team:sre'] }, { approval: ['team:sre'] }] },
    ]);
    expect(short(ask(facts({ ...given, approvals: [bo] }), 'apply'))).toContain('say apply-denied');
    expect(short(ask(facts({ ...given, approvals: [sam] }), 'apply'))).toContain(
      'apply app network',
    );
    expect(short(ask(facts({ ...given, approvals: [sam], actor: eve }), 'apply'))).toEqual([
      'react -1',
      'say not-permitted',
    ]);
  });

  it('without a plan made before is for whom apply_autoapprove names', () => {
    const config = rules({ policies: [{ tag_query: '', apply_autoapprove: ['user:bo'] }] });
    expect(messages(ask(facts({ config }), 'apply-autoapprove'))).toMatchObject([
      { kind: 'apply-denied', command: 'apply-autoapprove' },
    ]);
    expect(short(ask(facts({ config, actor: bo }), 'apply-autoapprove'))).toContain(
      'unsafe-apply app network',
    );
  });

  it('of nothing merges for nobody who may not apply all', () => {
    const results = [plan(app, { hasChanges: false }), plan(network, { hasChanges: false })];
    const config = {
      ...guardedNetwork(),
      automerge: { enabled: true, require_explicit_apply: true },
    };
    expect(short(ask(facts({ results, config }), 'apply'))).toEqual([
      'react confused',
      'say all-applied',
    ]);
    expect(short(ask(facts({ results, config, actor: sam }), 'apply'))).toContain('merge h');
  });
});

describe('applies by themselves', () => {
  const auto = [dirspace('app', { autoapply: true }), dirspace('network', { autoapply: true })];
  const given = { changed: auto, results: planned, pull: merged };
  const close = (more: object) => decide(facts({ ...given, ...more }), { kind: 'closed' });

  it('are those of whoever merged', () => {
    const config = guardedNetwork();
    const denied = close({ config });
    expect(short(denied)).toEqual(['say apply-denied']);
    expect(denied).toContainEqual(expect.objectContaining({ key: 'apply-denied m' }));
    expect(short(close({ config, actor: sam }))).toContain('apply app network');
    expect(short(close({ config, actor: null }))).toEqual(['say apply-denied']);
    expect(short(close({ actor: null }))).toContain('apply app network');
  });

  it('leave out what is for others, where the rest may go', () => {
    const config = guardedNetwork({ apply_require_all_dirspace_access: false });
    expect(short(close({ config }))).toEqual([
      'apply app',
      'say autoapply-running',
      'say apply-denied',
    ]);
  });

  it('go with an approval that the policy asks for', () => {
    const policy = { tag_query: '', apply: [], apply_with_superapproval: ['*'] };
    const config = rules({ policies: [{ ...policy, superapproval: ['team:sre'] }] });
    expect(short(close({ config }))).toEqual(['say apply-denied']);
    expect(short(close({ config, approvals: [sam] }))).toContain('apply app network');
  });

  it('of a stack wait for nobody who may not', () => {
    const stacks = { names: { all: { tag_query: '', rules: { auto_apply: true } } } };
    const end = (actor: Facts['actor']) =>
      short(
        decide(facts({ results: planned, config: { ...guardedNetwork(), stacks }, actor }), {
          kind: 'run_ended',
          run: run([app, network]),
          how: { kind: 'result' },
        }),
      );
    expect(end(ana)).toEqual(['publish r1', 'say apply-denied']);
    expect(end(null)).toEqual(['publish r1', 'say apply-denied']);
    expect(end(sam)).toContain('apply app network');
  });

  it('are not done where the change is of a file that is for others', () => {
    const config = rules({ terrateam_config_update: ['user:bo'] });
    const guarded = [{ path: '.terrateam/config.yml', as: 'terrateam_config_update' }];
    expect(short(close({ config, guarded }))).toEqual(['say files-denied']);
    expect(short(close({ config, guarded, actor: bo }))).toContain('apply app network');
  });
});

describe('the next layer', () => {
  it('is planned for whom the run was that has ended', () => {
    const layers = [network, dependent('dns', 'dir:network')];
    const results = [plan(network), plan(network, { type: 'apply', planStored: false })];
    const config = rules({ policies: [{ tag_query: 'dir:dns', plan: ['team:sre'] }] });
    const end = (actor: Facts['actor']) =>
      short(
        decide(facts({ changed: layers, results, config, actor }), {
          kind: 'run_ended',
          run: run([network], { type: 'apply' }),
          how: { kind: 'result' },
        }),
      );
    expect(end(sam)).toContain('plan dns');
    expect(end(bo)).toContain('say plan-denied');
    expect(end(null)).toContain('say plan-denied');
  });
});

describe('a change of guarded files', () => {
  const config = rules({
    terrateam_config_update: ['user:bo'],
    ci_config_update: ['user:bo', 'user:sam'],
    files: { 'keys/root.pem': [] },
  });
  const configuration = {
    path: '.terrateam/config.yml',
    as: 'terrateam_config_update',
  } satisfies GuardedPath;
  const guarded: readonly GuardedPath[] = [
    configuration,
    { path: '.github/workflows/terrateam.yml', as: 'ci_config_update' },
    { path: 'keys/root.pem', as: 'files' },
  ];

  it('is neither planned nor applied, naming the file and who may', () => {
    const denied = {
      kind: 'files-denied',
      login: 'ana',
      branch: 'main',
      unlike: null,
      files: [
        { path: '.terrateam/config.yml', allowed: ['user:bo'] },
        { path: '.github/workflows/terrateam.yml', allowed: ['user:bo', 'user:sam'] },
        { path: 'keys/root.pem', allowed: [] },
      ],
    };
    const given = { config, guarded, results: planned };
    expect(messages(ask(facts({ config, guarded }), 'plan'))).toEqual([denied]);
    expect(messages(ask(facts(given), 'apply'))).toEqual([denied]);
    expect(messages(autoplan(facts({ config, guarded })))).toEqual([denied]);
    expect(messages(ask(facts({ ...given, actor: sam }), 'apply'))).toMatchObject([
      { files: [{ path: '.terrateam/config.yml' }, { path: 'keys/root.pem' }] },
    ]);
  });

  it('is run for those who are named', () => {
    const given = { config, guarded: [configuration], actor: bo };
    expect(short(ask(facts(given), 'plan'))).toContain('plan app network');
    expect(short(autoplan(facts(given)))).toEqual(['plan app network']);
  });

  it('is worth no word when there is nothing to run', () => {
    const nothing = facts({ config, guarded, changed: [] });
    expect(autoplan(nothing).filter(({ kind }) => kind === 'comment')).toEqual([]);
  });
});

describe('builds of a configuration', () => {
  const unbuilt = (given: object, access: object, guarded: readonly GuardedPath[] = []): Facts => ({
    ...facts(given),
    builds: [
      {
        ...{ type: 'build-config', side: 'head', sha: 'h', key: 'k', config: {}, dirs: null },
        ...{ run: null, newest: null, read: null },
      },
    ],
    configuration: { kind: 'unbuilt', config: config(access), guarded },
  });
  const onlySre = rules({
    policies: [{ tag_query: '', plan: ['team:sre'], apply: ['team:sre'] }],
  });
  const shown = { text: null, sources: [], complete: false };

  it('are run for those only who may run something', () => {
    expect(short(ask(unbuilt({}, onlySre), 'plan'))).toEqual([
      'react confused',
      'say not-permitted',
    ]);
    expect(short(autoplan(unbuilt({}, onlySre)))).toEqual(['say not-permitted']);
    expect(short(autoplan(unbuilt({ actor: null }, onlySre)))).toEqual(['say not-permitted']);
    expect(short(autoplan(unbuilt({ actor: sam }, onlySre)))).toContain('build-config of the head');
    expect(short(autoplan(unbuilt({ actor: null }, {})))).toContain('build-config of the head');
    expect(short(command(unbuilt({}, onlySre), { kind: 'index' }))).toContain('say not-permitted');
  });

  it('are not run of a change of files that is for others', () => {
    const access = rules({ terrateam_config_update: [] });
    const guarded = [
      { path: '.terrateam/config.yml', as: 'terrateam_config_update' },
    ] satisfies readonly GuardedPath[];
    expect(short(autoplan(unbuilt({}, access, guarded)))).toEqual(['say files-denied']);
    expect(short(ask(unbuilt({}, access, guarded), 'plan'))).toContain('say files-denied');
    const asked = unbuilt({ shown }, access, guarded);
    expect(short(command(asked, { kind: 'repo-config' }))).toEqual(['react +1', 'say repo-config']);
  });

  it('are run to show a configuration for those who may', () => {
    const show = (given: Facts) => short(command(given, { kind: 'repo-config' }));
    expect(show(unbuilt({ shown, actor: sam }, onlySre))).toContain('build-config of the head');
    expect(show(unbuilt({ shown }, onlySre))).toEqual(['react +1', 'say repo-config']);
  });
});

describe('unlock', () => {
  const unlock = (given: Facts) =>
    command(given, { kind: 'unlock', pullNumbers: [3], drift: false });

  it('is for whom the list names', () => {
    const config = rules({ unlock: ['user:eve'] });
    const denied = unlock(facts({ config }));
    expect(short(denied)).toEqual(['react -1', 'say unlock-denied']);
    expect(messages(denied)).toEqual([
      { kind: 'unlock-denied', login: 'ana', allowed: ['user:eve'] },
    ]);
    expect(short(unlock(facts({ config, actor: eve })))).toContain('unlock 3');
    expect(short(unlock(facts({ config, actor: null })))).toContain('say unlock-denied');
  });

  it('goes by the rules of the default branch when those of the change cannot be read', () => {
    const broken = (access: object | null, actor = ana): Facts => ({
      ...facts({ actor }),
      configuration: { kind: 'invalid', errors: [], access: access && config(access) },
    });
    expect(short(unlock(broken({})))).toContain('unlock 3');
    expect(short(unlock(broken(rules({ unlock: ['user:bo'] }))))).toContain('say unlock-denied');
    expect(messages(unlock(broken(null)))).toMatchObject([{ allowed: null }]);
    expect(short(unlock(broken(null, person('root', { permission: 'admin' }))))).toContain(
      'unlock 3',
    );
  });
});

it('carries out no command that waited while the branch was pushed to', () => {
  const given = facts({ pushedSince: true, actor: null });
  expect(short(ask(given, 'plan'))).toEqual(['react confused', 'say pushed-since']);
  expect(short(autoplan(given))).toEqual(['plan app network']);
});

it('says whose rules they are where a change brings its own', () => {
  const own = { default_branch_overrides: [], ...guardedNetwork() };
  expect(messages(ask(facts({ config: own }), 'plan'))).toMatchObject([{ branch: 'change' }]);
});
