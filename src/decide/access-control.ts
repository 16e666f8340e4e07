import type { Config } from '../config/config.ts';
import type { Dirspace } from '../config/dirspace.ts';
import { firstMatch } from '../config/first-match.ts';
import type { DirspaceName } from './facts.ts';
import { includes } from './permission.ts';
import { isMeant, type Person, teamsAmong } from './person.ts';

/** What a policy of `access_control` says who may do. */
export type Capability = 'plan' | 'apply' | 'apply_autoapprove' | 'apply_force';

/** A dirspace that somebody may not touch, and whom its policy names; null where no policy matches. */
export type DeniedDirspace = DirspaceName & { readonly allowed: readonly string[] | null };

/** A changed file whose change somebody may not run, and who might. */
export type DeniedFile = { readonly path: string; readonly allowed: readonly string[] };

type AccessControl = Config['access_control'];

/**
 * The dirspaces of these that a person may not plan, or apply. The first policy whose tag query matches
 * a dirspace counts; without one nobody may. Who may not apply still may where the policy's
 * `apply_with_superapproval` names them and one of the approvers is in its `superapproval` (spec
 * orchestration.md 9.3).
 */
export function deniedDirspaces(
  { access_control }: Pick<Config, 'access_control'>,
  person: Person | null,
  capability: Capability,
  dirspaces: readonly Dirspace[],
  approvers: readonly Person[],
): readonly DeniedDirspace[] {
  const policyOf = policies(access_control);
  return dirspaces.flatMap((dirspace): readonly DeniedDirspace[] => {
    const policy = policyOf(dirspace);
    const { dir, workspace } = dirspace;
    if (policy === null) return [{ dir, workspace, allowed: null }];
    const superapproved =
      capability === 'apply' &&
      mayDo(policy.apply_with_superapproval, person) &&
      approvers.some((approver) => mayDo(policy.superapproval, approver));
    if (superapproved || mayDo(policy[capability], person)) return [];
    return [{ dir, workspace, allowed: policy[capability] }];
  });
}

/**
 * The changed files that a person may not have run: those of `access_control.files`, the
 * configuration (`terrateam_config_update`) and the CI's workflow (`ci_config_update`). `guarded` are
 * the paths of the change that are any of these.
 */
export function deniedFiles(
  { access_control }: Pick<Config, 'access_control'>,
  person: Person | null,
  guarded: readonly GuardedPath[],
): readonly DeniedFile[] {
  if (!access_control.enabled) return [];
  return guarded.flatMap(({ path, as }) => {
    const allowed = as === 'files' ? (access_control.files[path] ?? []) : access_control[as];
    return mayDo(allowed, person) ? [] : [{ path, allowed }];
  });
}

/** A changed file that a rule is about: a key of `access_control`. */
export type GuardedPath = {
  readonly path: string;
  readonly as: 'files' | 'ci_config_update' | 'terrateam_config_update';
};

const CONFIGURATION = /^\.(terrateam|stategraph)\/config\.ya?ml$/;
/** Any of them could be what the control plane starts: names are the server's setting. */
const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;

/** Of a change's paths, those that rules are about; both names of a renamed file are among them. */
export function guardedPaths(
  { access_control }: Pick<Config, 'access_control'>,
  paths: readonly string[],
): readonly GuardedPath[] {
  return paths.flatMap((path): readonly GuardedPath[] => [
    ...(Object.hasOwn(access_control.files, path) ? [{ path, as: 'files' } as const] : []),
    ...(CONFIGURATION.test(path) ? [{ path, as: 'terrateam_config_update' } as const] : []),
    ...(WORKFLOW.test(path) ? [{ path, as: 'ci_config_update' } as const] : []),
  ]);
}

/** Whether a person may release locks. */
export function mayUnlock(
  { access_control }: Pick<Config, 'access_control'>,
  person: Person | null,
): boolean {
  return mayDo(access_control.enabled ? access_control.unlock : ['*'], person);
}

/** The teams whose members must be known to judge access. */
export function teamsOfAccess({
  access_control: given,
}: Pick<Config, 'access_control'>): readonly string[] {
  if (!given.enabled) return [];
  return teamsAmong([
    ...given.unlock,
    ...given.ci_config_update,
    ...given.terrateam_config_update,
    ...Object.values(given.files).flat(),
    ...given.policies.flatMap(({ tag_query: _, ...lists }) => Object.values(lists).flat()),
  ]);
}

/** Off, it is as if one policy let everybody do everything. */
function policies(given: AccessControl) {
  if (!given.enabled) {
    const everybody = ['*'];
    const open = { plan: everybody, apply: everybody, apply_autoapprove: everybody };
    return () => ({
      ...open,
      apply_force: everybody,
      apply_with_superapproval: [] as string[],
      superapproval: [] as string[],
    });
  }
  const find = firstMatch(given.policies);
  return (dirspace: Dirspace) => find(dirspace)?.entry ?? null;
}

/**
 * `*` means whoever may write to the repository: anybody at all may comment on a public one, and a plan
 * is code that runs with the CI's credentials. Whom a list names may do it with any permission.
 */
function mayDo(entries: readonly string[], person: Person | null): boolean {
  if (person === null) return false;
  return entries.some((entry) =>
    entry === '*' ? includes(person.permission, 'write') : isMeant(entry, person),
  );
}
