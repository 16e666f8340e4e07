import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/decide/decide.ts';
import type { Decision } from '../../src/decide/decision.ts';
import type {
  Build,
  BuildFailure,
  BuildRun,
  BuildSide,
  BuildType,
  Check,
  Facts,
  PullFacts,
  RunState,
} from '../../src/decide/facts.ts';
import type { Request } from '../../src/decide/request.ts';
import {
  checksIn,
  config,
  facts as given,
  inShort,
  loaded,
  merged,
  messages,
  NOW,
  network,
  person,
  run as planRun,
  withoutChecks,
} from './given.ts';

const FAILED: BuildFailure = { kind: 'failed', output: 'no such file' };
const AUTOPLAN: Request = { kind: 'autoplan' };
const command = (kind: 'plan' | 'apply'): Request => ({
  kind: 'command',
  command: { kind, query: '' },
  commentId: 5,
});
const asked = (kind: 'repo-config' | 'index'): Request => ({
  kind: 'command',
  command: { kind },
  commentId: 5,
});

function buildRun(state: RunState, more: Partial<BuildRun> = {}): BuildRun {
  const isOver = state === 'completed' || state === 'failed' || state === 'aborted';
  return {
    id: 'build 1',
    pullNumber: 7,
    type: 'build-tree',
    side: 'head',
    headSha: 'h',
    state,
    endedAt: isOver ? NOW + 10 : null,
    runId: null,
    runUrl: null,
    failure: state === 'failed' ? FAILED : null,
    ...more,
  };
}

type GivenBuild = Partial<Build> & { readonly type?: BuildType; readonly side?: BuildSide };

function build(run: BuildRun | null, more: GivenBuild = {}): Build {
  const { type = 'build-tree', side = 'head' } = more;
  const sha = side === 'head' ? 'h' : 'b';
  const made = run && { ...run, type, side };
  const read = run?.state === 'completed' ? { runId: run.id, errors: [], unreadable: [] } : null;
  return {
    ...{ type, side, sha, key: `${type} key`, config: {}, dirs: null },
    ...{ run: made, newest: made, read },
    ...more,
  };
}

const destination = { side: 'destination' } as const;

/** A pull request whose configuration is not known before these builds have ended. */
function unbuilt(
  builds: readonly Build[],
  more: Partial<Omit<Facts, 'pull'>> & { readonly pull?: Partial<PullFacts> } = {},
): Facts {
  return {
    ...given({ changed: [network], ...more }),
    configuration: { kind: 'unbuilt', config: config(), guarded: [] },
    builds,
  };
}

describe('a configuration that has to be built', () => {
  it('is built on both sides, each said in a check, while what was asked for waits', () => {
    const decisions = decide(unbuilt([build(null), build(null, destination)]), AUTOPLAN);
    expect(inShort(decisions)).toEqual([
      'build-tree of the head',
      'build-tree of the destination',
      'wait',
      'terrateam build-tree: pending, Queued',
      'terrateam build-tree [main]: pending, Queued',
    ]);
  });

  it('is built once when both sides are one commit', () => {
    const same = build(null, { ...destination, sha: 'h' });
    expect(withoutChecks(decide(unbuilt([build(null), same]), AUTOPLAN))).toEqual([
      'build-tree of the head',
      'wait',
    ]);
  });

  it('needs only what nobody builds or has built, for whatever pull request', () => {
    const builds = [
      build(buildRun('running', { pullNumber: 3 })),
      build(null, destination),
      build(buildRun('completed', { id: 'x' }), { type: 'build-config' }),
    ];
    expect(withoutChecks(decide(unbuilt(builds), AUTOPLAN))).toEqual([
      'build-tree of the destination',
      'wait',
    ]);
  });

  it('answers a person with eyes while it waits', () => {
    expect(withoutChecks(decide(unbuilt([build(null)]), command('plan')))).toEqual([
      'react eyes',
      'build-tree of the head',
      'wait',
    ]);
  });

  it.each<[string, Request, Partial<PullFacts>]>([
    ['plan', command('plan'), {}],
    ['apply', command('apply'), {}],
    ['an autoapply after the merge', { kind: 'closed' }, merged],
    [
      'a run that has ended',
      { kind: 'run_ended', run: planRun([network]), how: { kind: 'result' } },
      {},
    ],
  ])('lets %s wait', (_, request, pull) => {
    expect(
      withoutChecks(decide(unbuilt([build(buildRun('running'))], { pull }), request)),
    ).toContain('wait');
  });

  it('says what a run has brought at once', () => {
    const request: Request = {
      kind: 'run_ended',
      run: planRun([network]),
      how: { kind: 'result' },
    };
    expect(withoutChecks(decide(unbuilt([build(null)]), request))).toEqual([
      'publish r1',
      'build-tree of the head',
      'wait',
    ]);
  });

  it.each<[string, Request]>([
    ['help', { kind: 'command', command: { kind: 'help' }, commentId: 5 }],
    [
      'unlock',
      { kind: 'command', command: { kind: 'unlock', pullNumbers: [], drift: false }, commentId: 5 },
    ],
    ['checks that are looked after', { kind: 'refresh_checks' }],
  ])('is nothing that %s waits for', (_, request) => {
    expect(inShort(decide(unbuilt([build(null)]), request))).not.toContain('wait');
  });

  it('is not built for a pull request that may not be merged where it wants to go', () => {
    const elsewhere = { pull: { baseRef: 'release' } };
    expect(decide(unbuilt([build(null)], elsewhere), AUTOPLAN)).toEqual([]);
    expect(withoutChecks(decide(unbuilt([build(null)], elsewhere), command('plan')))).toEqual([
      'react confused',
      'say branch-not-allowed',
    ]);
  });

  it('is built by a stranger’s script only when a writer asks, without secrets', () => {
    const fork = { pull: { fork: true } };
    expect(withoutChecks(decide(unbuilt([build(null)], fork), AUTOPLAN))).toEqual([
      'say fork-needs-writer',
    ]);
    expect(withoutChecks(decide(unbuilt([build(null)], fork), command('plan')))).toEqual([
      'react eyes',
      'build-tree of the head without secrets',
      'wait',
    ]);
    const reader = { ...fork, actor: person('eve', { permission: 'read' }) };
    expect(withoutChecks(decide(unbuilt([build(null)], reader), command('plan')))).toEqual([
      'react -1',
      'say not-permitted',
    ]);
  });

  it('leaves builds of an earlier head, but not those of the destination', () => {
    const openBuilds = [
      buildRun('running', { id: 'old', headSha: 'g' }),
      buildRun('running', { id: 'base', headSha: 'g', side: 'destination' }),
      buildRun('running', { id: 'of another', headSha: 'g', pullNumber: 3 }),
    ];
    const decisions = decide(unbuilt([build(null)], { openBuilds }), AUTOPLAN);
    expect(withoutChecks(decisions)).toEqual(['abort old', 'build-tree of the head', 'wait']);
  });

  it('is nothing to wait for once the pull request is closed', () => {
    const openBuilds = [
      buildRun('running', { id: 'head' }),
      buildRun('running', { id: 'base', side: 'destination' }),
    ];
    const closed = unbuilt([build(openBuilds[0] ?? null)], {
      openBuilds,
      pull: { state: 'closed' },
    });
    expect(withoutChecks(decide(closed, { kind: 'closed' }))).toEqual(['abort head']);
    expect(withoutChecks(decide(closed, command('plan')))).toEqual(['react confused']);
  });

  it('is given up with everything else by unlock, and waited for no more', () => {
    const run = buildRun('running');
    const unlock: Request = {
      kind: 'command',
      command: { kind: 'unlock', pullNumbers: [], drift: false },
      commentId: 6,
    };
    expect(inShort(decide(unbuilt([build(run)], { openBuilds: [run] }), unlock))).toContain(
      'abort build 1',
    );
    expect(withoutChecks(decide(unbuilt([build(buildRun('aborted'))]), command('plan')))).toEqual([
      'react confused',
    ]);
  });

  it('is built anew when another pull request gave up building it', () => {
    const run = buildRun('aborted', { pullNumber: 3 });
    expect(withoutChecks(decide(unbuilt([build(run)]), AUTOPLAN))).toEqual([
      'build-tree of the head',
      'wait',
    ]);
  });
});

describe('a build that failed', () => {
  const before = { endedAt: NOW - 10 };

  it('while something waited for it is the answer, once a run, and nothing is planned', () => {
    const failed = unbuilt([build(buildRun('failed'))]);
    expect(inShort(decide(failed, AUTOPLAN))).toEqual([
      'say build-failed',
      'terrateam plan: failure, The configuration could not be built',
      'terrateam build-tree: failure, Failed',
    ]);
    expect(decide(failed, AUTOPLAN)[0]).toMatchObject({ key: 'build build 1' });
    expect(decide(failed, command('plan'))[1]).toEqual(decide(failed, AUTOPLAN)[0]);
  });

  it('is said once when both sides fail alike', () => {
    const other = build(buildRun('failed', { id: 'build 2' }), destination);
    expect(withoutChecks(decide(unbuilt([build(buildRun('failed')), other]), AUTOPLAN))).toEqual([
      'say build-failed',
    ]);
    const more: BuildFailure = { kind: 'failed', output: 'another' };
    const otherwise = build(buildRun('failed', { id: 'build 2', failure: more }), destination);
    expect(
      withoutChecks(decide(unbuilt([build(buildRun('failed')), otherwise]), AUTOPLAN)),
    ).toEqual(['say build-failed', 'say build-failed']);
  });

  it('before is tried again when somebody asks, and not by an event', () => {
    const failed = unbuilt([build(buildRun('failed', before))]);
    expect(withoutChecks(decide(failed, command('plan')))).toContain('build-tree of the head');
    expect(withoutChecks(decide(failed, AUTOPLAN))).toEqual(['say build-failed']);
  });

  it('of the destination is tried again by a push', () => {
    const failed = build(buildRun('failed', { ...before, headSha: 'g' }), destination);
    expect(withoutChecks(decide(unbuilt([failed]), AUTOPLAN))).toEqual([
      'build-tree of the destination',
      'wait',
    ]);
  });

  it('is one, too, that brought what cannot be used', () => {
    const errors = [
      {
        file: 'config_builder',
        line: 1,
        column: 1,
        frame: '',
        path: 'workflow',
        kind: 'schema' as const,
        message: 'There is no such key.',
        expected: null,
        nearest: 'workflows',
      },
    ];
    const run = buildRun('completed');
    const read = { runId: run.id, errors, unreadable: [] };
    const rejected = unbuilt([build(run, { type: 'build-config', read })]);
    const decisions = decide(rejected, AUTOPLAN);
    expect(messages(decisions)).toMatchObject([{ kind: 'build-failed', failure: null, errors }]);
    expect(checksIn(decisions)).toContain('terrateam build-config: failure, Failed');
  });

  it('is looked at again when its result came while the rest was looked at', () => {
    const unread = build(buildRun('completed'), { read: null });
    expect(withoutChecks(decide(unbuilt([unread]), AUTOPLAN))).toEqual(['wait']);
  });
});

describe('a configuration that was built', () => {
  it('is what is planned by, and its builds show as done', () => {
    const facts = {
      ...given({ changed: [network] }),
      builds: [
        build(buildRun('completed')),
        build(buildRun('completed', { id: 'x' }), destination),
      ],
    };
    const decisions = decide(facts, AUTOPLAN);
    expect(withoutChecks(decisions)).toEqual(['plan network']);
    expect(checksIn(decisions)).toEqual(
      expect.arrayContaining([
        'terrateam build-tree: success, Completed',
        'terrateam build-tree [main]: success, Completed',
      ]),
    );
  });

  it('by an index without some files says so, once', () => {
    const run = buildRun('completed');
    const unreadable = [{ path: 'app/main.tf', line: 3, message: 'a brace is missing' }];
    const index = build(run, { type: 'index', read: { runId: run.id, errors: [], unreadable } });
    const facts = { ...given({ changed: [network] }), builds: [index] };
    const decisions = decide(facts, AUTOPLAN);
    expect(decisions[0]).toMatchObject({
      key: 'build build 1',
      message: { asked: false, unreadable },
    });
    expect(withoutChecks(decisions)).toEqual(['say index-result', 'plan network']);
  });
});

describe('terrateam index', () => {
  const withIndex = (run: BuildRun | null): Facts => ({
    ...given({ changed: [network] }),
    builds: [build(run, { type: 'index' })],
  });

  it('indexes the head anew, whatever there is', () => {
    const old = buildRun('completed', { endedAt: NOW - 10 });
    for (const run of [null, old]) {
      expect(withoutChecks(decide(withIndex(run), asked('index')))).toEqual([
        'react eyes',
        'index of the head',
        'wait',
      ]);
    }
  });

  it('is answered by an index that ended since', () => {
    expect(withoutChecks(decide(withIndex(buildRun('completed')), asked('index')))).toEqual([
      'react rocket',
      'say index-result',
    ]);
    expect(withoutChecks(decide(withIndex(buildRun('failed')), asked('index')))).toEqual([
      'react confused',
      'say build-failed',
    ]);
  });

  it('waits for what has to be built before it is known where to look', () => {
    expect(withoutChecks(decide(unbuilt([build(null)]), asked('index')))).toEqual([
      'react eyes',
      'build-tree of the head',
      'wait',
    ]);
  });

  it('takes write access', () => {
    const facts = { ...withIndex(null), actor: person('eve', { permission: 'read' }) };
    expect(withoutChecks(decide(facts, asked('index')))).toEqual(['react -1', 'say not-permitted']);
  });
});

describe('terrateam repo-config', () => {
  const shown = { text: { plain: 'a', explained: 'b' }, sources: [], complete: true };
  const reader = person('eve', { permission: 'read' });

  it('shows everybody the configuration', () => {
    const facts = { ...given(), shown, actor: reader };
    expect(withoutChecks(decide(facts, asked('repo-config')))).toEqual([
      'react +1',
      'say repo-config',
    ]);
  });

  it('shows what is wrong with one that is not valid', () => {
    const facts: Facts = {
      ...given(),
      shown: { ...shown, text: null },
      configuration: { kind: 'invalid', errors: [], access: null },
    };
    expect(messages(decide(facts, asked('repo-config')))).toMatchObject([{ kind: 'repo-config' }]);
  });

  it('waits for a config builder, which only those who may plan let run', () => {
    const incomplete = { ...unbuilt([build(null)]), shown: { ...shown, complete: false } };
    expect(withoutChecks(decide(incomplete, asked('repo-config')))).toContain('wait');
    const asReader = { ...incomplete, actor: reader };
    expect(withoutChecks(decide(asReader, asked('repo-config')))).toEqual([
      'react +1',
      'say repo-config',
    ]);
  });

  it('waits for no tree, which does not show in it', () => {
    const facts = { ...unbuilt([build(null)]), shown };
    expect(withoutChecks(decide(facts, asked('repo-config')))).not.toContain('wait');
  });
});

/** What the control plane makes of decisions, as far as builds go. */
class Board {
  readonly #order: readonly (readonly [BuildType, BuildSide])[] = [
    ['build-tree', 'head'],
    ['build-tree', 'destination'],
    ['build-config', 'head'],
    ['index', 'head'],
  ];
  readonly runs = new Map<string, BuildRun>();
  checks: Check[] = [];
  #clock = NOW;
  created = 0;
  planned = 0;

  facts(askedAt: number): Facts {
    const builds: Build[] = [];
    // Configurations come after trees, and an index after both.
    const stages = ['build-tree', 'build-config', 'index'] as const;
    for (const stage of stages) {
      const ofStage = this.#order.filter(([type]) => type === stage);
      builds.push(...ofStage.map(([type, side]) => this.#build(type, side)));
      if (builds.some(({ run }) => run?.state !== 'completed')) break;
    }
    const isBuilt = builds.every(({ run }) => run?.state === 'completed');
    const openRuns = this.planned > 0 ? [planRun([network])] : [];
    const facts = given({ changed: [network], checks: this.checks, openRuns });
    const base = { ...facts, now: this.#clock, askedAt, builds };
    return isBuilt
      ? { ...base, configuration: loaded(facts) }
      : { ...base, configuration: { kind: 'unbuilt', config: config(), guarded: [] } };
  }

  #build(type: BuildType, side: BuildSide): Build {
    return build(this.runs.get(`${type} ${side}`) ?? null, { type, side });
  }

  carryOut(decisions: readonly Decision[]): void {
    for (const decision of decisions) {
      if (decision.kind === 'create_run') this.planned += 1;
      if (decision.kind === 'set_check') {
        const { check } = decision;
        this.checks = [...this.checks.filter((old) => old.context !== check.context), check];
      }
      if (decision.kind !== 'create_build') continue;
      this.created += 1;
      const { type, side } = decision.build;
      this.runs.set(`${type} ${side}`, buildRun('queued', { id: `${this.created}`, type, side }));
    }
  }

  /** Ends one of the open builds. */
  end(nth: number): boolean {
    const open = [...this.runs].filter(([, run]) => run.endedAt === null);
    const [key, run] = open[nth % Math.max(1, open.length)] ?? [];
    if (key === undefined || run === undefined) return false;
    this.#clock += 1;
    this.runs.set(key, { ...run, state: 'completed', endedAt: this.#clock });
    return true;
  }
}

describe('builds in whatever order', () => {
  it('lead to one plan, and each is made once, however many wait', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { minLength: 4, maxLength: 8 }),
        fc.array(fc.constantFrom(AUTOPLAN, { kind: 'refresh_checks' } as const), { maxLength: 3 }),
        (ends, others) => {
          const board = new Board();
          const waiting: Request[] = [AUTOPLAN, ...others];
          const look = () => {
            for (const request of waiting) board.carryOut(decide(board.facts(NOW), request));
          };
          look();
          for (const nth of ends) {
            board.end(nth);
            look();
            // Asking twice does nothing twice.
            look();
          }
          while (board.end(0)) look();
          expect(board.created).toBe(4);
          expect(board.planned).toBe(1);
        },
      ),
    );
  });

  it('leave no check pending', () => {
    const board = new Board();
    do board.carryOut(decide(board.facts(NOW), AUTOPLAN));
    while (board.end(0));
    const contexts = board.checks
      .filter(({ context }) => /build|index/.test(context))
      .map(({ context, state }) => `${context}: ${state}`);
    expect(contexts.sort()).toEqual([
      'terrateam build-config: success',
      'terrateam build-tree [main]: success',
      'terrateam build-tree: success',
      'terrateam index: success',
    ]);
  });
});
