import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunState } from '../../src/decide/facts.ts';
import { decideInitiate, failureOfMismatch } from '../../src/decide/initiate.ts';
import { dispatchable } from '../../src/decide/queue.ts';
import { lostRuns } from '../../src/decide/reconcile.ts';
import { isFinal, nextRunState, type RunEvent } from '../../src/decide/run-state.ts';
import { app, NOW, network, run } from './given.ts';

const EVENTS: readonly RunEvent[] = [
  'dispatch',
  'initiate',
  'result',
  'lost',
  'abort',
  'dispatch_failed',
];

/** Where events lead, from queued; refused ones change nothing. */
const stateAfter = (events: readonly RunEvent[]): RunState =>
  events.reduce<RunState>((state, event) => {
    const next = nextRunState(state, event);
    return next.ok ? next.state : state;
  }, 'queued');

describe('the life of a run', () => {
  it('goes from queued to completed', () => {
    expect(stateAfter(['dispatch'])).toBe('dispatched');
    expect(stateAfter(['dispatch', 'initiate'])).toBe('running');
    expect(stateAfter(['dispatch', 'initiate', 'result'])).toBe('completed');
  });

  it('takes a runner that is faster than the record of its dispatch', () => {
    expect(stateAfter(['initiate'])).toBe('running');
    expect(stateAfter(['initiate', 'dispatch'])).toBe('running');
  });

  it('takes no result from a run that nobody has asked for', () => {
    expect(nextRunState('dispatched', 'result')).toEqual({
      ok: false,
      reason: 'A run that is dispatched cannot take result.',
    });
  });

  it('ends once: what comes later changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS)), fc.constantFrom(...EVENTS), (all, last) => {
        const state = stateAfter(all);
        if (isFinal(state)) expect(nextRunState(state, last).ok).toBe(false);
        else expect(nextRunState(state, 'abort')).toEqual({ ok: true, state: 'aborted' });
      }),
    );
  });
});

describe('a runner that asks for work', () => {
  const of = { ...run([app], { state: 'dispatched', runId: null }), checksOut: false };
  const offered = { runId: '900', sha: 'h' };

  it('gets its manifest, and the same one when it asks again', () => {
    expect(decideInitiate(of, offered).kind).toBe('manifest');
    expect(decideInitiate({ ...of, state: 'running', runId: '900' }, offered).kind).toBe(
      'manifest',
    );
  });

  it('is told when there is no such run', () => {
    expect(decideInitiate(null, offered).kind).toBe('not_found');
  });

  it('learns nothing of a run that another CI run has taken', () => {
    const taken = { ...of, state: 'running' as const, runId: '901' };
    expect(decideInitiate(taken, offered).kind).toBe('not_found');
  });

  it.each(['completed', 'failed', 'aborted'] as const)('is done when the run is %s', (state) => {
    expect(decideInitiate({ ...of, state }, offered).kind).toBe('done');
  });

  it('with another commit than the run is for works on nothing', () => {
    expect(decideInitiate(of, { ...offered, sha: 'x' }).kind).toBe('abort_and_recreate');
  });

  it('may have a newer commit of the branch when the pull request is merged', () => {
    const onMerge = { ...of, baseSha: 'm', headSha: 'm' };
    expect(decideInitiate(onMerge, { ...offered, sha: 'x' }).kind).toBe('manifest');
  });

  it('with another commit because of a push gets the new head planned', () => {
    expect(failureOfMismatch(of, 'x', { headSha: 'x' })).toBeNull();
  });

  it('with another commit for no reason fails, so that it does not start for ever', () => {
    expect(failureOfMismatch(of, 'x', { headSha: 'h' })).toMatchObject({
      kind: 'dispatch_failed',
    });
  });
});

describe('the queue', () => {
  const queued = (id: string, more: Parameters<typeof run>[1] = {}) =>
    run([app], { id, state: 'queued', ...more });

  it('dispatches applies before plans, and older before newer', () => {
    expect(
      dispatchable([
        queued('new plan', { createdAt: 2 }),
        queued('old plan', { createdAt: 1 }),
        run([network], { id: 'apply', type: 'apply', state: 'queued', createdAt: 3 }),
      ]),
    ).toEqual(['apply', 'old plan', 'new plan']);
  });

  it.each(['apply', 'unsafe-apply'] as const)(
    'holds back what shares a dirspace with an %s under way',
    (type) => {
      const running = run([app], { id: 'running', type });
      const free = run([network], { id: 'free', state: 'queued' });
      expect(dispatchable([running, queued('held'), free])).toEqual(['free']);
    },
  );

  it('dispatches one of two applies over a dirspace', () => {
    const applies = [
      queued('first', { type: 'apply', createdAt: 1 }),
      queued('second', { type: 'apply', createdAt: 2 }),
    ];
    expect(dispatchable(applies)).toEqual(['first']);
  });

  it('lets drift runs over a dirspace go one after another, and plans of pull requests beside them', () => {
    const drift = { pullNumber: null };
    const waiting = [queued('first', drift), queued('second', drift), queued('third')];
    expect(dispatchable(waiting)).toEqual(['first', 'third']);
    const running = run([app], { id: 'running', ...drift });
    expect(dispatchable([running, ...waiting])).toEqual(['third']);
  });
});

describe('a lost run', () => {
  const minutes = (n: number) => n * 60_000;
  const lost = (of: ReturnType<typeof run>, ci: Parameters<typeof lostRuns>[0][number]['ci']) =>
    lostRuns([{ run: of, ci }], NOW).map(({ reason }) => reason)[0];
  const dispatched = (ago: number) =>
    run([app], { state: 'dispatched', runId: null, dispatchedAt: NOW - minutes(ago) });
  const running = (ago: number) => run([app], { dispatchedAt: NOW - minutes(ago) });

  it('never started when the CI knows nothing of it for ten minutes', () => {
    expect(lost(dispatched(9), { kind: 'absent' })).toBeUndefined();
    expect(lost(dispatched(11), { kind: 'absent' })).toBe('never-started');
  });

  it('has died when its CI run is over, or gone', () => {
    expect(lost(running(1), { kind: 'completed' })).toBe('died');
    expect(lost(dispatched(1), { kind: 'completed' })).toBe('died');
    expect(lost(running(1), { kind: 'absent' })).toBe('died');
  });

  it('is not one that waits for a machine, or works for long', () => {
    expect(lost(dispatched(600), { kind: 'waiting' })).toBeUndefined();
    expect(lost(running(600), { kind: 'running' })).toBeUndefined();
  });

  it('is silent when the CI cannot be asked for six hours', () => {
    expect(lost(running(359), { kind: 'unknown' })).toBeUndefined();
    expect(lost(running(361), { kind: 'unknown' })).toBe('silent');
  });

  it('is never one that waits in our own queue', () => {
    expect(lost(run([app], { state: 'queued', createdAt: 0 }), { kind: 'absent' })).toBeUndefined();
  });
});
