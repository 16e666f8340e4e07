import { Composer, CST, type ParsedNode, Parser } from 'yaml';
import {
  type ConfigError,
  type ConfigPath,
  type ConfigWarning,
  formatPath,
  type Place,
  type Spot,
} from './config-error.ts';
import { taken } from './error-list.ts';
import { placesIn } from './text-lines.ts';
import { spotsIn } from './yaml-spot.ts';
import { syntaxProblems } from './yaml-syntax.ts';
import { duplicateKeys, plainValue, type Resolve, resolveAliases } from './yaml-value.ts';

/** A configuration file: the name that errors show, and what is in it. */
export type ConfigFile = { readonly name: string; readonly text: string };

/** A file that is YAML: its value as JSON would have it, and where each part of it stands. */
export type YamlSource = {
  readonly name: string;
  readonly value: unknown;
  /** Of the nearest part of the file that a path leads to. */
  readonly place: (path: ConfigPath, spot?: Spot) => Place;
};

/** Larger files are refused: nobody writes one by hand, and each push reads it. */
const MAX_CHARACTERS = 512 * 1024;
/** What a program prints may be larger. */
export const MAX_PRINTED_CHARACTERS = 4 * MAX_CHARACTERS;
/** Lists and maps within each other. */
const MAX_DEPTH = 100;

/** What cannot stand in YAML: control characters, which files that are no text are full of. */
const UNPRINTABLE = /(?![\t\n\r\u007f-\u009f])[\p{Cc}\p{Cs}]/u;

type Read = {
  readonly errors: readonly ConfigError[];
  readonly warnings: readonly ConfigWarning[];
  /** Null where the file cannot be understood at all. */
  readonly source: YamlSource | null;
};

/** Reads YAML 1.2 with anchors and merge keys. Reports every syntax error and duplicate key. */
export function readYaml(file: ConfigFile, maxCharacters = MAX_CHARACTERS): Read {
  const text = file.text.replace(/^\ufeff/, '');
  const placeOf = placesIn(file.name, text);
  const error = ({ offset, message, expected = null, path = [] }: Problem): ConfigError => ({
    ...placeOf(offset),
    ...{ path: formatPath(path), kind: 'yaml', message, expected, nearest: null },
  });
  const parsed = parse(text, maxCharacters);
  if (!parsed.ok) {
    const errors = firstOfEachLine(parsed.problems.map(error));
    return { errors, warnings: [], source: null };
  }
  const { contents, value, resolve } = parsed;
  const duplicates = taken(duplicateKeys(contents)).map(({ path, first, second }) => {
    const lines = `on line ${placeOf(first).line} and on line ${placeOf(second).line}`;
    const message = `The key ${path.at(-1)} is given twice, ${lines}.`;
    return error({ offset: second, message, path });
  });
  const spotOf = spotsIn(text, contents, resolve);
  const place = (path: ConfigPath, spot: Spot = {}): Place => {
    const { offset, alias } = spotOf(path, spot);
    return { ...placeOf(offset), ...(alias === null ? {} : { aliasLine: placeOf(alias).line }) };
  };
  const source = { name: file.name, value: value ?? {}, place };
  return { errors: duplicates, warnings: encodingWarnings(text, placeOf), source };
}

type Problem = {
  readonly offset: number;
  readonly message: string;
  readonly expected?: string | null;
  readonly path?: ConfigPath;
};

/** One mistake makes the parser stumble over the rest of its line. */
function firstOfEachLine(errors: readonly ConfigError[]): readonly ConfigError[] {
  const lines = Map.groupBy(errors, ({ line }) => line);
  return [...lines.values()].flatMap((ofLine) =>
    ofLine.toSorted((a, b) => a.column - b.column).slice(0, 1),
  );
}

type Parsed =
  | {
      readonly ok: true;
      readonly contents: ParsedNode | null;
      readonly value: unknown;
      readonly resolve: Resolve;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Parses one document. Its size and depth are looked at before anything walks into it. */
function parse(text: string, maxCharacters: number): Parsed {
  const refusal = refusalOf(text, maxCharacters);
  if (refusal !== null) return { ok: false, problems: [refusal] };
  const tokens = [...new Parser().parse(text)];
  const tooDeep = offsetBelow(MAX_DEPTH, tokens);
  if (tooDeep !== null) {
    const message = `Lists and maps are nested more than ${MAX_DEPTH} deep here.`;
    return { ok: false, problems: [{ offset: tooDeep, message }] };
  }
  const composer = new Composer({
    prettyErrors: false,
    resolveKnownTags: false,
    schema: 'core',
    stringKeys: true,
    uniqueKeys: false,
  });
  const [first, second] = composer.compose(tokens, true, text.length);
  if (first === undefined) throw new Error('The parser always makes a document.');
  const syntax = syntaxProblems(first, second, tokens);
  return syntax.length > 0 ? { ok: false, problems: syntax } : unfold(first.contents);
}

/** Puts in the place of aliases what they stand for. */
function unfold(contents: ParsedNode | null): Parsed {
  const { resolve, problems: unknown } = resolveAliases(contents);
  const { value, problems } = plainValue(contents, resolve);
  const all = taken([...unknown, ...problems]);
  return all.length > 0 ? { ok: false, problems: all } : { ok: true, contents, value, resolve };
}

function refusalOf(text: string, maxCharacters: number): Problem | null {
  if (text.length > maxCharacters) {
    const message = `The file has ${text.length} characters; at most ${maxCharacters} are read.`;
    return { offset: 0, message };
  }
  // Read as UTF-8, every second character of UTF-16 is a zero.
  if (/^(?:\ufffd{2}|.\0)/s.test(text) && text.includes('\0')) {
    return {
      offset: 0,
      message: 'The file is not UTF-8.',
      expected: 'a file that is saved as UTF-8',
    };
  }
  const offset = text.search(UNPRINTABLE);
  if (offset < 0) return null;
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0');
  return { offset, message: `The character U+${code} cannot stand in YAML.` };
}

/** Where the tokens first nest deeper than this; null where they never do. */
function offsetBelow(depth: number, tokens: readonly CST.Token[]): number | null {
  let level: readonly CST.Token[] = tokens;
  for (let at = 0; level.length > 0; at += 1) {
    const [first] = level;
    if (at > depth && first !== undefined) return first.offset;
    level = level.flatMap(tokensIn);
  }
  return null;
}

function tokensIn(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!CST.isCollection(token)) return [];
  return token.items.flatMap(({ key, value }) =>
    [key, value].filter((one) => CST.isCollection(one)),
  );
}

/** Text in another encoding has been read all the same, with marks in the place of what it held. */
function encodingWarnings(
  text: string,
  placeOf: (offset: number) => Place,
): readonly ConfigWarning[] {
  const offset = text.indexOf('\ufffd');
  if (offset < 0) return [];
  const { frame: _, ...place } = placeOf(offset);
  return [{ ...place, path: '', message: 'The file is not UTF-8: a character is lost here.' }];
}
