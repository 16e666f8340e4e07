/**
 * The tag query language: `dir:network and (workspace:prod or canary)`.
 *
 * A word is a tag that a dirspace must have. `and` binds tighter than `or`. Words that stand side
 * by side mean `and`, but group everything to their right first, as the original's grammar does:
 * `a b or c` is `a and (b or c)`, where `a and b or c` is `(a and b) or c`.
 *
 * An `and` holds no `and` directly, an `or` no `or`: chains are lists, so that long ones are not deep.
 */
export type TagQuery =
  | { readonly kind: 'everything' }
  | { readonly kind: 'tag'; readonly tag: string }
  /** The directory's path has these components in a row. */
  | { readonly kind: 'in_dir'; readonly fragment: string }
  /** The directory that this path leads to from the dependent dirspace's. */
  | { readonly kind: 'relative_dir'; readonly path: string }
  | { readonly kind: 'and' | 'or'; readonly queries: readonly TagQuery[] }
  | { readonly kind: 'not'; readonly query: TagQuery };

/** A part of a query's text, in characters from 0. */
export type TagQueryPlace = { readonly at: number; readonly length: number };

/** `at` counts characters of the query from 0. */
export type TagQueryError = { readonly at: number; readonly message: string };

export type ParsedTagQuery =
  | {
      readonly ok: true;
      readonly query: TagQuery;
      /** Where each tag, `in dir`, `relative_dir:` and `not` of the query stands. */
      readonly places: ReadonlyMap<TagQuery, TagQueryPlace>;
      /** Words that stand side by side in one level with an `or`: easily misread. */
      readonly mixed: TagQueryPlace | null;
    }
  | { readonly ok: false; readonly error: TagQueryError };

/** A chain of some thousand directories fits; a configuration file has eight times as many. */
const MAX_LENGTH = 65_536;
const MAX_DEPTH = 100;

/** Parses a query in time linear in its length; the empty one matches everything. */
export function parseTagQuery(text: string, maxLength = MAX_LENGTH): ParsedTagQuery {
  try {
    if (text.length > maxLength) {
      throw new Refusal(maxLength, `a query has at most ${maxLength} characters`);
    }
    const parser = new Parser(tokenize(text));
    return { ok: true, query: parser.whole(), places: parser.places, mixed: parser.mixed };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, error: { at: error.at, message: error.message } };
  }
}

/** The words of the language; as tags they stand in quotes. */
export function isOperator(text: string): boolean {
  return /^(and|or|not|in)$/i.test(text);
}

class Refusal extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

type Operator = 'and' | 'or' | 'not' | 'in';
type Word = TagQueryPlace & { readonly kind: 'word'; readonly text: string };
type Token = Word | (TagQueryPlace & { readonly kind: Operator | '(' | ')' | 'end' });

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = /([()])|(["'])((?:\\[\s\S]|(?!\2)[^\\])*)(\2)?|[^\s"'()]+/g;
  for (const match of text.matchAll(pattern)) {
    const [whole, parenthesis, quote, inside = '', closed] = match;
    const place = { at: match.index, length: whole.length };
    if (parenthesis === '(' || parenthesis === ')') tokens.push({ kind: parenthesis, ...place });
    else if (quote === undefined) tokens.push(wordOrOperator(whole, place));
    else if (closed === undefined) throw new Refusal(place.at, `this ${quote} is never closed`);
    else tokens.push({ kind: 'word', text: inside.replaceAll(/\\([\s\S])/g, '$1'), ...place });
  }
  return [...tokens, { kind: 'end', at: text.length, length: 0 }];
}

function wordOrOperator(text: string, place: TagQueryPlace): Token {
  if (!isOperator(text)) return { kind: 'word', text, ...place };
  return { kind: text.toLowerCase() as Operator, ...place }; // isOperator says it is one of them
}

/** What stands between two parentheses, as far as it matters to how it is read. */
type Level = { or: boolean; beside: TagQueryPlace | null };

class Parser {
  readonly places = new Map<TagQuery, TagQueryPlace>();
  mixed: TagQueryPlace | null = null;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): TagQuery {
    if (this.#peek().kind === 'end') return { kind: 'everything' };
    const query = this.#level();
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

  #level(): TagQuery {
    const level: Level = { or: false, beside: null };
    const query = this.#alternatives(level, this.#conjunction(level));
    if (level.or) this.mixed ??= level.beside;
    return query;
  }

  #alternatives(level: Level, first: TagQuery): TagQuery {
    const queries = [first];
    while (this.#peek().kind === 'or') {
      this.#take();
      level.or = true;
      queries.push(this.#conjunction(level));
    }
    return joined('or', queries);
  }

  /** `since` is where the last words began that stand beside others: an `or` takes them with it. */
  #conjunction(level: Level): TagQuery {
    const queries = [this.#term()];
    for (let since = 0; ; ) {
      const { kind, at, length } = this.#peek();
      if (kind === 'and') {
        this.#take();
        queries.push(this.#term());
      } else if (kind === 'word' || kind === '(' || kind === 'not') {
        level.beside ??= { at, length };
        since = queries.length;
        queries.push(this.#term());
      } else if (kind === 'or' && since > 0) {
        const first = joined('and', queries.splice(since));
        queries.push(this.#nested(() => this.#alternatives(level, first)));
      } else if (kind === 'in') {
        throw new Refusal(at, 'in stands between one word and dir: write x in dir');
      } else return joined('and', queries);
    }
  }

  #term(): TagQuery {
    const token = this.#take();
    if (token.kind === 'word') return this.#leaf(token);
    if (token.kind === 'not') {
      const twice = this.#peek();
      if (twice.kind === 'not') {
        throw new Refusal(twice.at, 'not takes one tag or parentheses: write not (not x)');
      }
      const query: TagQuery = { kind: 'not', query: this.#term() };
      this.places.set(query, token);
      return query;
    }
    if (token.kind !== '(') throw this.#noTerm(token);
    if (this.#peek().kind === ')') throw new Refusal(token.at, 'these parentheses are empty');
    if (this.#peek().kind === 'end') throw new Refusal(token.at, 'this ( is never closed');
    const query = this.#nested(() => this.#level());
    if (this.#take().kind !== ')') throw new Refusal(token.at, 'this ( is never closed');
    return query;
  }

  #noTerm({ kind, at }: Token): Refusal {
    if (kind !== 'end' && kind !== ')') return new Refusal(at, `a tag is expected before ${kind}`);
    const before = this.#tokens[this.#next - (kind === 'end' ? 1 : 2)];
    if (before === undefined) return new Refusal(at, 'there is no ( for this )');
    return new Refusal(at, `a tag is expected after ${before.kind}`);
  }

  #leaf({ text, at, length }: Word): TagQuery {
    const query = this.#peek().kind === 'in' ? this.#fragment(text) : leafOf(text);
    const last = this.#tokens[this.#next - 1] ?? { at, length };
    this.places.set(query, { at, length: last.at + last.length - at });
    return query;
  }

  #fragment(text: string): TagQuery {
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

function joined(kind: 'and' | 'or', queries: readonly TagQuery[]): TagQuery {
  const [first] = queries;
  if (first !== undefined && queries.length === 1) return first;
  const flat = queries.flatMap((query) => (query.kind === kind ? query.queries : [query]));
  return { kind, queries: flat };
}

function leafOf(text: string): TagQuery {
  const [, prefix, rest = ''] = /^(dir~|relative_dir:)([\s\S]*)$/.exec(text) ?? [];
  if (prefix === 'dir~') return { kind: 'in_dir', fragment: rest };
  if (prefix === 'relative_dir:') return { kind: 'relative_dir', path: rest };
  return { kind: 'tag', tag: text };
}
