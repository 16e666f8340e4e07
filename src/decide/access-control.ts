import type { Config } from '../config/config.ts';
import { CONFIG_FILES } from '../config/config-files.ts';
import type { Dirspace } from '../config/dirspace.ts';
import { firstMatch } from '../config/first-match.ts';
import { normalizePath } from '../config/repository-path.ts';
import { asRulesSee } from '../config/rule-tags.ts';
import type { DirspaceName, GuardedPath, Person } from './facts.ts';
import { mayWrite } from './permission.ts';
import { isApp, isMeant, teamsAmong } from './person.ts';

/** What a policy of `access_control` says who may do. */
export type Capability = 'plan' | 'apply' | 'apply_autoapprove' | 'apply_force';

/** Who does something, and how. */
export type Acting = {
  /** Null: it is not known who. */
  readonly person: Person | null;
  /** Without asking: by a push, a merge, or the end of what was asked for before. */
  readonly byEvent: boolean;
};

/** A dirspace that somebody may not touch. */
export type DeniedDirspace = DirspaceName & {
  /** Whom its policy names; null where no policy matches. */
  readonly allowed: readonly string[] | null;
  /** Of whom an approval would be enough for this person; none where it would not. */
  readonly approval: readonly string[];
};

/** A changed file whose change somebody may not run, and who might. */
export type DeniedFile = { readonly path: string; readonly allowed: readonly string[] };

type AccessControl = Config['access_control'];
type Policy = AccessControl['policies'][number];
/** The part of a configuration that says who may do what. */
export type AccessRules = Pick<Config, 'access_control'>;

/**
 * The dirspaces of these that somebody may not plan, or apply. The first policy whose tag query matches
 * a dirspace counts; without one nobody may. Who may not apply still may where the policy's
 * `apply_with_superapproval` names them and one of the approvers is in its `superapproval` (spec
 * orchestration.md 9.3).
 */
export function deniedDirspaces(
  { access_control }: AccessRules,
  acting: Acting,
  capability: Capability,
  dirspaces: readonly Dirspace[],
  approvers: readonly Person[],
): readonly DeniedDirspace[] {
  const find = firstMatch(policiesOf(access_control));
  return dirspaces.flatMap((dirspace): readonly DeniedDirspace[] => {
    const policy = find(asRulesSee(dirspace))?.entry;
    const { dir, workspace } = dirspace;
    if (policy === undefined) return [{ dir, workspace, allowed: null, approval: [] }];
    const allowed = policy[capability];
    if (mayDo(allowed, acting)) return [];
    const isUnderApproval =
      capability === 'apply' && mayDo(policy.apply_with_superapproval, acting);
    const approval = isUnderApproval ? policy.superapproval : [];
    return approvers.some((person) => mayDo(approval, { person, byEvent: false }))
      ? []
      : [{ dir, workspace, allowed, approval }];
  });
}

/** Whether there may be a dirspace that somebody may do one of these things with. */
export function mayDoAny(
  { access_control }: AccessRules,
  acting: Acting,
  capabilities: readonly Capability[],
): boolean {
  return policiesOf(access_control).some((policy) =>
    capabilities.some((capability) => mayDo(everyoneFor(policy, capability), acting)),
  );
}

function everyoneFor(policy: Policy, capability: Capability): readonly string[] {
  const { apply_with_superapproval, [capability]: named } = policy;
  return capability === 'apply' ? [...named, ...apply_with_superapproval] : named;
}

/**
 * The changed files that somebody may not have run: those of `access_control.files`, the
 * configuration (`terrateam_config_update`) and the CI's workflow (`ci_config_update`). `guarded` are
 * the paths of the change that are any of these.
 */
export function deniedFiles(
  { access_control }: AccessRules,
  acting: Acting,
  guarded: readonly GuardedPath[],
): readonly DeniedFile[] {
  if (!access_control.enabled) return [];
  const files = listsOfFiles(access_control);
  return guarded.flatMap(({ path, as }) => {
    const lists = as === 'files' ? (files.get(path) ?? [[]]) : [access_control[as]];
    const allowed = lists.find((list) => !mayDo(list, acting));
    return allowed === undefined ? [] : [{ path, allowed }];
  });
}

/** Whom `files` names for each path, however its keys are written: `./a` and `/a` are `a`. */
function listsOfFiles({
  files,
}: AccessControl): ReadonlyMap<string, readonly (readonly string[])[]> {
  const byPath = Map.groupBy(Object.entries(files), ([key]) => normalizePath(key));
  return new Map([...byPath].map(([path, entries]) => [path, entries.map(([, list]) => list)]));
}

/** Any of them could be what the control plane starts: names are the server's setting. */
const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;

/** Of a change's paths, those that rules are about; both names of a renamed file are among them. */
export function guardedPaths(
  { access_control }: AccessRules,
  paths: readonly string[],
): readonly GuardedPath[] {
  const files = listsOfFiles(access_control);
  return paths.flatMap((path): readonly GuardedPath[] => [
    ...(files.has(path) ? [{ path, as: 'files' } as const] : []),
    ...(CONFIG_FILES.some((file) => file === path)
      ? [{ path, as: 'terrateam_config_update' } as const]
      : []),
    ...(WORKFLOW.test(path) ? [{ path, as: 'ci_config_update' } as const] : []),
  ]);
}

/** Who may release locks. */
export function unlockers({ access_control }: AccessRules): readonly string[] {
  return access_control.enabled ? access_control.unlock : EVERYBODY;
}

/** Whether somebody may release locks. */
export function mayUnlock(rules: AccessRules, acting: Acting): boolean {
  return mayDo(unlockers(rules), acting);
}

/** Whether approvals decide about who may apply. */
export function asksForApproval({ access_control: { enabled, policies } }: AccessRules): boolean {
  return enabled && policies.some(({ superapproval }) => superapproval.length > 0);
}

/** The teams whose members must be known to judge access. */
export function teamsOfAccess({ access_control: given }: AccessRules): readonly string[] {
  if (!given.enabled) return [];
  return teamsAmong([
    ...given.unlock,
    ...given.ci_config_update,
    ...given.terrateam_config_update,
    ...Object.values(given.files).flat(),
    ...given.policies.flatMap(({ tag_query: _, ...lists }) => Object.values(lists).flat()),
  ]);
}

const EVERYBODY = ['*'];
const OPEN: Policy = {
  tag_query: '',
  plan: EVERYBODY,
  apply: EVERYBODY,
  apply_autoapprove: EVERYBODY,
  apply_force: EVERYBODY,
  apply_with_superapproval: [],
  superapproval: [],
};

/** Off, it is as if one policy let everybody do everything. */
function policiesOf({ enabled, policies }: AccessControl): readonly Policy[] {
  return enabled ? policies : [OPEN];
}

/**
 * `*` means whoever may write to the repository: anybody at all may comment on a public one, or open a
 * pull request of a branch that is there, and a plan is code that runs with the CI's credentials. Whom a
 * list names may do it with any permission.
 */
function mayDo(entries: readonly string[], acting: Acting): boolean {
  const { person } = acting;
  return entries.some((entry) =>
    entry === '*'
      ? mayWrite(person) || hasWritten(acting)
      : person !== null && isMeant(entry, person),
  );
}

/** Where the forge cannot say who may write: an event of an App, or of nobody known, is taken as its push. */
function hasWritten({ person, byEvent }: Acting): boolean {
  return byEvent && (person === null || isApp(person));
}
