import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dirspace } from '../../src/config/dirspace.ts';
import type { DriftSchedule } from '../../src/decide/drift.ts';
import {
  beginDrift,
  continueDrift,
  type DriftFacts,
  type DriftResult,
  type NewDriftRun,
} from '../../src/decide/drift-run.ts';
import { app, apply, dependent, dirspace, facts, loaded, network, other, run } from './given.ts';

const SCHEDULE: DriftSchedule = {
  name: 'all',
  every: 'daily',
  tagQuery: '',
  reconcile: true,
  window: null,
};

type Given = Partial<Omit<DriftFacts, 'schedule' | 'configuration'>> & {
  readonly schedule?: Partial<DriftSchedule>;
  readonly dirspaces?: readonly Dirspace[];
  readonly config?: unknown;
};

/** A drift run over the dirspaces network and app, whose branch is at `t`. */
function drift({ schedule, dirspaces = [app, network], config, ...rest }: Given = {}): DriftFacts {
  return {
    schedule: { ...SCHEDULE, ...schedule },
    configuration: loaded(facts({ dirspaces, config })),
    branch: 'main',
    tip: 't',
    openRuns: [],
    done: [],
    baseMoves: [],
    results: [],
    otherPulls: [],
    ...rest,
  };
}

/** A plan of the drift run that found changes, at the branch's tip. */
function found({ dir, workspace }: Dirspace, more: Partial<DriftResult> = {}): DriftResult {
  return {
    ...{ dir, workspace, type: 'plan', state: 'completed', success: true, hasChanges: true },
    ...{ runId: `plan of ${dir}`, headSha: 't', createdAt: 1, planStored: true, overtaken: false },
    isGated: false,
    ...more,
  };
}

const applied = (of: Dirspace, more: Partial<DriftResult> = {}) =>
  found(of, { type: 'apply', planStored: false, createdAt: 2, ...more });

const inShort = (runs: readonly NewDriftRun[]) =>
  runs.map(({ run: { type, dirspaces } }) => [type, ...dirspaces.map(({ dir }) => dir)].join(' '));

describe('a drift run begins', () => {
  it('with plans of all that its schedule selects, of all layers, at the tip', () => {
    const below = dependent('below', 'dir:network');
    const given = drift({
      dirspaces: [app, below, network],
      schedule: { tagQuery: 'not dir:app' },
    });
    expect(beginDrift(given)).toMatchObject([
      {
        run: {
          ...{ type: 'plan', baseSha: 't', headSha: 't', tagQuery: 'not dir:app', fork: false },
          dirspaces: [{ dir: 'below' }, { dir: 'network' }],
        },
        plans: [null, null],
      },
    ]);
  });

  it('in a job for each environment, and for each workspace of a directory', () => {
    const apart = dirspace('apart', { environment: 'production' });
    const second = dirspace('app', { workspace: 'second' });
    const runs = beginDrift(drift({ dirspaces: [apart, app, second] }));
    expect(inShort(runs)).toEqual(['plan apart', 'plan app', 'plan app']);
    expect(runs[0]?.run.environment).toBe('production');
  });

  it('whatever is under way: it waits in the queue', () => {
    const openRuns = [run([network]), run([app], { id: 'r2', pullNumber: null })];
    expect(inShort(beginDrift(drift({ openRuns })))).toEqual(['plan app network']);
  });
});

describe('what a drift run found', () => {
  it('is left as it is where its schedule does not reconcile', () => {
    const done = [found(app)];
    expect(continueDrift(drift({ done, schedule: { reconcile: false } }))).toEqual([]);
  });

  it('is applied by the plans that have changes, at the commit that they were made of', () => {
    const done = [found(app, { headSha: 's' }), found(network, { hasChanges: false })];
    expect(continueDrift(drift({ done }))).toMatchObject([
      {
        run: { type: 'apply', baseSha: 's', headSha: 's', dirspaces: [{ dir: 'app' }] },
        plans: ['plan of app'],
      },
    ]);
  });

  it.each<[string, Given]>([
    ['is used or expired', { done: [found(app, { planStored: false })] }],
    ['something was applied over', { done: [found(app, { overtaken: true })] }],
    ['asks for an approval', { done: [found(app, { isGated: true })] }],
    ['failed', { done: [found(app, { success: false })] }],
    ['was called off', { done: [found(app), found(network, { state: 'aborted' })] }],
    ['has been pushed over', { baseMoves: [{ from: 't', dirspaces: [app] }] }],
    ['a pull request plans meanwhile', { openRuns: [run([app])] }],
    [
      'another drift run applies meanwhile',
      { openRuns: [run([app], { type: 'apply', pullNumber: null })] },
    ],
    [
      'a pull request has locked',
      { otherPulls: [other([app])], results: [apply(app, { pullNumber: 3 })] },
    ],
  ])('is not applied by a plan that %s', (_, given) => {
    expect(continueDrift(drift({ done: [found(app)], ...given }))).toEqual([]);
  });

  it('is applied whatever was pushed elsewhere, is locked for other branches, or is planned', () => {
    const elsewhere = dirspace('app', { lockBranchTarget: 'dest_branch' });
    const given = {
      done: [found(app)],
      baseMoves: [{ from: 't', dirspaces: [network] }],
      otherPulls: [other([elsewhere], { baseRef: 'next' })],
      results: [apply(app, { pullNumber: 3 })],
      openRuns: [run([app], { pullNumber: null }), run([network], { id: 'r2' })],
    };
    expect(inShort(continueDrift(drift(given)))).toEqual(['apply app']);
  });

  it('is applied by layers: what comes behind an apply is planned again', () => {
    const below = dependent('below', 'dir:network');
    const at = (...done: readonly DriftResult[]) =>
      inShort(continueDrift(drift({ dirspaces: [app, below, network], done })));
    const plans = [found(app), found(below), found(network)];
    expect(at(...plans)).toEqual(['apply app network']);
    const first = [...plans, applied(app), applied(network)];
    expect(at(...first)).toEqual(['plan below']);
    const second = [...first, found(below, { createdAt: 3 })];
    expect(at(...second)).toEqual(['apply below']);
    expect(at(...second, applied(below, { createdAt: 4 }))).toEqual([]);
    expect(at(...plans, applied(app), applied(network, { success: false }))).toEqual([]);
  });

  it('of a stack that is applied after another waits for that', () => {
    const config = {
      stacks: {
        names: {
          first: { tag_query: 'dir:network' },
          second: { tag_query: 'dir:app', rules: { apply_after: ['first'] } },
        },
      },
    };
    const done = [found(app), found(network)];
    expect(inShort(continueDrift(drift({ config, done })))).toEqual(['apply network']);
    const then = [...done, applied(network)];
    expect(inShort(continueDrift(drift({ config, done: then })))).toEqual(['apply app']);
  });

  it('comes to an end however runs end, and nothing is applied twice or before what it waits for', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const edges = fc.array(fc.nat({ max: 5 }), { minLength: 5, maxLength: 5 });
    const outcomes = fc.infiniteStream(
      fc.record({ success: fc.boolean(), hasChanges: fc.boolean() }),
    );
    fc.assert(
      fc.property(edges, outcomes, (on, stream) => {
        // Each waits for one before it, or for none.
        const dirspaces = names.map((dir, i) => {
          const before = names[on[i] ?? i];
          return before === undefined || before >= dir
            ? dirspace(dir)
            : dependent(dir, `dir:${before}`);
        });
        const ended = play(dirspaces, stream);
        const applies = ended.filter(({ type }) => type === 'apply').map(({ dir }) => dir);
        expect(new Set(applies).size).toBe(applies.length);
        for (const [i, { type, dir }] of ended.entries()) {
          const before = names[on[names.indexOf(dir)] ?? names.length];
          if (type !== 'apply' || before === undefined || before >= dir) continue;
          const last = ended.slice(0, i).findLast((result) => result.dir === before);
          expect(last?.success && (last.type === 'apply' || !last.hasChanges)).toBe(true);
        }
      }),
    );
  });
});

type Outcome = { readonly success: boolean; readonly hasChanges: boolean };

/** Lets a drift run go on until nothing follows any more. */
function play(dirspaces: readonly Dirspace[], outcomes: Iterator<Outcome>): readonly DriftResult[] {
  const done: DriftResult[] = [];
  let runs = beginDrift(drift({ dirspaces }));
  for (let time = 1; runs.length > 0; time += 1) {
    if (time > 50) throw new Error('It goes on for ever.');
    for (const { run: made } of runs) {
      for (const one of made.dirspaces) {
        const outcome = outcomes.next().value;
        const isApply = made.type === 'apply';
        if (isApply) for (const plan of done.filter(({ dir }) => dir === one.dir)) use(done, plan);
        done.push(
          found(one, { ...outcome, type: made.type, createdAt: time, planStored: !isApply }),
        );
      }
    }
    runs = continueDrift(drift({ dirspaces, done }));
  }
  return done;
}

function use(done: DriftResult[], plan: DriftResult): void {
  done[done.indexOf(plan)] = { ...plan, planStored: false, overtaken: true };
}
