import { escapeGlob } from './glob.ts';

/** What touches a directory when nobody says otherwise. */
const DEFAULT_PATTERNS = ['${DIR}/*.tf', '${DIR}/*.tfvars'];

/**
 * The top-level patterns, made relative to each directory: there, and only there, a pattern that
 * begins with a star is about the files in each directory. `*x` becomes `${DIR}/*x`, and two stars
 * and a slash at its beginning become `${DIR}/`.
 */
export function globalPatterns(given: readonly string[] | undefined): readonly string[] {
  return (given ?? DEFAULT_PATTERNS).map((pattern) => {
    const [negation, rest] = splitNegation(pattern);
    if (rest.startsWith('**/')) return `${negation}\${DIR}/${rest.slice('**/'.length)}`;
    if (rest.startsWith('*')) return `${negation}\${DIR}/${rest}`;
    return pattern;
  });
}

/** A file pattern of one workspace, with as much worked out as does not depend on the directory. */
export type PatternTemplate = { readonly negation: '' | '!' } & (
  | { readonly kind: 'in_dir'; readonly below: string }
  | { readonly kind: 'fixed'; readonly glob: string }
  /** Leads out of the directory, or names it in another place. */
  | { readonly kind: 'around_dir'; readonly text: string }
);

/** Fills `${WORKSPACE}` in, and prepares a pattern to be filled in for many directories. */
export function patternTemplate(pattern: string, workspace: string): PatternTemplate {
  const [negation, rest] = splitNegation(pattern);
  const text = rest.replaceAll('${WORKSPACE}', () => escapeGlob(workspace));
  if (!text.includes('${DIR}')) return { negation, kind: 'fixed', glob: collapse(text) };
  const below = text.startsWith('${DIR}/') ? text.slice('${DIR}/'.length) : null;
  const staysBelow =
    below !== null && !below.includes('${DIR}') && !/(^|\/)\.\.?(\/|$)/.test(below);
  return staysBelow ? { negation, kind: 'in_dir', below } : { negation, kind: 'around_dir', text };
}

/**
 * Fills a pattern in for a directory, whose name as a pattern is `escaped`: names are taken literally,
 * and `/./` and `/../` collapse.
 */
export function fillPattern(template: PatternTemplate, dir: string, escaped: string): string {
  const { negation } = template;
  switch (template.kind) {
    case 'in_dir':
      return dir === '.' ? negation + template.below : `${negation}${escaped}/${template.below}`;
    case 'fixed':
      return negation + template.glob;
    case 'around_dir': {
      const { text } = template;
      const filled =
        dir === '.'
          ? text.replaceAll('${DIR}/', '').replaceAll('${DIR}', '.')
          : text.replaceAll('${DIR}', () => escaped);
      return negation + collapse(filled);
    }
  }
}

function splitNegation(pattern: string): readonly ['' | '!', string] {
  return pattern.startsWith('!') ? ['!', pattern.slice(1)] : ['', pattern];
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
