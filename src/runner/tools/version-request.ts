import { allOf, type Constraint, constraintOf } from '../../config/version-constraint.ts';
import { LONGEST_VERSION, VALID_VERSIONS, type Wish, wishIn } from '../../config/version-wish.ts';
import { StepFailed } from '../steps/step-result.ts';

/** A version as somebody wrote it, and where: a file and its line, or a key. */
export type Said = { readonly text: string; readonly where: string };

/** What has to be found for a dirspace. */
export type Search =
  /** Whatever is on PATH; where there is nothing, the newest release. */
  | { readonly kind: 'path' }
  | { readonly kind: 'exact'; readonly version: string }
  | {
      readonly kind: 'release';
      readonly constraint: Constraint;
      /** Whether what is on PATH will do, where it is allowed. */
      readonly orPath: boolean;
      readonly pick: 'newest' | 'oldest';
    };

/** What a text that stands for a version means. Throws `StepFailed` where it means nothing. */
export function wishOf({ text, where }: Said): Wish {
  const wish = wishIn(text);
  if (wish !== undefined) return wish;
  const isLong = text.length > LONGEST_VERSION;
  const shown = JSON.stringify(isLong ? `${text.slice(0, LONGEST_VERSION)}…` : text);
  throw new StepFailed(
    `${where} says ${shown}, which is not a version.\nValid are ${VALID_VERSIONS}.`,
  );
}

/** Whether the answer depends on what `required_version` says in the directory. */
export function needsRequired(wish: Wish | undefined): boolean {
  return wish === undefined || wish.kind === 'required';
}

/**
 * What to look for, from what is said by a version file or the configuration (undefined: nothing), and
 * from every `required_version` of the directory. Throws `StepFailed` where that is not a constraint.
 */
export function searchFor(wish: Wish | undefined, required: readonly Said[]): Search {
  switch (wish?.kind) {
    case 'path':
    case 'exact':
      return wish;
    case 'allowed':
      return { kind: 'release', constraint: wish.constraint, orPath: true, pick: 'newest' };
    case 'newest':
      return { kind: 'release', constraint: wish.constraint, orPath: false, pick: 'newest' };
    case 'required':
      return release(required, false, wish.pick);
    case undefined:
      return required.length === 0 ? { kind: 'path' } : release(required, true, 'newest');
  }
}

function release(required: readonly Said[], orPath: boolean, pick: 'newest' | 'oldest'): Search {
  if (required.length === 0 && pick === 'oldest') {
    throw new StepFailed(
      'min-required is asked for, but no required_version says what is required.',
    );
  }
  return { kind: 'release', constraint: allOf(required.map(requiredConstraint)), orPath, pick };
}

function requiredConstraint({ text, where }: Said): Constraint {
  const constraint = text.length > LONGEST_VERSION ? undefined : constraintOf(text);
  if (constraint !== undefined) return constraint;
  throw new StepFailed(
    `${where}: required_version is ${JSON.stringify(text.slice(0, LONGEST_VERSION))}, which is not a version ` +
      'constraint. Write it as in ">= 1.5, < 2" or "~> 1.9".',
  );
}
