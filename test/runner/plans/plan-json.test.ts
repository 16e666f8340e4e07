import { expect, it } from 'vitest';
import { planJson, planSummary, sensitiveTexts } from '../../../src/runner/plans/plan-json.ts';

const resource = (actions: string[], more: object = {}) => ({
  mode: 'managed',
  change: { actions },
  ...more,
});

it('counts resources by what happens to them', () => {
  const plan = planJson.parse({
    resource_changes: [
      resource(['create']),
      resource(['create']),
      resource(['update'], { previous_address: 'a.old' }),
      resource(['delete']),
      resource(['delete', 'create']),
      resource(['create', 'delete']),
      resource(['forget']),
      resource(['no-op'], { change: { actions: ['no-op'], importing: { id: 'x' } } }),
      resource(['read'], { mode: 'data' }),
    ],
  });
  expect(planSummary(plan)).toEqual({
    add: 2,
    change: 1,
    destroy: 1,
    replace: 2,
    import: 1,
    move: 1,
    forget: 1,
    drift: 0,
    deferred: 0,
  });
});

it('finds the texts that terraform marks as sensitive, at any depth', () => {
  const plan = planJson.parse({
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
    ],
    output_changes: { o: { actions: ['create'], after: 'output', after_sensitive: true } },
    variables: { secret: { value: { nested: 'variable' } }, shown: { value: 'x' } },
    configuration: { root_module: { variables: { secret: { sensitive: true }, shown: {} } } },
  });
  expect(sensitiveTexts(plan).sort()).toEqual(['deep', 'new', 'old', 'output', 'variable']);
});
