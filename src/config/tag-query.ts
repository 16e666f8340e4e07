import { compileGlob } from './glob.ts';

/**
 * The tag query language: `dir:network and (workspace:prod or canary)`.
 *
 * A word is a tag that a dirspace must have. `and` binds tighter than `or`. Words that stand side
 * by side mean `and`, but group everything to their right first, as the original's grammar does:
 * `a b or c` is `a and (b or c)`, where `a and b or c` is `(a and b) or c`.
 */
export type TagQuery =
  | { readonly kind: 'everything' }
  | { readonly kind: 'tag'; readonly tag: string }
  /** The directory's path has these components in a row. */
  | { readonly kind: 'in_dir'; readonly fragment: string }
  | { readonly kind: 'and' | 'or'; readonly left: TagQuery; readonly right: TagQuery }
  | { readonly kind: 'not'; readonly query: TagQuery };

/** `at` counts characters of the query from 0. */
export type TagQueryError = { readonly at: number; readonly message: string };

export type ParsedTagQuery =
  | { readonly ok: true; readonly query: TagQuery }
  | { readonly ok: false; readonly error: TagQueryError };

type Token =
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean; readonly at: number }
  | { readonly kind: 'and' | 'or' | 'not' | 'in' | '(' | ')' | 'end'; readonly at: number };

/** Parses a query; the empty one matches everything. */
export function parseTagQuery(text: string): ParsedTagQuery {
  try {
    const tokens = tokenize(text);
    const parser = new Parser(tokens);
    return { ok: true, query: parser.whole() };
  } catch (error) {
    if (error instanceof Refusal)
      return { ok: false, error: { at: error.at, message: error.message } };
    throw error;
  }
}

/** The error as a user reads it: the query, a caret below the place, and what is wrong. */
export function showTagQueryError(text: string, { at, message }: TagQueryError): string {
  return `${text}\n${' '.repeat(at)}^ ${message}`;
}

const MAX_LENGTH = 4_096;
const MAX_DEPTH = 100;
const KEYWORDS = new Set(['and', 'or', 'not', 'in']);

class Refusal extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

function tokenize(text: string): readonly Token[] {
  if (text.length > MAX_LENGTH) {
    throw new Refusal(MAX_LENGTH, `a query has at most ${MAX_LENGTH} characters`);
  }
  const tokens: Token[] = [];
  const pattern = /\s+|([()])|(["'])((?:\\[\s\S]|(?!\2)[^\\])*)(\2)?|[^\s"'()]+/g;
  for (const match of text.matchAll(pattern)) {
    const [whole, parenthesis, quote, inside = '', closed] = match;
    const at = match.index;
    if (parenthesis === '(' || parenthesis === ')') tokens.push({ kind: parenthesis, at });
    else if (quote !== undefined) {
      if (closed === undefined) throw new Refusal(at, `this ${quote} is never closed`);
      tokens.push({ kind: 'word', text: inside.replaceAll(/\\([\s\S])/g, '$1'), quoted: true, at });
    } else if (whole.trim() !== '') tokens.push(word(whole, at));
  }
  return [...tokens, { kind: 'end', at: text.length }];
}

function word(text: string, at: number): Token {
  const keyword = text.toLowerCase();
  if (keyword === 'and' || keyword === 'or' || keyword === 'not' || keyword === 'in') {
    return { kind: keyword, at };
  }
  return { kind: 'word', text, quoted: false, at };
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): TagQuery {
    if (this.#peek().kind === 'end') return { kind: 'everything' };
    const query = this.#expression();
    const rest = this.#peek();
    if (rest.kind === ')') throw new Refusal(rest.at, 'there is no ( for this )');
    return query;
  }

  #peek(): Token {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw new Error('The list of tokens ends with an end token.');
    return token;
  }

  #take(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#next += 1;
    return token;
  }

  /** `or` and `and` group to the left; a word beside a word swallows all that follows. */
  #expression(): TagQuery {
    let query = this.#conjunction();
    while (this.#peek().kind === 'or') {
      this.#take();
      query = { kind: 'or', left: query, right: this.#conjunction() };
    }
    return query;
  }

  #conjunction(): TagQuery {
    let query = this.#term();
    for (;;) {
      const { kind } = this.#peek();
      if (kind === 'and') {
        this.#take();
        query = { kind: 'and', left: query, right: this.#term() };
      } else if (kind === 'word' || kind === '(' || kind === 'not') {
        return { kind: 'and', left: query, right: this.#nested(() => this.#expression()) };
      } else if (kind === 'in') {
        throw new Refusal(this.#peek().at, 'in stands between one word and dir: write x in dir');
      } else return query;
    }
  }

  #term(): TagQuery {
    const token = this.#take();
    switch (token.kind) {
      case 'word':
        return this.#tagOrFragment(token);
      case 'not':
        return { kind: 'not', query: this.#nested(() => this.#term()) };
      case '(': {
        if (this.#peek().kind === ')') throw new Refusal(token.at, 'these parentheses are empty');
        const query = this.#nested(() => this.#expression());
        if (this.#take().kind !== ')') throw new Refusal(token.at, 'this ( is never closed');
        return query;
      }
      case ')':
        throw new Refusal(token.at, 'a tag is expected before this )');
      case 'end':
        throw new Refusal(token.at, 'a tag is expected here, at the end');
      default:
        throw new Refusal(token.at, `a tag is expected before ${token.kind}`);
    }
  }

  #tagOrFragment({ text, quoted }: Token & { kind: 'word' }): TagQuery {
    if (this.#peek().kind !== 'in') {
      return text.startsWith('dir~') && !quoted
        ? { kind: 'in_dir', fragment: text.slice('dir~'.length) }
        : { kind: 'tag', tag: text };
    }
    this.#take();
    const right = this.#take();
    if (right.kind !== 'word' || right.text !== 'dir') {
      throw new Refusal(right.at, 'only the word dir may stand after in');
    }
    return { kind: 'in_dir', fragment: text };
  }

  #nested(parse: () => TagQuery): TagQuery {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new Refusal(this.#peek().at, `a query nests at most ${MAX_DEPTH} deep`);
    }
    const query = parse();
    this.#depth -= 1;
    return query;
  }
}

/** What a query is asked about: a dirspace's tags, `dir:` and `workspace:` among them, and its path. */
export type Tagged = { readonly dir: string; readonly tags: readonly string[] };

/** Whether a query matches. `*` in a `dir:` or `workspace:` makes it a glob; other tags are exact. */
export function matchesTagQuery(query: TagQuery, { dir, tags }: Tagged): boolean {
  switch (query.kind) {
    case 'everything':
      return true;
    case 'tag':
      return hasTag(query.tag, tags);
    case 'in_dir':
      return `/${dir}/`.includes(`/${query.fragment.replaceAll(/^\/+|\/+$/g, '')}/`);
    case 'not':
      return !matchesTagQuery(query.query, { dir, tags });
    case 'and':
      return (
        matchesTagQuery(query.left, { dir, tags }) && matchesTagQuery(query.right, { dir, tags })
      );
    case 'or':
      return (
        matchesTagQuery(query.left, { dir, tags }) || matchesTagQuery(query.right, { dir, tags })
      );
  }
}

function hasTag(tag: string, tags: readonly string[]): boolean {
  if (tags.includes(tag)) return true;
  const [, field, pattern] = /^(dir|workspace):(.*\*.*)$/s.exec(tag) ?? [];
  if (field === undefined || pattern === undefined) return false;
  const glob = compileGlob(pattern);
  return (
    glob.ok &&
    tags.some((t) => t.startsWith(`${field}:`) && glob.matches(t.slice(field.length + 1)))
  );
}

/** A query as text that parses to the same query. */
export function printTagQuery(query: TagQuery): string {
  switch (query.kind) {
    case 'everything':
      return '';
    case 'tag':
      return query.tag.startsWith('dir~') ? printQuoted(query.tag) : printWord(query.tag);
    case 'in_dir':
      return `${printWord(query.fragment)} in dir`;
    case 'not':
      return `not (${printTagQuery(query.query)})`;
    default:
      return `(${printTagQuery(query.left)}) ${query.kind} (${printTagQuery(query.right)})`;
  }
}

function printWord(text: string): string {
  const plain = /^[^\s"'()]+$/.test(text) && !KEYWORDS.has(text.toLowerCase());
  return plain ? text : printQuoted(text);
}

function printQuoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
