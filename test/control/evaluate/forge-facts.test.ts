import { expect, test } from 'vitest';
import { configurationFrom } from '../../../src/control/evaluate/configuration.ts';
import { gatherForgeFacts } from '../../../src/control/evaluate/forge-facts.ts';
import { ForgePeer } from '../forge-peer.ts';

const REF = { installationId: 5, owner: 'acme', name: 'infra' };

test.each([
  ['of a fork, asked for by nobody who may write', { login: 'mallory' }, true],
  ['of a fork, by nobody known', { login: null }, true],
  ['of a fork, asked for by whoever may write', { login: 'alice' }, false],
  ['of a fork, of which a run has ended', { login: null, byPerson: false }, false],
  ['of a fork that is merged', { login: 'mallory', state: 'merged' }, false],
  ['of a branch', { login: 'mallory', fork: false }, false],
] as const)('whether a configuration is a stranger’s: %s', async (_, given, expected) => {
  const {
    login,
    byPerson = true,
    state = 'open',
    fork = true,
  } = { ...given } as {
    // The rows have some of these each.
    login: string | null;
    byPerson?: boolean;
    state?: 'open' | 'merged';
    fork?: boolean;
  };
  const forge = new ForgePeer();
  forge.push('main', { 'network/main.tf': 'a' });
  forge.push('change', { 'network/main.tf': 'b' });
  forge.open(7, 'change', { fork, state });
  forge.permissions.set('alice', 'write').set('mallory', 'read');
  const strangers: boolean[] = [];
  await gatherForgeFacts(
    forge,
    async (sources, isStranger) => {
      strangers.push(isStranger);
      return configurationFrom({ ...sources, results: [] });
    },
    REF,
    7,
    {
      actor: () => ({ login, pushedSince: false }),
      ...{
        byPerson,
        applying: false,
        planTips: [],
        gates: { runs: [], approvals: [] },
        index: false,
        shown: false,
      },
    },
  );
  expect(strangers).toEqual([expected]);
});
