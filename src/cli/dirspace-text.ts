import type { Dirspace, DirspaceName } from '../config/dirspace.ts';
import type { Stack } from '../config/stacks.ts';

export function nameOf({ dir, workspace }: DirspaceName): string {
  return `${dir} (${workspace})`;
}

/** A stack with its rules; null where there are none to speak of. */
export function stackText(name: string, stack: Stack | undefined): string | null {
  const { names = [], planAfter = [], applyAfter = [], modifiedBy = [] } = stack ?? {};
  const around = names.filter((other) => other !== name);
  const rule = (words: string, stacks: readonly string[]) =>
    stacks.length === 0 ? [] : [`${words} ${stacks.join(', ')}`];
  const rules = [
    ...rule('in', around),
    ...rule('planned after', planAfter),
    ...rule('applied after', applyAfter),
    ...rule('modified by', modifiedBy),
  ];
  return name === 'default' && rules.length === 0 ? null : [name, ...rules].join('; ');
}

/** When a dirspace is planned. */
export function planText({ autoplan, autoplanDraft }: Dirspace): string {
  if (!autoplan) return 'on terrateam plan';
  return autoplanDraft ? 'by itself' : 'by itself, but not of a draft';
}

/** When a dirspace is applied. */
export function applyText({ autoapply }: Dirspace, stack: Stack | undefined): string {
  if (stack?.autoApply === true) return 'by itself, once its requirements are met';
  return autoapply ? 'by itself after the merge' : 'on terrateam apply';
}

const LOCKS: Readonly<Record<Dirspace['lockPolicy'], string>> = {
  strict: 'from the first apply until it is merged and all applied',
  apply: 'from the first apply until it is merged',
  merge: 'from the merge until all is applied',
  none: 'never, except after the merge when an apply failed',
};

/** While what a pull request keeps others from applying a dirspace. */
export function lockText({ lockPolicy, lockBranchTarget }: Dirspace): string {
  const against = lockBranchTarget === 'all' ? '' : ', against the same base only';
  return `${lockPolicy}: ${LOCKS[lockPolicy]}${against}`;
}
