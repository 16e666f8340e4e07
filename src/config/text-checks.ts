import { configSchema } from './config.ts';
import { parseTime } from './drift-window.ts';
import { isToken, LONGEST_TOKEN } from './gate-token.ts';
import { compileGlob } from './glob.ts';
import { nearestName } from './names.ts';
import { compilePattern } from './pattern.ts';
import { oneOf } from './schema-error.ts';
import { show } from './show-value.ts';
import { parseSubject, ROLES } from './subject.ts';
import { parseTagQuery } from './tag-query.ts';
import { VALID_VERSIONS, wishIn } from './version-wish.ts';

/** What is wrong with a text that is in a language of its own. */
export type TextProblem = {
  /** The character, from 0; left out where it is about the whole text. */
  readonly at?: number;
  readonly message: string;
  readonly expected: string | null;
  readonly nearest: string | null;
};

/** Null for a text with nothing wrong. */
export type TextCheck = (text: string) => TextProblem | null;

export const checkTagQuery: TextCheck = (text) => {
  const parsed = parseTagQuery(text);
  if (parsed.ok) return null;
  const { at, message } = parsed.error;
  return {
    at,
    message: `The tag query does not parse: ${message}.`,
    expected: 'a tag query, e.g. dir:network and workspace:prod',
    nearest: null,
  };
};

/** A pattern of `file_patterns`, where names are still to be filled in. */
export const checkFilePattern: TextCheck = (text) => {
  const negated = text.startsWith('!') ? 1 : 0;
  // In the place of the variables stand names of the same length.
  const filled = text
    .slice(negated)
    .replaceAll('${DIR}', 'dirdir')
    .replaceAll('${WORKSPACE}', 'workspacespa');
  const problem = checkGlob(filled);
  if (problem === null) return null;
  const at = (problem.at ?? 0) + negated;
  return { ...problem, at, nearest: variableMeant(text.slice(at)) };
};

export const checkGlob: TextCheck = (text) => {
  const glob = compileGlob(text);
  const misread = glob.ok ? misreadIn(text) : glob;
  if (misread === null) return null;
  return {
    at: misread.at,
    message: `This glob cannot be used: ${misread.problem}.`,
    expected: 'a glob, e.g. network/**/*.tf',
    nearest: null,
  };
};

/**
 * What means something to shells and in other globs. Here it would stand for itself, and whoever
 * wrote `$DIR/*.tf` or `!(a|b)` would wait for a change that never comes.
 */
function misreadIn(glob: string): { readonly at: number; readonly problem: string } | null {
  const pieces = /\\[\s\S]|\[[!^]?\]?(?:\\[\s\S]|[^\]\\])*\]|([$()|!])/g;
  for (const { 1: character, index } of glob.matchAll(pieces)) {
    if (character === undefined) continue;
    const problem = `${character} means nothing here; \\${character} is one that means itself`;
    return { at: index, problem };
  }
  return null;
}

function variableMeant(text: string): string | null {
  const [, name] = /^\$\{?(dir|workspace)\b/i.exec(text) ?? [];
  return name === undefined ? null : `\${${name.toUpperCase()}}`;
}

export const checkPattern: TextCheck = (text) => {
  const pattern = compilePattern(text);
  if (pattern.ok) return null;
  return {
    at: pattern.at,
    message: `This pattern cannot be used: ${pattern.problem}.`,
    expected: 'a regular expression in RE2 syntax',
    nearest: null,
  };
};

export const checkSubject: TextCheck = (text) => {
  if (parseSubject(text) !== null) return null;
  const [kind = '', name] = text.split(':', 2);
  const kinds = ['user', 'team', 'role'];
  const nearKind = name === undefined ? null : nearestName(kind, kinds);
  const nearRole = name === undefined || nearKind !== 'role' ? name : nearestName(name, ROLES);
  return {
    message: `${show(text)} names nobody.`,
    expected: `*, user:<login>, team:<slug>, or role: with one of ${ROLES.join(', ')}`,
    nearest: nearKind === null || !nearRole ? null : `${nearKind}:${nearRole}`,
  };
};

export const checkTime: TextCheck = (text) => {
  const time = parseTime(text);
  return time.ok ? null : time;
};

/** An empty one is none. */
export const checkToken: TextCheck = (text) => {
  if (text === '' || isToken(text)) return null;
  const word = text.trim().replaceAll(/\s+/g, '-').replace(/`+$/, '');
  return {
    message: 'No comment could approve this gate by its token.',
    expected: `one word of at most ${LONGEST_TOKEN} characters`,
    nearest: isToken(word) ? word : null,
  };
};

/** One with variables is known only when they are filled in. */
export const checkVersion: TextCheck = (text) =>
  text.includes('$') || wishIn(text) !== undefined
    ? null
    : { message: `${show(text)} is not a version.`, expected: VALID_VERSIONS, nearest: null };

export const checkVariableName: TextCheck = (text) => {
  if (text !== '' && !/[\s=\0]/.test(text)) return null;
  const name = text.trim().replaceAll(/[\s=\0]+/g, '_');
  return {
    message: `No variable can be called ${show(text)}.`,
    expected: 'a name without spaces and without =',
    nearest: name === '' ? null : name,
  };
};

export const checkCurrency: TextCheck = (text) =>
  /^[A-Z]{3}$/.test(text)
    ? null
    : {
        message: `${show(text)} is no currency.`,
        expected: 'the three capital letters of ISO 4217, e.g. EUR',
        nearest: nearestName(text.toUpperCase(), Intl.supportedValuesOf('currency')),
      };

export const checkRootKey: TextCheck = (text) => {
  const keys = Object.keys(configSchema.shape);
  if (keys.includes(text)) return null;
  return {
    message: `A configuration has no key ${show(text)}.`,
    expected: oneOf(text, keys),
    nearest: nearestName(text, keys),
  };
};
