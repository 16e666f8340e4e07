import { expect, it } from 'vitest';
import {
  commandForLater,
  commandNow,
  commandOfEarlier,
} from '../../../src/runner/plans/storage-command.ts';
import { MissingVariable } from '../../../src/runner/steps/substitute.ts';

const variables = new Map([
  ['dir', 'a/$TOKEN b'],
  ['date', '2026-01-02'],
  ['plan_path', '/tmp/plan'],
]);
const env = { TOKEN: 'hush', BUCKET: 'plans-$REGION', REGION: 'eu', dir: 'of the environment' };
const isSecret = (_name: string, value: string) => value === 'hush';

it('names the plan, its dirspace and what the environment holds', () => {
  const argv = ['store', '$plan_path', '${BUCKET}/$dir/$date', '$TOKEN', '$dir_name$1'];
  expect(commandNow(argv, variables, { ...env, dir_name: 'x' })).toEqual([
    'store',
    '/tmp/plan',
    'plans-eu/a/$TOKEN b/2026-01-02',
    'hush',
    'x$1',
  ]);
  expect(() => commandNow(['$constructor'], variables, env)).toThrow(MissingVariable);
  expect(() => commandNow(['$plan_pth'], variables, env)).toThrow('Did you mean plan_path?');
});

it('finds the same place in another job, without a secret having travelled', () => {
  const argv = ['fetch', '$BUCKET/$dir', '${plan_dst_path}', 'token=$TOKEN'];
  const later = commandForLater(argv, variables, env, isSecret);
  expect(later).toEqual({
    argv: ['fetch', 'plans-eu/a/$TOKEN b', '${plan_dst_path}', 'token=$TOKEN'],
    late: ['plan_dst_path', 'TOKEN'],
  });
  const there = { TOKEN: 'other', BUCKET: 'moved' };
  expect(commandOfEarlier(later, new Map([['plan_dst_path', '/there']]), there).slice(2)).toEqual([
    '/there',
    'token=other',
  ]);
  expect(() => commandOfEarlier(later, new Map([['plan_dst_path', '/there']]), {})).toThrow(
    'TOKEN',
  );
});

it('takes what the plan itself is called into another job, whatever it is', () => {
  const argv = ['$dir', '$REGION'];
  expect(commandForLater(argv, variables, env, () => true)).toEqual({
    argv: ['a/$TOKEN b', '$REGION'],
    late: ['REGION'],
  });
});

it('of another runner has a destination and nothing else to replace', () => {
  const argv = ['cp', 'a/$HOME/$plan_dst_path', '$plan_dst_path'];
  const command = { argv, late: ['plan_dst_path'] };
  expect(commandOfEarlier(command, new Map([['plan_dst_path', '/there']]), { HOME: 'x' })).toEqual([
    'cp',
    'a/$HOME//there',
    '/there',
  ]);
});
