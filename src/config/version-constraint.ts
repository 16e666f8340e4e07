import semver from 'semver';

/** Which releases are allowed. */
export type Constraint = {
  /** As the package semver reads it. */
  readonly range: string;
  /** Versions that are not allowed all the same. */
  readonly except: readonly string[];
};

export const anyRelease: Constraint = { range: '*', except: [] };

/** One condition: an operator, and a version of up to three numbers. */
const condition =
  /^\s*(=|!=|>=?|<=?|~>|)\s*v?(\d{1,9}(?:\.\d{1,9}){0,2})(-[0-9A-Za-z][0-9A-Za-z.-]{0,63})?\s*$/;

/**
 * Reads a version constraint as Terraform does (its page "Version Constraints"): conditions that must
 * all hold, separated by commas; a version without an operator is that version, and missing numbers are
 * zeros. Undefined for anything else.
 */
export function constraintOf(text: string): Constraint | undefined {
  const conditions = text.split(',').map(conditionOf);
  return conditions.every((each) => each !== undefined) ? allOf(conditions) : undefined;
}

/** What each of these allows. */
export function allOf(constraints: readonly Constraint[]): Constraint {
  return {
    range: constraints.map(({ range }) => range).join(' ') || anyRelease.range,
    except: constraints.flatMap(({ except }) => except),
  };
}

/** The releases whose version begins with these numbers. */
export function startingWith(numbers: string): Constraint {
  return { range: `${numbers}.x`, except: [] };
}

/** Whether a version is allowed. A prerelease is where the constraint names one of the same version. */
export function allows({ range, except }: Constraint, version: string): boolean {
  return semver.satisfies(version, range) && !except.some((not) => semver.eq(version, not));
}

function conditionOf(text: string): Constraint | undefined {
  const [, operator, numbers, prerelease = ''] = condition.exec(text) ?? [];
  if (operator === undefined || numbers === undefined) return undefined;
  const segments = numbers.split('.').map(Number);
  const version = semver.valid(`${segments.concat(0, 0).slice(0, 3).join('.')}${prerelease}`);
  if (version === null) return undefined;
  if (operator === '!=') return { range: anyRelease.range, except: [version] };
  if (operator !== '~>') return { range: `${operator}${version}`, except: [] };
  return { range: [`>=${version}`, ...upperBound(segments)].join(' '), except: [] };
}

/** `~>` lets the last number that is written grow, and nothing before it. */
function upperBound(segments: readonly number[]): string[] {
  const [major = 0, minor = 0] = segments;
  if (segments.length === 3) return [`<${major}.${minor + 1}.0-0`];
  return segments.length === 2 ? [`<${major + 1}.0.0-0`] : [];
}
