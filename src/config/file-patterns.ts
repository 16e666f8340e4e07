import { escapeGlob } from './glob.ts';

/** What touches a directory when nobody says otherwise. */
const DEFAULT_PATTERNS = ['${DIR}/*.tf', '${DIR}/*.tfvars'];

/**
 * The top-level patterns, made relative to each directory: there, and only there, a pattern that
 * begins with a star means "in the directory". a pattern `*x` becomes
 * `${DIR}/*x`, and two stars and a slash become `${DIR}/`.
 */
export function globalPatterns(given: readonly string[] | undefined): readonly string[] {
  return (given ?? DEFAULT_PATTERNS).map((pattern) => {
    const [, negation = '', rest = ''] = /^(!?)([\s\S]*)$/.exec(pattern) ?? [];
    if (rest.startsWith('**/')) return `${negation}\${DIR}/${rest.slice('**/'.length)}`;
    if (rest.startsWith('*')) return `${negation}\${DIR}/${rest}`;
    return pattern;
  });
}

/**
 * Fills a pattern in for one dirspace: `${DIR}` and `${WORKSPACE}` become the names, taken
 * literally, and `/./` and `/../` collapse.
 */
export function patternFor(pattern: string, dir: string, workspace: string): string {
  const inDir =
    dir === '.'
      ? pattern.replaceAll('${DIR}/', '').replaceAll('${DIR}', '.')
      : pattern.replaceAll('${DIR}', () => escapeGlob(dir));
  const filled = inDir.replaceAll('${WORKSPACE}', () => escapeGlob(workspace));
  const negated = filled.startsWith('!');
  return (negated ? '!' : '') + collapse(negated ? filled.slice(1) : filled);
}

function collapse(pattern: string): string {
  const kept: string[] = [];
  for (const component of pattern.split('/')) {
    if (component === '.' && pattern !== '.') continue;
    // A leading `..` stays, and matches nothing, unless a second one takes it away.
    if (component === '..' && kept.length > 0) kept.pop();
    else kept.push(component);
  }
  return kept.join('/');
}
