import type { Document, ErrorCode, YAMLError } from 'yaml';
import { taken } from './error-list.ts';

/** What is wrong with a YAML text, and where. */
export type SyntaxProblem = {
  readonly offset: number;
  readonly message: string;
  readonly expected: string | null;
};

/** What to write instead, of the mistakes that people make. */
const EXPECTED: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_SCALAR_START: 'quotes around a text that begins so',
  BLOCK_AS_IMPLICIT_KEY: 'one key on a line, and quotes around a text that holds a colon',
  MULTILINE_IMPLICIT_KEY: 'a colon after the key',
  NON_STRING_KEY: 'a text as the key',
  TAB_AS_INDENT: 'spaces',
  TAG_RESOLVE_FAILED: 'a value without a tag',
};

/** The parser's errors as sentences, in the order of the file. */
export function syntaxProblems(
  document: Document.Parsed,
  second: Document.Parsed | undefined,
): readonly SyntaxProblem[] {
  // Of a tag that there is not the parser only warns, and takes the value without it.
  const tags = document.warnings.filter(({ code }) => code === 'TAG_RESOLVE_FAILED');
  const problems = taken([...document.errors, ...tags]).map(
    (error): SyntaxProblem => ({
      offset: error.pos[0],
      message: sentenceOf(error),
      expected: expectedOf(error),
    }),
  );
  return second === undefined ? problems : [...problems, moreThanOne(second)];
}

function moreThanOne(second: Document.Parsed): SyntaxProblem {
  return {
    offset: second.range[0],
    message: 'A second document begins here; only one is read.',
    expected: 'one document in the file',
  };
}

function expectedOf({ code, message }: YAMLError): string | null {
  if (message.startsWith('A block sequence')) return 'an item that is indented as those above it';
  return EXPECTED[code] ?? null;
}

function sentenceOf({ code, message }: YAMLError): string {
  if (code === 'NON_STRING_KEY') return 'This key is not a text.';
  const flat = message.replace(/\s+/g, ' ').replace('tag:yaml.org,2002:', '!!').trim();
  return flat.endsWith('.') ? flat : `${flat}.`;
}
