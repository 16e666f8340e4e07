import semver from 'semver';
import { anyRelease, type Constraint, constraintOf, startingWith } from './version-constraint.ts';

/** What a text asks for that stands for a version of a tool. */
export type Wish =
  | { readonly kind: 'exact'; readonly version: string }
  /** What is on PATH where that is allowed, else the newest release that is. */
  | { readonly kind: 'allowed'; readonly constraint: Constraint }
  | { readonly kind: 'newest'; readonly constraint: Constraint }
  /** The newest or the oldest release that `required_version` allows. */
  | { readonly kind: 'required'; readonly pick: 'newest' | 'oldest' }
  | { readonly kind: 'path' };

/** Of a version, in characters. */
export const LONGEST_VERSION = 100;

export const VALID_VERSIONS =
  'a version (1.9.5), a range (~> 1.9, or >= 1.5, < 2, or 1.9.x), latest, latest:1.9, ' +
  'latest-allowed or min-required';

/** What a text that stands for a version means; undefined where it means nothing. */
export function wishIn(given: string): Wish | undefined {
  if (given.length > LONGEST_VERSION) return undefined;
  const text = given.trim();
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
