import type { Config } from '../config/config.ts';
import type { Dirspace } from '../config/dirspace.ts';
import {
  type AccessRules,
  type Acting,
  type Capability,
  deniedDirspaces,
  deniedFiles,
  mayDoAny,
  mayUnlock,
  unlockers,
} from './access-control.ts';
import type { Ask } from './ask.ts';
import type { Configuration, Facts, GuardedPath } from './facts.ts';
import { without } from './layers.ts';
import type { LoadedConfiguration } from './matched.ts';
import type { Message } from './message.ts';
import { includes, mayWrite } from './permission.ts';

/** Of a configuration that is known at least in part: what rules say about a change. */
type Ruled = { readonly config: Config; readonly guarded: readonly GuardedPath[] };

/** What somebody may run of what is wanted, and the answer that lists the rest; null when it is all. */
type Judged = { readonly allowed: readonly Dirspace[]; readonly denial: Message | null };

/** What is asked for, today. */
type Asked = Exclude<Capability, 'apply_force'>;

/** The dirspaces of these that whoever asks may plan or apply. */
export function judge(
  facts: Facts,
  { config }: LoadedConfiguration,
  ask: Ask,
  capability: Asked,
  wanted: readonly Dirspace[],
): Judged {
  const acting = actingIn(facts, ask);
  const denied = deniedDirspaces(config, acting, capability, wanted, facts.approvals);
  if (denied.length === 0) return { allowed: wanted, denial: null };
  const { plan_require_all_dirspace_access, apply_require_all_dirspace_access } =
    config.access_control;
  const needsAll =
    capability === 'plan' ? plan_require_all_dirspace_access : apply_require_all_dirspace_access;
  const spared = without(wanted, denied);
  const rest = spared.length === 0 ? 'none' : needsAll ? 'kept back' : 'runs';
  const denial = { ...whoAndWhere(facts, config), denied, rest } as const;
  return { allowed: needsAll ? [] : spared, denial: { ...KINDS[capability], ...denial } };
}

const KINDS = {
  plan: { kind: 'plan-denied' },
  apply: { kind: 'apply-denied', command: 'apply' },
  apply_autoapprove: { kind: 'apply-denied', command: 'apply-autoapprove' },
} as const;

/** The answer when a change changes files that whoever asks may not have run; null when it does not. */
export function filesDenial(facts: Facts, { config, guarded }: Ruled, ask: Ask): Message | null {
  const files = deniedFiles(config, actingIn(facts, ask), guarded);
  if (files.length === 0) return null;
  const { defaultBranch } = facts.repository;
  const destination = facts.pull.baseRef;
  const unlike = destination === defaultBranch ? null : { destination, defaultBranch };
  return { kind: 'files-denied', ...whoAndWhere(facts, config), unlike, files };
}

/**
 * The answer when nothing may be built of a configuration for whoever asks: it runs scripts of the
 * change before it is known what the change is about. Null when it may.
 */
export function buildDenial(facts: Facts, ruled: Ruled, ask: Ask): Message | null {
  const files = filesDenial(facts, ruled, ask);
  if (files !== null) return files;
  const mayRun = mayDoAny(ruled.config, actingIn(facts, ask), RUNNING);
  return mayRun ? null : notPermitted(facts, 'plan');
}

const RUNNING = ['plan', 'apply', 'apply_autoapprove'] as const;

/** The answer to a command whose author has no right to any of it; null when there may be something. */
export function commandDenial(facts: Facts, command: Commanded): Message | null {
  switch (command) {
    case 'unlock':
      return unlockDenial(facts);
    case 'index':
      return mayWrite(facts.actor) ? null : notPermitted(facts, command);
    default: {
      const rules = rulesOf(facts.configuration);
      const acting = actingIn(facts, COMMENT);
      const capability = command === 'apply-autoapprove' ? 'apply_autoapprove' : command;
      const isNamed = rules !== null && mayDoAny(rules, acting, [capability]);
      return isNamed || mayWrite(facts.actor) ? null : notPermitted(facts, command);
    }
  }
}

type Commanded = 'plan' | 'apply' | 'apply-autoapprove' | 'unlock' | 'index';

const COMMENT = { kind: 'comment' } as const;

/** Where no rules can be read, whoever owns the repository can still get out of it. */
function unlockDenial(facts: Facts): Message | null {
  const { actor, configuration } = facts;
  const rules = rulesOf(configuration);
  const may =
    rules === null
      ? actor !== null && includes(actor.permission, 'admin')
      : mayUnlock(rules, actingIn(facts, COMMENT));
  if (may) return null;
  const allowed = rules === null ? null : unlockers(rules);
  return allowed?.includes('*')
    ? notPermitted(facts, 'unlock')
    : { kind: 'unlock-denied', login: actor?.login ?? null, allowed };
}

/** The rules about who may do what; null when they cannot be read. */
export function rulesOf(configuration: Configuration): AccessRules | null {
  return configuration.kind === 'invalid' ? configuration.access : configuration.config;
}

function actingIn({ actor }: Facts, { kind }: Pick<Ask, 'kind'>): Acting {
  return { person: actor, byEvent: kind === 'event' };
}

function notPermitted({ actor }: Facts, command: Commanded): Message {
  return { kind: 'not-permitted', login: actor?.login ?? null, command };
}

/** Whom an answer is about, and the branch whose rules they are. */
function whoAndWhere({ actor, repository, pull }: Facts, config: Config) {
  const isGuarded = config.default_branch_overrides.includes('access_control');
  return {
    login: actor?.login ?? null,
    branch: isGuarded ? repository.defaultBranch : pull.headRef,
  };
}
