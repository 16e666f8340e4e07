import type { ApplyCheck, Config } from '../config/config.ts';
import type { Dirspace } from '../config/dirspace.ts';
import { firstMatch } from '../config/first-match.ts';
import { compilePattern } from '../config/pattern.ts';
import { asRulesSee } from '../config/rule-tags.ts';
import { namesOf } from './dirspace-name.ts';
import type { Facts, Person } from './facts.ts';
import type { UnmetRequirements } from './message.ts';
import { isMeant, teamsAmong } from './person.ts';
import { remembered } from './remembered.ts';

/**
 * What still stops dirspaces from being applied, each with its reasons; nothing when all may be. The
 * first check of `apply_requirements.checks` whose tag query matches a dirspace is the one that
 * counts; without one it may not be applied. After a merge every requirement is met (spec
 * protocol.md 2.11).
 */
export function unmetRequirements(
  facts: Facts,
  { apply_requirements }: Pick<Config, 'apply_requirements'>,
  dirspaces: readonly Dirspace[],
): readonly UnmetRequirements[] {
  if (facts.pull.state === 'merged') return [];
  const find = firstMatch(apply_requirements.checks);
  const reasonsOf = remembered((check: ApplyCheck) => reasonsAgainst(facts, check));
  return dirspaces.flatMap((dirspace) => {
    const found = find(asRulesSee(dirspace));
    const reasons =
      found === null
        ? [
            'No entry of apply_requirements.checks matches it. Add one to the configuration that does.',
          ]
        : reasonsOf(found.entry);
    return reasons.length === 0 ? [] : namesOf([dirspace]).map((name) => ({ ...name, reasons }));
  });
}

/** The team slugs whose members must be known to judge approvals. */
export function teamsNamed({
  apply_requirements,
}: Pick<Config, 'apply_requirements'>): readonly string[] {
  return teamsAmong(
    apply_requirements.checks
      .filter(({ approved }) => approved.enabled)
      .flatMap(({ approved }) => [...approved.all_of, ...approved.any_of]),
  );
}

function reasonsAgainst(facts: Facts, check: ApplyCheck): readonly string[] {
  const { pull } = facts;
  return [
    ...(check.approved.enabled ? missingApprovals(facts.approvals, check.approved) : []),
    ...(check.merge_conflicts.enabled ? mergeConflict(pull.mergeable) : []),
    ...(check.status_checks.enabled ? failingChecks(facts, check.status_checks) : []),
    ...(check.apply_after_merge.enabled
      ? ['It is applied after the merge. Merge the pull request, then apply.']
      : []),
    ...(check.require_ready_for_review_pr && pull.draft
      ? ['The pull request is a draft. Mark it ready for review.']
      : []),
  ];
}

function missingApprovals(
  approvals: readonly Person[],
  { all_of, any_of, any_of_count }: ApplyCheck['approved'],
): readonly string[] {
  const absent = all_of.filter((entry) => !approvals.some((approval) => isMeant(entry, approval)));
  const counting = approvals.filter(
    (approval) => any_of.length === 0 || any_of.some((entry) => isMeant(entry, approval)),
  );
  const count = new Set(counting.map(({ login }) => login.toLowerCase())).size;
  return [
    ...absent.map((entry) => `It needs an approval from ${entry}. Ask for it.`),
    ...(count < any_of_count ? [tooFewApprovals(count, any_of_count, any_of)] : []),
  ];
}

function tooFewApprovals(has: number, needed: number, anyOf: readonly string[]): string {
  const approvals = needed === 1 ? '1 approval' : `${needed} approvals`;
  return anyOf.length === 0
    ? `It needs ${approvals} and has ${has}. Ask someone with write access to approve.`
    : `It needs ${approvals} from ${anyOf.join(', ')} and has ${has}. Ask one of them to approve.`;
}

function mergeConflict(mergeable: boolean | null): readonly string[] {
  if (mergeable === true) return [];
  return mergeable === null
    ? ['Whether it can be merged is not known yet. Ask again in a moment.']
    : ['It conflicts with the branch that it shall be merged into. Settle the conflict and push.'];
}

function failingChecks(
  { foreignChecks }: Facts,
  { ignore_matching }: ApplyCheck['status_checks'],
): readonly string[] {
  const ignored = ignore_matching.map((text) => ({ text, pattern: compilePattern(text) }));
  return foreignChecks
    .filter(({ state }) => state !== 'success')
    .filter(
      ({ title }) =>
        !ignored.some(
          ({ text, pattern }) => text === title || (pattern.ok && pattern.found(title)),
        ),
    )
    .map(({ title, state }) =>
      state === 'pending'
        ? `The check ${title} is pending. Wait for it.`
        : `The check ${title} failed. Fix what it found.`,
    )
    .sort();
}
