import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deniedDirspaces, deniedFiles } from '../../src/decide/access-control.ts';
import { isApplied } from '../../src/decide/applied.ts';
import { withDecisions } from '../../src/decide/checks.ts';
import type { Command } from '../../src/decide/command.ts';
import { decide } from '../../src/decide/decide.ts';
import type { Decision } from '../../src/decide/decision.ts';
import { keyOf } from '../../src/decide/dirspace-name.ts';
import type { DirspaceName, Facts, RecordedResult, RunFacts } from '../../src/decide/facts.ts';
import { layersOf, matchedDirspaces } from '../../src/decide/matched.ts';
import type { Request } from '../../src/decide/request.ts';
import {
  ana,
  app,
  apply,
  dependent,
  dirspace,
  facts,
  inShort,
  loaded,
  messages,
  NOW,
  network,
  other,
  person,
  plan,
  run,
  withoutChecks,
} from './given.ts';

const command = (given: Command, actor: Facts['actor'] = person('eve', { permission: 'read' })) =>
  decide(facts({ actor }), { kind: 'command', command: given, commentId: 1 });

describe('a comment', () => {
  it.each(['plan', 'apply', 'apply-autoapprove'] as const)(
    'by somebody who may only read is refused: %s',
    (kind) => {
      const decisions = command({ kind, query: '' });
      expect(inShort(decisions)).toEqual(['react -1', 'say not-permitted']);
      expect(messages(decisions)).toEqual([{ kind: 'not-permitted', login: 'eve', command: kind }]);
    },
  );

  it('by somebody who may only read unlocks nothing', () => {
    expect(inShort(command({ kind: 'unlock', pullNumbers: [], drift: false }))).toEqual([
      'react -1',
      'say not-permitted',
    ]);
  });

  it('asks for help, and anybody gets it', () => {
    expect(inShort(command({ kind: 'help' }))).toEqual(['react +1', 'say help']);
  });

  it('that is not understood is answered', () => {
    expect(inShort(command({ kind: 'unknown', given: 'plna', nearest: 'plan' }))).toEqual([
      'react confused',
      'say unknown-command',
    ]);
    expect(inShort(command({ kind: 'bad-query', query: '(', error: '' }))).toEqual([
      'react confused',
      'say tag-query-error',
    ]);
    expect(inShort(command({ kind: 'bad-unlock-id', given: 'x' }))).toEqual([
      'react confused',
      'say unlock-id-error',
    ]);
    expect(inShort(command({ kind: 'unavailable', given: 'index' }))).toEqual([
      'react confused',
      'say unavailable-command',
    ]);
  });

  it('is greeted as carried out only when something was started', () => {
    const reactionTo = (kind: 'plan' | 'apply', given: Parameters<typeof facts>[0] = {}) =>
      inShort(
        decide(facts(given), {
          kind: 'command',
          command: { kind, query: '' },
          commentId: 1,
        }),
      )[0];
    const planned = { results: [plan(app), plan(network)] };
    const applied = { results: [plan(app), apply(app)], changed: [app] };
    expect(reactionTo('plan')).toBe('react rocket');
    expect(reactionTo('apply', planned)).toBe('react rocket');
    expect(reactionTo('apply', { ...applied, config: { automerge: { enabled: true } } })).toBe(
      'react rocket',
    );
    expect(reactionTo('plan', { changed: [] })).toBe('react confused');
    expect(reactionTo('plan', { pull: { mergeable: false } })).toBe('react confused');
    expect(reactionTo('plan', applied)).toBe('react confused');
    expect(reactionTo('apply')).toBe('react confused');
    expect(reactionTo('apply', { ...planned, pull: { fork: true } })).toBe('react confused');
    expect(reactionTo('apply', { ...planned, pull: { draft: true } })).toBe('react confused');
    expect(reactionTo('apply', { ...planned, openRuns: [run([app], { type: 'apply' })] })).toBe(
      'react confused',
    );
  });

  it('is answered under a key of its own, so that it is answered once', () => {
    const [, comment] = command({ kind: 'help' });
    expect(comment).toMatchObject({ kind: 'comment', key: 'answer 1' });
  });

  it('on a disabled repository means nothing', () => {
    const given = facts({ config: { enabled: false } });
    expect(decide(given, { kind: 'command', command: { kind: 'help' }, commentId: 1 })).toEqual([]);
  });
});

describe('unlock', () => {
  const unlock = (given: Facts, pullNumbers: readonly number[] = [], drift = false) =>
    withoutChecks(
      decide(given, {
        kind: 'command',
        command: { kind: 'unlock', pullNumbers, drift },
        commentId: 1,
      }),
    );

  it('releases this pull request and aborts what it runs, applies too', () => {
    const openRuns = [run([app], { type: 'apply' }), run([network], { id: 'r2', pullNumber: 3 })];
    expect(unlock(facts({ openRuns }))).toEqual([
      'react rocket',
      'abort r1',
      'unlock 7',
      'publish r1',
      'say unlocked',
    ]);
  });

  it('releases the pull requests named', () => {
    const openRuns = [run([app]), run([network], { id: 'r2', pullNumber: 3 })];
    expect(unlock(facts({ openRuns }), [5, 3, 3])).toEqual([
      'react rocket',
      'abort r2',
      'unlock 3 5',
      'say unlocked',
    ]);
  });

  it('calls drift runs off, and nothing else, when that is asked for', () => {
    const openRuns = [run([app]), run([network], { id: 'r2', pullNumber: null })];
    expect(unlock(facts({ openRuns }))).not.toContain('abort r2');
    expect(unlock(facts({ openRuns }), [], true)).toEqual([
      'react rocket',
      'abort r2',
      expect.stringMatching(/^unlock *$/),
      'say unlocked',
    ]);
  });

  it('works on a closed pull request', () => {
    expect(unlock(facts({ pull: { state: 'closed' } }))).toContain('unlock 7');
  });
});

describe('closing without a merge', () => {
  const close = (given: Omit<Parameters<typeof facts>[0] & object, 'pull'>) =>
    withoutChecks(decide(facts({ ...given, pull: { state: 'closed' } }), { kind: 'closed' }));

  it('aborts plans, and applies that have not begun', () => {
    const openRuns = [
      run([app]),
      run([network], { id: 'r2', type: 'apply', state: 'queued' }),
      run([network], { id: 'r3', type: 'apply' }),
    ];
    expect(close({ openRuns })).toEqual(['abort r1', 'abort r2']);
  });

  it('says that what was applied stays locked', () => {
    expect(close({ results: [plan(app), apply(app)] })).toEqual(['say still-locked']);
  });

  it('says nothing when nothing was applied', () => {
    expect(close({ results: [plan(app)] })).toEqual([]);
  });
});

/** Facts of every kind that matters to decisions, small enough to meet each other. */
const dns = dependent('dns', 'dir:app');
const DIRSPACES = [
  dependent('app', 'dir:network'),
  network,
  dns,
  dirspace('data', { autoapply: true }),
  dirspace('app', { workspace: 'prod', autoplan: false }),
];
const anyDirspace = fc.constantFrom(...DIRSPACES);
/** None, or those of the dirspaces named by their directories, with rules that do not go in circles. */
const anyStacks = fc.option(
  fc
    .record({
      after: fc.constantFrom('plan_after', 'apply_after', 'modified_by'),
      auto: fc.boolean(),
    })
    .map(({ after, auto }) => ({
      names: {
        base: { tag_query: 'dir:network or dir:data', rules: { auto_apply: auto } },
        rest: { tag_query: 'not (dir:network or dir:data)', rules: { [after]: ['base'] } },
      },
    })),
);
/** Rules that let some do some things, or none: then everybody may. */
const anyList = fc.constantFrom(['*'], ['user:ana'], ['team:sre'], []);
const anyAccess = fc.option(
  fc
    .record({
      first: fc.record({ plan: anyList, apply: anyList, apply_autoapprove: anyList }),
      last: fc.record({ plan: anyList, apply: anyList, apply_autoapprove: anyList }),
      superapproval: anyList,
      terrateam_config_update: anyList,
      apply_require_all_dirspace_access: fc.boolean(),
      plan_require_all_dirspace_access: fc.boolean(),
    })
    .map(({ first, last, superapproval, ...rest }) => ({
      ...rest,
      policies: [
        { tag_query: 'dir:app', ...first, apply_with_superapproval: ['*'], superapproval },
        { tag_query: 'not dir:data', ...last },
      ],
    })),
  { nil: undefined },
);
const anyPerson = fc.constantFrom(
  ana,
  person('bo'),
  person('sam', { teams: ['sre'] }),
  person('eve', { permission: 'read' }),
);
const anySha = fc.constantFrom('h', 'earlier', 'm');
const anyResult: fc.Arbitrary<RecordedResult> = fc
  .record({
    of: anyDirspace,
    pullNumber: fc.constantFrom(7, 3),
    type: fc.constantFrom('plan' as const, 'apply' as const, 'unsafe-apply' as const),
    success: fc.boolean(),
    hasChanges: fc.boolean(),
    headSha: anySha,
    age: fc.integer({ min: 1, max: 9 }),
    planStored: fc.boolean(),
    unlocked: fc.boolean(),
  })
  .map(({ of, age, ...rest }) =>
    plan(of, { ...rest, baseSha: rest.headSha === 'm' ? 'm' : 'b', createdAt: NOW - age * 1000 }),
  );
const anyRun: fc.Arbitrary<RunFacts> = fc
  .record({
    of: fc.uniqueArray(anyDirspace, { minLength: 1, maxLength: 3 }),
    id: fc.constantFrom('r1', 'r2', 'r3', 'r4'),
    pullNumber: fc.constantFrom(7, 3),
    type: fc.constantFrom('plan' as const, 'apply' as const, 'unsafe-apply' as const),
    state: fc.constantFrom('queued' as const, 'dispatched' as const, 'running' as const),
    headSha: anySha,
  })
  .map(({ of, ...rest }) => run(of, { ...rest, baseSha: rest.headSha === 'm' ? 'm' : 'b' }));
const anyFacts: fc.Arbitrary<Facts> = fc
  .record({
    changed: fc.uniqueArray(anyDirspace),
    state: fc.constantFrom('open' as const, 'closed' as const, 'merged' as const),
    fork: fc.boolean(),
    draft: fc.boolean(),
    mergeable: fc.constantFrom(true, false, null),
    results: fc.array(anyResult, { maxLength: 6 }),
    openRuns: fc.uniqueArray(anyRun, { maxLength: 3, selector: ({ id }) => id }),
    automerge: fc.boolean(),
    pending: fc.boolean(),
    stacks: fc.option(anyStacks, { nil: undefined }),
    access: anyAccess,
    actor: fc.option(anyPerson),
    approvals: fc.uniqueArray(anyPerson, { maxLength: 2 }),
    guarded: fc.boolean(),
  })
  .map(({ changed, state, fork, draft, mergeable, results, openRuns, automerge, ...more }) =>
    facts({
      changed,
      dirspaces: DIRSPACES,
      results: results.toSorted((a, b) => a.createdAt - b.createdAt),
      openRuns,
      otherPulls: [other([app])],
      actor: more.actor,
      approvals: more.approvals,
      guarded: more.guarded
        ? [{ path: '.terrateam/config.yml', as: 'terrateam_config_update' }]
        : [],
      config: {
        automerge: { enabled: automerge },
        apply_requirements: { create_pending_apply_check: more.pending },
        ...(more.stacks ? { stacks: more.stacks } : {}),
        ...(more.access ? { access_control: more.access } : {}),
      },
      pull: {
        state,
        fork,
        draft,
        mergeable,
        ...(state === 'merged' ? { mergeSha: 'm', mergedAt: NOW - 10 } : {}),
      },
    }),
  );
const anyRequest: fc.Arbitrary<Request> = fc.constantFrom<Request>(
  { kind: 'autoplan' },
  { kind: 'closed' },
  { kind: 'refresh_checks' },
  { kind: 'command', command: { kind: 'plan', query: '' }, commentId: 1 },
  { kind: 'command', command: { kind: 'apply', query: '' }, commentId: 1 },
  { kind: 'command', command: { kind: 'apply-autoapprove', query: 'dir:app' }, commentId: 1 },
  { kind: 'command', command: { kind: 'unlock', pullNumbers: [], drift: false }, commentId: 1 },
  { kind: 'run_ended', run: run([app], { id: 'ended' }), how: { kind: 'result' } },
  { kind: 'run_ended', run: run([app], { headSha: 'earlier' }), how: { kind: 'result' } },
);

/** Ends a run with results that have changes, newer than all before. */
function finish(given: Facts, over: RunFacts, count: number): Facts {
  const { pullNumber, type, headSha, baseSha } = over;
  const results = over.dirspaces.map(
    ({ dir, workspace }): RecordedResult => ({
      ...plan(dirspace(dir, { workspace }), { pullNumber, type, headSha, baseSha }),
      runId: over.id,
      planStored: type === 'plan',
      createdAt: NOW + count,
    }),
  );
  return {
    ...given,
    openRuns: given.openRuns.filter((open) => open !== over),
    results: [...given.results, ...results],
  };
}

/** Carries out what changes facts: runs and checks. */
function carryOut(given: Facts, decisions: readonly Decision[]): Facts {
  const written = decisions.flatMap((d) => (d.kind === 'set_check' ? [d.check] : []));
  const kept = given.checks.filter(
    (old) => !written.some((check) => check.sha === old.sha && check.context === old.context),
  );
  return { ...withDecisions(given, decisions), checks: [...kept, ...written] };
}

describe('deciding', () => {
  it('runs nothing before what it waits for is applied, and nothing that is applied', () => {
    fc.assert(
      fc.property(anyFacts, anyRequest, (given, request) => {
        const layers = layersOf(given, loaded(given));
        const layerOf = (of: DirspaceName) =>
          layers.findIndex((layer) => layer.some((one) => keyOf(one) === keyOf(of)));
        const runs = decide(given, request).flatMap((d) =>
          d.kind === 'create_run' ? [d.run] : [],
        );
        for (const one of runs.flatMap(({ dirspaces }) => dirspaces)) {
          expect(isApplied(given, one)).toBe(false);
          const before = layers.slice(0, layerOf(one)).flat();
          expect(before.filter((other) => !isApplied(given, other))).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('applies no stack before the ones that it comes after', () => {
    fc.assert(
      fc.property(anyFacts, anyRequest, (given, request) => {
        const { stacks } = loaded(given).derived;
        const left = matchedDirspaces(given, loaded(given)).filter((one) => !isApplied(given, one));
        for (const decision of decide(given, request)) {
          if (decision.kind !== 'create_run' || decision.run.type === 'plan') continue;
          const waitsFor = decision.run.dirspaces.flatMap(
            ({ stack }) => stacks[stack]?.applyAfter ?? [],
          );
          expect(left.filter(({ stack }) => waitsFor.includes(stack))).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('comes to an end by itself, when every run succeeds', () => {
    fc.assert(
      fc.property(anyFacts, anyRequest, (given, request) => {
        const own = { ...given, openRuns: given.openRuns.filter((open) => open.pullNumber === 7) };
        let now = carryOut(own, decide(own, request));
        // Each run is over once; what follows from its end may start others.
        for (let runs = 0; now.openRuns.length > 0; runs++) {
          expect(runs).toBeLessThan(30);
          const [over] = now.openRuns;
          if (over === undefined) return;
          const done = finish(now, over, runs);
          const how = { kind: 'result' } as const;
          now = carryOut(done, decide(done, { kind: 'run_ended', run: over, how }));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order in which unordered facts were read', () => {
    fc.assert(
      fc.property(anyFacts, anyRequest, (given, request) => {
        const { configuration } = given;
        if (configuration.kind !== 'loaded') return;
        const shuffled: Facts = {
          ...given,
          openRuns: given.openRuns.toReversed(),
          configuration: {
            ...configuration,
            touched: configuration.touched.toReversed(),
          },
        };
        expect(decide(shuffled, request)).toEqual(decide(given, request));
      }),
      { numRuns: 500 },
    );
  });

  it('starts and aborts nothing a second time when an event comes again', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom('autoplan', 'refresh_checks'), (given, kind) => {
        const request = { kind } as Request;
        const after = carryOut(given, decide(given, request));
        expect(decide(after, request).filter(({ kind }) => kind !== 'comment')).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves no plan check pending without a run that will finish it', () => {
    fc.assert(
      fc.property(anyFacts, anyRequest, (given, request) => {
        const begun = carryOut(given, decide(given, request));
        const ended = { ...begun, openRuns: [] };
        const after = carryOut(ended, decide(ended, { kind: 'refresh_checks' }));
        const pending = after.checks.filter(({ state }) => state === 'pending');
        expect(pending.filter(({ context }) => context.startsWith('terrateam plan'))).toEqual([]);
        expect(pending.filter(({ description }) => description !== 'Waiting')).toEqual([]);
        if (given.pull.state === 'closed') expect(pending).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('runs nothing for somebody whom the rules do not let', () => {
    const capabilities = {
      plan: 'plan',
      apply: 'apply',
      'unsafe-apply': 'apply_autoapprove',
    } as const;
    fc.assert(
      fc.property(anyFacts, anyRequest, (given, request) => {
        const { config, guarded } = loaded(given);
        const acting = { person: given.actor, byEvent: request.kind !== 'command' };
        for (const decision of decide(given, request)) {
          if (decision.kind === 'merge' && request.kind === 'command') {
            expect(deniedFiles(config, acting, guarded)).toEqual([]);
          }
          if (decision.kind !== 'create_run') continue;
          const { type, dirspaces } = decision.run;
          const denied = deniedDirspaces(
            config,
            acting,
            capabilities[type],
            dirspaces,
            given.approvals,
          );
          expect(denied).toEqual([]);
          expect(deniedFiles(config, acting, guarded)).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('never runs an unmerged fork with secrets, and never applies it', () => {
    fc.assert(
      fc.property(anyFacts, anyRequest, (given, request) => {
        const decisions = decide(given, request);
        const runs = decisions.flatMap((d) => (d.kind === 'create_run' ? [d.run] : []));
        if (!given.pull.fork || given.pull.state === 'merged') return;
        expect(runs.every(({ type, fork }) => type === 'plan' && fork)).toBe(true);
        if (request.kind !== 'command') expect(runs).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
