import { CST, type Document, type ErrorCode, type YAMLError } from 'yaml';
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

/** The parser's errors as sentences, in the order of the file. `tokens` are what it was made of. */
export function syntaxProblems(
  document: Document.Parsed,
  second: Document.Parsed | undefined,
  tokens: readonly CST.Token[],
): readonly SyntaxProblem[] {
  // Of a tag that there is not the parser only warns, and takes the value without it.
  const tags = document.warnings.filter(({ code }) => code === 'TAG_RESOLVE_FAILED');
  const errors = [...document.errors, ...tags];
  const unclosed = errors.find(({ message }) => /^Missing closing ['"]quote$/.test(message));
  // What comes after a quote that is not closed is read as something else than it is.
  const end = unclosed?.pos[0] ?? Number.POSITIVE_INFINITY;
  const problems = taken(errors.filter(({ pos }) => pos[0] < end)).map(
    (error): SyntaxProblem => ({
      offset: error.pos[0],
      message: sentenceOf(error),
      expected: expectedOf(error),
    }),
  );
  return [
    ...problems,
    ...(unclosed === undefined ? [] : [openQuote(end, tokens)]),
    ...(second === undefined ? [] : [moreThanOne(second)]),
  ];
}

/** It is found out where the text ends, far from where the quote is missing. */
function openQuote(end: number, tokens: readonly CST.Token[]): SyntaxProblem {
  const offset = quotesByEnd(tokens).get(end) ?? end;
  const expected = 'the same quote behind the text';
  return { offset, message: 'This quote is not closed.', expected };
}

/** Where quoted texts begin, by where they end. */
function quotesByEnd(tokens: readonly CST.Token[]): ReadonlyMap<number, number> {
  const quotes = new Map<number, number>();
  for (const token of tokens) {
    if (token.type !== 'document') continue;
    CST.visit(token, ({ key, value }) => {
      for (const inner of [key, value]) {
        const isQuoted = CST.isScalar(inner) && /^['"]/.test(inner.source);
        if (isQuoted) quotes.set(inner.offset + inner.source.length, inner.offset);
      }
    });
  }
  return quotes;
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
  if (message.startsWith('All mapping items')) return 'a key that is indented as those above it';
  if (message.startsWith('All sequence items')) return 'an item that is indented as those above it';
  return EXPECTED[code] ?? null;
}

function sentenceOf({ code, message }: YAMLError): string {
  if (code === 'NON_STRING_KEY') return 'This key is not a text.';
  const flat = message.replace(/\s+/g, ' ').replace('tag:yaml.org,2002:', '!!').trim();
  return flat.endsWith('.') ? flat : `${flat}.`;
}
