import semver from 'semver';
import { StepFailed } from '../steps/step-result.ts';
import {
  allOf,
  anyRelease,
  type Constraint,
  constraintOf,
  startingWith,
} from './version-constraint.ts';

/** A version as somebody wrote it, and where: a file and its line, or a key. */
export type Said = { readonly text: string; readonly where: string };

/** What a text asks for. */
export type Wish =
  | { readonly kind: 'exact'; readonly version: string }
  /** What is on PATH where that is allowed, else the newest release that is. */
  | { readonly kind: 'allowed'; readonly constraint: Constraint }
  | { readonly kind: 'newest'; readonly constraint: Constraint }
  /** The newest or the oldest release that `required_version` allows. */
  | { readonly kind: 'required'; readonly pick: 'newest' | 'oldest' }
  | { readonly kind: 'path' };

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

const longest = 100;

const validVersions =
  'Valid are a version (1.9.5), a range (~> 1.9, or >= 1.5, < 2, or 1.9.x), latest, latest:1.9, ' +
  'latest-allowed and min-required.';

/** What a text that stands for a version means. Throws `StepFailed` where it means nothing. */
export function wishOf({ text, where }: Said): Wish {
  const wish = text.length > longest ? undefined : parsedWish(text.trim());
  if (wish !== undefined) return wish;
  const shown = JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
  throw new StepFailed(`${where} says ${shown}, which is not a version.\n${validVersions}`);
}

function parsedWish(text: string): Wish | undefined {
  switch (text) {
    case 'latest':
    case 'latest-stable':
      return { kind: 'newest', constraint: anyRelease };
    case 'latest-allowed':
      return { kind: 'required', pick: 'newest' };
    case 'min-required':
      return { kind: 'required', pick: 'oldest' };
    // asdf: the program that the machine has.
    case 'system':
      return { kind: 'path' };
  }
  const beginning = /^latest:\^?v?(\d{1,9}(?:\.\d{1,9})?)(?:\.|\.[x*])?$/.exec(
    text.replaceAll('\\', ''),
  );
  if (beginning?.[1] !== undefined) {
    return { kind: 'newest', constraint: startingWith(beginning[1]) };
  }
  const wildcard = /^v?(\d{1,9}(?:\.\d{1,9})?)\.[xX*]$/.exec(text)?.[1];
  if (wildcard !== undefined) return { kind: 'allowed', constraint: startingWith(wildcard) };
  const constraint = constraintOf(text);
  if (constraint === undefined) return undefined;
  // A constraint of one version without an operator, or with `=`, has that version as its range.
  const version = semver.valid(constraint.range.replace(/^=/, ''));
  return version === null ? { kind: 'allowed', constraint } : { kind: 'exact', version };
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
  const constraint = text.length > longest ? undefined : constraintOf(text);
  if (constraint !== undefined) return constraint;
  throw new StepFailed(
    `${where}: required_version is ${JSON.stringify(text.slice(0, longest))}, which is not a version ` +
      'constraint. Write it as in ">= 1.5, < 2" or "~> 1.9".',
  );
}
