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
import { type SyntaxProblem, syntaxProblems } from './yaml-syntax.ts';
import { duplicateKeys, plainValue, resolveAliases } from './yaml-value.ts';

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
  const problem = (offset: number, message: string, more: Partial<ConfigError> = {}) => ({
    ...{ ...placeOf(offset), path: '', kind: 'yaml' as const, message },
    ...{ expected: null, nearest: null, ...more },
  });
  const failed = (errors: readonly ConfigError[]): Read => ({ errors, warnings: [], source: null });
  const refusal = refusalOf(text, maxCharacters);
  if (refusal !== null) return failed([problem(refusal.offset, refusal.message)]);
  const parsed = parse(text);
  if ('tooDeep' in parsed) {
    const message = `Lists and maps are nested more than ${MAX_DEPTH} deep here.`;
    return failed([problem(parsed.tooDeep, message)]);
  }
  const syntax = parsed.errors.map((one) =>
    problem(one.offset, one.message, { expected: one.expected }),
  );
  if (syntax.length > 0) return failed(firstOfEachLine(syntax));
  const { contents } = parsed;
  const { resolve, problems } = resolveAliases(contents);
  const unfolded = plainValue(contents, resolve);
  const unfolding = taken([...problems, ...unfolded.problems]).map((one) =>
    problem(one.offset, one.message),
  );
  if (unfolding.length > 0) return failed(unfolding);
  const duplicates = taken(duplicateKeys(contents)).map(({ path, first, second }) => {
    const lines = `on line ${placeOf(first).line} and on line ${placeOf(second).line}`;
    const message = `The key ${path.at(-1)} is given twice, ${lines}.`;
    return problem(second, message, { path: formatPath(path) });
  });
  const spotOf = spotsIn(text, contents, resolve);
  const place = (path: ConfigPath, spot: Spot = {}) => placeOf(spotOf(path, spot));
  const source = { name: file.name, value: unfolded.value ?? {}, place };
  return { errors: duplicates, warnings: encodingWarnings(text, placeOf), source };
}

/** One mistake makes the parser stumble over the rest of its line. */
function firstOfEachLine(errors: readonly ConfigError[]): readonly ConfigError[] {
  const lines = Map.groupBy(errors, ({ line }) => line);
  return [...lines.values()].flatMap((ofLine) =>
    ofLine.toSorted((a, b) => a.column - b.column).slice(0, 1),
  );
}

function refusalOf(
  text: string,
  maxCharacters: number,
): { readonly offset: number; readonly message: string } | null {
  if (text.length > maxCharacters) {
    const message = `The file has ${text.length} characters; at most ${maxCharacters} are read.`;
    return { offset: 0, message };
  }
  const offset = text.search(UNPRINTABLE);
  if (offset < 0) return null;
  const code = (text.charCodeAt(offset) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return { offset, message: `The character U+${code} cannot stand in YAML.` };
}

/** Parses one document. The depth is looked at before anything walks into it. */
function parse(
  text: string,
):
  | { readonly contents: ParsedNode | null; readonly errors: readonly SyntaxProblem[] }
  | { readonly tooDeep: number } {
  const tokens = [...new Parser().parse(text)];
  const tooDeep = offsetBelow(MAX_DEPTH, tokens);
  if (tooDeep !== null) return { tooDeep };
  const composer = new Composer({
    prettyErrors: false,
    resolveKnownTags: false,
    schema: 'core',
    stringKeys: true,
    uniqueKeys: false,
  });
  const [first, second] = composer.compose(tokens, true, text.length);
  if (first === undefined) throw new Error('The parser always makes a document.');
  return { contents: first.contents, errors: syntaxProblems(first, second) };
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
