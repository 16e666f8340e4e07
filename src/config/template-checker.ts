import type { PatternTemplate } from './file-patterns.ts';
import { anchorGlob, compileGlob } from './glob.ts';

/**
 * Says what is wrong with a pattern once it is filled in, e.g. that it is too long; null when nothing
 * is. What templates make of many directories is mostly the same, and looked at once.
 */
export function templateChecker(): (template: PatternTemplate, filled: string) => string | null {
  const fine = new Set<PatternTemplate>();
  const problems = new Map<string, string | null>();
  return (template, filled) => {
    if (fine.has(template)) return null;
    const { rest } = anchorGlob(filled.slice(template.negation.length));
    const glob = problems.has(rest) ? null : compileGlob(rest);
    if (glob !== null) problems.set(rest, glob.ok ? null : glob.problem);
    const problem = problems.get(rest) ?? null;
    if (problem === null && template.kind !== 'around_dir') fine.add(template);
    return problem;
  };
}
