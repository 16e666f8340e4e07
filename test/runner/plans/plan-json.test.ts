import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { PlanSummary } from '../../../src/protocol/step-payload.ts';
import { readPlanJson } from '../../../src/runner/plans/plan-json.ts';

const resource = (actions: string[], more: object = {}) => ({
  mode: 'managed',
  change: { actions },
  ...more,
});

/** Reads the plan in pieces of this size. */
async function read(plan: unknown, size = 1000) {
  const secrets: string[] = [];
  const text = typeof plan === 'string' ? plan : `${JSON.stringify(plan)}\n`;
  const pieces =
    Buffer.from(text)
      .toString('latin1')
      .match(new RegExp(`.{1,${size}}`, 'gs')) ?? [];
  const bytes = Readable.from(pieces.map((piece) => Buffer.from(piece, 'latin1')));
  const summary = await readPlanJson(bytes, (secret) => secrets.push(secret));
  return { summary, secrets };
}

const nothing: PlanSummary = {
  ...{ add: 0, change: 0, destroy: 0, replace: 0, import: 0, move: 0, forget: 0 },
  ...{ drift: 0, deferred: 0 },
};

describe('the summary of a plan', () => {
  it('counts resources by what happens to them', async () => {
    const importing = { id: 'x' };
    const { summary } = await read({
      format_version: '1.2',
      resource_changes: [
        resource(['create']),
        resource(['create']),
        resource(['update'], { previous_address: 'a.old' }),
        resource(['update'], { change: { actions: ['update'], importing } }),
        resource(['delete']),
        resource(['delete'], { deposed: '1a2b3c4d' }),
        resource(['delete', 'create']),
        resource(['create', 'delete']),
        resource(['create', 'forget']),
        resource(['forget']),
        resource(['no-op'], { change: { actions: ['no-op'], importing } }),
        resource(['no-op'], { previous_address: 'a.other' }),
        resource(['read'], { mode: 'data' }),
      ],
      resource_drift: [resource(['update']), resource(['delete']), resource(['no-op'])],
      deferred_changes: [
        { reason: 'provider_config_unknown', resource_change: resource(['create']) },
      ],
    });
    const counts = { add: 3, change: 2, destroy: 2, replace: 2, import: 2, move: 2, forget: 2 };
    expect(summary).toEqual({ ...counts, drift: 2, deferred: 1 });
  });

  it('is of zeros where outputs alone change, and where nothing does', async () => {
    const output_changes = { o: { actions: ['create'], before: null, after: 1 } };
    expect((await read({ format_version: '1.2', output_changes })).summary).toEqual(nothing);
    expect((await read({ format_version: '1.2' })).summary).toEqual(nothing);
  });

  it('is the same in whatever pieces the plan comes', async () => {
    const plan = {
      format_version: '1.2',
      resource_changes: [resource(['create'], { address: 'ü' })],
    };
    for (const size of [1, 2, 7]) expect((await read(plan, size)).summary.add).toBe(1);
  });
});

describe('sensitive values', () => {
  it('are found where terraform marks them, at any depth', async () => {
    const { secrets } = await read({
      format_version: '1.2',
      variables: { secret: { value: { nested: 'variable' } }, shown: { value: 'x' } },
      resource_drift: [
        resource([], {
          change: { actions: ['update'], before: { k: 'drifted' }, before_sensitive: { k: true } },
        }),
      ],
      resource_changes: [
        resource([], {
          change: {
            actions: ['update'],
            before: { password: 'old', shown: 'x' },
            before_sensitive: { password: true },
            after: { list: [{ token: 'new' }, { token: 'shown' }], map: { a: 'deep' }, n: 1 },
            after_sensitive: { list: [{ token: true }, {}], map: true, n: true, gone: true },
          },
        }),
        resource([], {
          mode: 'data',
          change: { actions: ['read'], after: { pin: 482913, port: 5432 }, after_sensitive: true },
        }),
      ],
      deferred_changes: [
        {
          resource_change: resource([], {
            change: { actions: ['create'], after: 'later', after_sensitive: true },
          }),
        },
      ],
      output_changes: { o: { actions: ['create'], after: 'output', after_sensitive: true } },
      prior_state: {
        values: {
          outputs: { was: { value: 'prior output', sensitive: true }, shown: { value: 'x' } },
          root_module: {
            resources: [{ values: { a: 'state', b: 'x' }, sensitive_values: { a: true } }],
            child_modules: [
              {
                child_modules: [
                  { resources: [{ values: { a: 'module state' }, sensitive_values: { a: true } }] },
                ],
              },
            ],
          },
        },
      },
      configuration: { root_module: { variables: { secret: { sensitive: true }, shown: {} } } },
    });
    expect(secrets.sort()).toEqual(
      [
        ...['482913', 'deep', 'drifted', 'later', 'module state', 'new', 'old', 'output'],
        ...['prior output', 'state', 'variable'],
      ].sort(),
    );
  });
});

describe('what is not the JSON of a plan', () => {
  it.each([
    ['', 'it ends too early'],
    ['{"format_version":"1.2","resource_changes":[', 'it ends too early'],
    ['Error: no plan', 'it is not JSON'],
    ['{"format_version":"1.2" "secret"', 'it is not JSON'],
    ['[]', 'no format_version'],
    ['{}', 'no format_version'],
    ['{"format_version":"1.2"}{', 'it is not JSON'],
    ['{"format_version":"1.2","resource_changes":[{}]}', 'change'],
  ])('%s is refused', async (text, reason) => {
    await expect(read(text)).rejects.toThrow(reason);
  });
});
