import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchesOf } from '../../src/decide/batches.ts';
import { keyOf } from '../../src/decide/dirspace-name.ts';
import { app, config, dirspace, network } from './given.ts';

const names = (batches: ReturnType<typeof batchesOf>) =>
  batches.map((batch) => batch.map(({ dir, workspace }) => `${dir}/${workspace}`));
const inBatchesOf = (max: number) =>
  config({ batch_runs: { enabled: true, max_workspaces_per_batch: max } });

describe('batches', () => {
  it('are one when nothing sets dirspaces apart', () => {
    expect(names(batchesOf([network, app], config()))).toEqual([
      ['app/default', 'network/default'],
    ]);
  });

  it('never have two workspaces of one directory', () => {
    const prod = dirspace('app', { workspace: 'prod' });
    expect(names(batchesOf([prod, app, network], config()))).toEqual([
      ['app/default', 'network/default'],
      ['app/prod'],
    ]);
  });

  it('have one environment and one runs_on', () => {
    const prod = dirspace('app', { environment: 'production' });
    const large = dirspace('data', { runsOn: ['self-hosted'] });
    expect(names(batchesOf([prod, large, network], config()))).toEqual([
      ['app/default'],
      ['data/default'],
      ['network/default'],
    ]);
  });

  it('have no more dirspaces than batch_runs says, and at least one', () => {
    expect(names(batchesOf([app, network], inBatchesOf(1)))).toEqual([
      ['app/default'],
      ['network/default'],
    ]);
    expect(batchesOf([app, network], inBatchesOf(0))).toHaveLength(2);
  });

  it('hold every dirspace once, and the same whatever the order', () => {
    const anyDirspaces = fc.uniqueArray(
      fc.record({
        dir: fc.constantFrom('a', 'b', 'c', 'd'),
        workspace: fc.constantFrom('x', 'y'),
        environment: fc.constantFrom(null, 'prod'),
      }),
      { selector: keyOf },
    );
    fc.assert(
      fc.property(anyDirspaces, fc.integer({ min: 1, max: 3 }), (list, max) => {
        const dirspaces = list.map(({ dir, ...rest }) => dirspace(dir, rest));
        const batches = batchesOf(dirspaces, inBatchesOf(max));
        expect(batchesOf(dirspaces.toReversed(), inBatchesOf(max))).toEqual(batches);
        expect(batches.flat().map(keyOf).sort()).toEqual(dirspaces.map(keyOf).sort());
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(max);
          expect(new Set(batch.map(({ dir }) => dir)).size).toBe(batch.length);
          expect(new Set(batch.map(({ environment }) => environment)).size).toBe(1);
        }
      }),
    );
  });
});
