import { describe, expect, it } from 'vitest';
import type { Dirspace } from '../../src/config/dirspace.ts';
import { decide } from '../../src/decide/decide.ts';
import type { Facts } from '../../src/decide/facts.ts';
import {
  app,
  dirspace,
  facts,
  loaded,
  merged,
  messages,
  network,
  plan,
  run,
  withoutChecks,
} from './given.ts';

const autoplan = (given: Facts) => withoutChecks(decide(given, { kind: 'autoplan' }));
const askPlan = (given: Facts, query = '') =>
  withoutChecks(
    decide(given, { kind: 'command', command: { kind: 'plan', query }, commentId: 1 }),
  ).filter((line) => !line.startsWith('react '));

describe('a push', () => {
  it('plans what the change touches, in one run', () => {
    expect(autoplan(facts())).toEqual(['plan app network']);
  });

  it('plans nothing when nothing is touched', () => {
    expect(autoplan(facts({ changed: [] }))).toEqual([]);
  });

  it('says once what of the configuration is not carried out, when there is something to plan', () => {
    const warned = (changed: readonly Dirspace[], warnings = ['one', 'two']) => {
      const given = facts({ changed });
      return { ...given, configuration: { ...loaded(given), warnings } };
    };
    expect(autoplan(warned([app]))).toEqual(['plan app', 'say config-warnings']);
    expect(autoplan(warned([]))).toEqual([]);
    const keyOf = (warnings: string[]) =>
      decide(warned([app], warnings), { kind: 'autoplan' }).flatMap((d) =>
        d.kind === 'comment' ? d.key : [],
      );
    expect(keyOf(['one', 'two'])).toEqual(keyOf(['one', 'two']));
    expect(keyOf(['one', 'two'])).not.toEqual(keyOf(['one', 'other']));
    // PostgreSQL indexes the key, and no text of more than 2,700 bytes.
    const [long = ''] = keyOf(Array(300).fill('long '.repeat(100)));
    expect(long).toMatch(/^config-warnings [0-9a-f]{64}$/);
  });

  it('plans nothing again that has a valid plan', () => {
    expect(autoplan(facts({ results: [plan(app)] }))).toEqual(['plan network']);
  });

  it('plans nothing again that is being planned at this base and head', () => {
    expect(autoplan(facts({ openRuns: [run([app])] }))).toEqual(['plan network']);
  });

  it('aborts the plans of an earlier head', () => {
    const openRuns = [run([app], { headSha: 'earlier' })];
    expect(autoplan(facts({ openRuns }))).toEqual(['abort r1', 'plan app network']);
  });

  it('aborts them also when there is nothing left to plan', () => {
    const openRuns = [run([app], { headSha: 'earlier' })];
    expect(autoplan(facts({ openRuns, changed: [] }))).toEqual(['abort r1']);
  });

  it('leaves an apply alone, and what it applies', () => {
    const openRuns = [run([app], { type: 'apply', headSha: 'earlier' })];
    expect(autoplan(facts({ openRuns }))).toEqual(['plan network']);
  });

  it('leaves the plans of other pull requests alone', () => {
    const openRuns = [run([app], { pullNumber: 3, headSha: 'h3' })];
    expect(autoplan(facts({ openRuns }))).toEqual(['plan app network']);
  });

  it('does not plan what says autoplan: false', () => {
    const changed = [app, dirspace('network', { autoplan: false })];
    expect(autoplan(facts({ changed }))).toEqual(['plan app']);
  });

  it('does not plan in a draft what says autoplan_draft_pr: false', () => {
    const changed = [app, dirspace('network', { autoplanDraft: false })];
    expect(autoplan(facts({ changed, pull: { draft: true } }))).toEqual(['plan app']);
    expect(autoplan(facts({ changed }))).toEqual(['plan app network']);
  });

  it('of a fork plans nothing and says that a writer must ask', () => {
    expect(autoplan(facts({ pull: { fork: true } }))).toEqual(['say fork-needs-writer']);
  });

  it('says nothing about a destination branch that is not allowed', () => {
    expect(autoplan(facts({ pull: { baseRef: 'release' } }))).toEqual([]);
  });

  it('says that the branch conflicts', () => {
    expect(autoplan(facts({ pull: { mergeable: false } }))).toEqual(['say merge-conflict']);
  });

  it('goes on while it is not known whether the branch conflicts', () => {
    expect(autoplan(facts({ pull: { mergeable: null } }))).toEqual(['plan app network']);
  });

  it('on a disabled repository means nothing', () => {
    expect(decide(facts({ config: { enabled: false } }), { kind: 'autoplan' })).toEqual([]);
  });

  it('plans again what was applied at an earlier head and is no longer in the diff', () => {
    const results = [plan(network, { type: 'apply', headSha: 'earlier' })];
    const given = facts({ changed: [app], dirspaces: [app, network], results });
    expect(autoplan(given)).toEqual(['plan app network']);
    const unlocked = results.map((result) => ({ ...result, unlocked: true }));
    expect(autoplan({ ...given, results: unlocked })).toEqual(['plan app']);
  });

  it('with an invalid configuration says so once a head, and fails the plan check', () => {
    const error = {
      file: '.terrateam/config.yml',
      line: 2,
      column: 1,
      frame: '',
      path: 'dris',
      kind: 'schema' as const,
      message: 'There is no key dris here.',
      expected: null,
      nearest: 'dirs',
    };
    const given: Facts = {
      ...facts(),
      configuration: { kind: 'invalid', errors: [error], access: null },
    };
    expect(decide(given, { kind: 'autoplan' })).toEqual([
      {
        kind: 'comment',
        key: 'config-error h',
        message: { kind: 'config-error', errors: [error] },
      },
      {
        kind: 'set_check',
        check: {
          sha: 'h',
          context: 'terrateam plan',
          state: 'failure',
          description: 'The configuration is not valid',
        },
      },
    ]);
  });
});

describe('the command plan', () => {
  it('plans again what has a valid plan', () => {
    expect(askPlan(facts({ results: [plan(app), plan(network)] }))).toEqual(['plan app network']);
  });

  it('plans what the query selects', () => {
    expect(askPlan(facts(), 'dir:app')).toEqual(['plan app']);
  });

  it('plans what says autoplan: false', () => {
    expect(askPlan(facts({ changed: [dirspace('app', { autoplan: false })] }))).toEqual([
      'plan app',
    ]);
  });

  it('takes the place of open plans over the same dirspaces', () => {
    const openRuns = [run([app]), run([network], { id: 'r2' })];
    expect(askPlan(facts({ openRuns }), 'dir:app')).toEqual(['abort r1', 'plan app']);
  });

  it('is refused while the pull request applies the same dirspace', () => {
    const openRuns = [run([app], { type: 'apply' })];
    expect(askPlan(facts({ openRuns }))).toEqual(['say conflicting-runs']);
    expect(askPlan(facts({ openRuns }), 'dir:network')).toEqual(['plan network']);
  });

  it('says what there is when the query selects nothing', () => {
    const decisions = decide(facts(), {
      kind: 'command',
      command: { kind: 'plan', query: 'dir:elsewhere' },
      commentId: 1,
    });
    expect(messages(decisions)).toEqual([
      {
        kind: 'nothing-to-plan',
        query: 'dir:elsewhere',
        changed: [
          { dir: 'app', workspace: 'default' },
          { dir: 'network', workspace: 'default' },
        ],
      },
    ]);
  });

  it('says that everything is applied', () => {
    const results = [plan(app, { type: 'apply' }), plan(network, { hasChanges: false })];
    expect(askPlan(facts({ results }))).toEqual(['say all-applied']);
  });

  it('plans again what was applied before the last unlock', () => {
    const results = [plan(app, { type: 'apply', unlocked: true })];
    expect(askPlan(facts({ changed: [app], results }))).toEqual(['plan app']);
  });

  it('says that the destination branch is not allowed', () => {
    expect(askPlan(facts({ pull: { baseRef: 'release' } }))).toEqual(['say branch-not-allowed']);
  });

  it('by a writer plans a fork, without secrets', () => {
    expect(askPlan(facts({ pull: { fork: true } }))).toEqual(['plan app network without secrets']);
  });

  it('plans the merge itself once the pull request is merged', () => {
    const decisions = decide(facts({ pull: merged }), {
      kind: 'command',
      command: { kind: 'plan', query: '' },
      commentId: 1,
    });
    expect(decisions).toContainEqual(
      expect.objectContaining({
        kind: 'create_run',
        run: expect.objectContaining({ baseSha: 'm', headSha: 'm', fork: false }),
      }),
    );
  });

  it('on a closed pull request does nothing', () => {
    expect(askPlan(facts({ pull: { state: 'closed' } }))).toEqual([]);
  });
});
