/** A glob as it is written, piece by piece. */
export type GlobPart =
  | { readonly kind: 'character'; readonly code: number }
  /** `?`: one character of a name. */
  | { readonly kind: 'any' }
  /** `*`: any run of characters of a name. */
  | { readonly kind: 'star' }
  /** `**`: any number of names. It begins where a name does; that it ends where one does is not checked here. */
  | { readonly kind: 'globstar'; readonly at: number }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly CodeRange[] }
  | { readonly kind: 'either'; readonly alternatives: readonly (readonly GlobPart[])[] };

/** First and last code point. */
type CodeRange = readonly [number, number];

/** What is wrong with a glob, and at which character, from 0. */
export class GlobProblem extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/** A `**` beside something other than a slash. */
export function glued(at: number): GlobProblem {
  return new GlobProblem(at, '** stands alone between slashes');
}

/** Parses a glob; throws a `GlobProblem` when it is none. */
export function parseGlob(pattern: string): readonly GlobPart[] {
  return new Parser(pattern).sequence(true).value;
}

const MAX_DEPTH = 100;

/** `atName`: whether what comes next begins a name. */
type Parsed<Value> = { readonly value: Value; readonly atName: boolean };

class Parser {
  readonly #text: string;
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Up to the end, and within braces up to a comma or a closing brace. */
  sequence(beginsName: boolean): Parsed<readonly GlobPart[]> {
    const parts: GlobPart[] = [];
    let atName = beginsName;
    for (;;) {
      const character = this.#peek();
      const closes = this.#depth > 0 && (character === ',' || character === '}');
      if (character === null || closes) return { value: parts, atName };
      const part = this.#part(atName);
      parts.push(part.value);
      atName = part.atName;
    }
  }

  /** A character may be two units of a text. Null at the end. */
  #peek(): string | null {
    const code = this.#text.codePointAt(this.#next);
    return code === undefined ? null : String.fromCodePoint(code);
  }

  #take(): string | null {
    const character = this.#peek();
    this.#next += character?.length ?? 0;
    return character;
  }

  #part(atName: boolean): Parsed<GlobPart> {
    const at = this.#next;
    const character = this.#take() ?? '';
    switch (character) {
      case '?':
        return { value: { kind: 'any' }, atName: false };
      case '*':
        return { value: this.#star(at, atName), atName: false };
      case '[':
        return { value: this.#class(at), atName: false };
      case '{':
        return this.#either(at, atName);
      default: {
        const literal = character === '\\' ? this.#escaped(at) : character;
        return { value: { kind: 'character', code: codeOf(literal) }, atName: literal === '/' };
      }
    }
  }

  #star(at: number, atName: boolean): GlobPart {
    if (this.#peek() !== '*') return { kind: 'star' };
    this.#take();
    if (!atName) throw glued(at);
    return { kind: 'globstar', at };
  }

  #either(at: number, beginsName: boolean): Parsed<GlobPart> {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new GlobProblem(at, `braces nest at most ${MAX_DEPTH} deep`);
    const alternatives: (readonly GlobPart[])[] = [];
    let atName = true;
    for (let end: string | null = ','; end === ','; ) {
      const alternative = this.sequence(beginsName);
      alternatives.push(alternative.value);
      atName &&= alternative.atName;
      end = this.#take();
      if (end === null) throw neverClosed(at, '{');
    }
    this.#depth -= 1;
    return { value: { kind: 'either', alternatives }, atName };
  }

  /** A `]` stands for itself where it would close an empty class. */
  #class(at: number): GlobPart {
    const negated = this.#peek() === '!' || this.#peek() === '^';
    if (negated) this.#take();
    const ranges: CodeRange[] = [];
    while (this.#peek() !== ']' || ranges.length === 0) {
      const from = this.#next;
      const first = this.#classMember(at);
      const isRange = this.#peek() === '-' && !this.#text.startsWith('-]', this.#next);
      if (isRange) this.#take();
      const last = isRange ? this.#classMember(at) : first;
      const range = [codeOf(first), codeOf(last)] as const;
      if (range[0] > range[1]) throw new GlobProblem(from, `the range ${first}-${last} is empty`);
      ranges.push(range);
    }
    this.#take();
    return { kind: 'class', negated, ranges };
  }

  #classMember(classAt: number): string {
    const at = this.#next;
    const character = this.#take();
    if (character === null) throw neverClosed(classAt, '[');
    return character === '\\' ? this.#escaped(at) : character;
  }

  #escaped(at: number): string {
    const character = this.#take();
    if (character === null) throw new GlobProblem(at, 'the \\ at the end escapes nothing');
    return character;
  }
}

function neverClosed(at: number, bracket: string): GlobProblem {
  return new GlobProblem(
    at,
    `this ${bracket} is never closed; \\${bracket} is one that means itself`,
  );
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
