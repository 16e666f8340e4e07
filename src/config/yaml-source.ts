import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  visit,
} from 'yaml';
import type { ConfigError, ConfigPath } from './config-error.ts';

/** A configuration file: the name that errors show, and what is in it. */
export type ConfigFile = { readonly name: string; readonly text: string };

/** A place in a file, both from 1. */
type Position = { readonly line: number; readonly column: number };

/** A file that is YAML: its value as JSON would have it, and where each part of it stands. */
export type YamlSource = {
  readonly name: string;
  readonly value: unknown;
  /** Of the nearest part of the file that a path leads to; of its key where `atKey`. */
  position(path: ConfigPath, atKey?: boolean): Position;
};

/** Larger files are refused: nobody writes one by hand, and each push reads it. */
const MAX_CHARACTERS = 512 * 1024;
/** How often anchors may be repeated in all, against files that unfold to gigabytes. */
const MAX_ALIASES = 1_000;

type Read =
  | { readonly ok: true; readonly source: YamlSource }
  | { readonly ok: false; readonly errors: readonly ConfigError[] };

/** Reads YAML 1.2 with anchors and merge keys. Reports every syntax error and duplicate key. */
export function readYaml(file: ConfigFile): Read {
  const problem = (message: string, at: Position, path = ''): ConfigError => ({
    file: file.name,
    ...at,
    path,
    kind: 'yaml',
    message,
    expected: null,
    nearest: null,
  });
  const start = { line: 1, column: 1 };
  if (file.text.length > MAX_CHARACTERS) {
    const message = `The file has ${file.text.length} characters; at most ${MAX_CHARACTERS} are read.`;
    return { ok: false, errors: [problem(message, start)] };
  }
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  try {
    const document = parseDocument(file.text, {
      lineCounter: lines,
      merge: true,
      prettyErrors: false,
      stringKeys: true,
      uniqueKeys: false,
    });
    const errors = document.errors.map((error) => problem(error.message, at(error.pos[0])));
    if (errors.length > 0) return { ok: false, errors };
    const duplicates = duplicateKeys(document.contents).map(({ key, first, second }) =>
      problem(
        `The key ${key} is given twice, on line ${at(first).line} and on line ${at(second).line}.`,
        at(second),
        key,
      ),
    );
    if (duplicates.length > 0) return { ok: false, errors: duplicates };
    const resolve = (node: Node | null | undefined) =>
      isAlias(node) ? (node.resolve(document) ?? null) : (node ?? null);
    return {
      ok: true,
      source: {
        name: file.name,
        value: document.toJS({ maxAliasCount: MAX_ALIASES }) ?? {},
        position: (path, atKey = false) => at(offsetOf(document.contents, path, atKey, resolve)),
      },
    };
  } catch (error) {
    // The parser throws on too many aliases, and runs out of stack on absurd nesting.
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, errors: [problem(`The file cannot be read: ${reason}`, start)] };
  }
}

function duplicateKeys(root: ParsedNode | null) {
  const found: { key: string; first: number; second: number }[] = [];
  visit(root, {
    Map(_, map) {
      const seen = new Map<string, number>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const offset = key.range?.[0] ?? 0;
        const first = seen.get(name);
        if (first === undefined) seen.set(name, offset);
        else found.push({ key: name, first, second: offset });
      }
    },
  });
  return found;
}

type Resolve = (node: Node | null | undefined) => Node | null;

function offsetOf(root: Node | null, path: ConfigPath, atKey: boolean, resolve: Resolve): number {
  let node = resolve(root);
  let offset = node?.range?.[0] ?? 0;
  for (const [i, part] of path.entries()) {
    const next = child(node, part, resolve);
    if (next === null) break;
    const last = i === path.length - 1;
    offset = (last && atKey ? next.key : next.value?.range?.[0]) ?? next.key ?? offset;
    node = resolve(next.value);
  }
  return offset;
}

/** The offset of a key and its value, looked up through merge keys. */
function child(
  node: Node | null,
  part: string | number,
  resolve: Resolve,
): { key: number | null; value: Node | null } | null {
  if (isSeq(node)) {
    const item = node.items[Number(part)] as Node | undefined; // a sequence in a parsed document holds nodes
    return item === undefined ? null : { key: item.range?.[0] ?? null, value: item };
  }
  if (!isMap(node)) return null;
  for (const { key, value } of node.items) {
    // in a parsed document a map holds nodes, or null where nothing is written
    const at = value as Node | null;
    if (isScalar(key) && String(key.value) === String(part)) {
      return { key: key.range?.[0] ?? null, value: at };
    }
  }
  for (const { key, value } of node.items) {
    if (!isScalar(key) || key.value !== '<<') continue;
    const merged = resolve(value as Node | null); // as above
    const sources = isSeq(merged) ? merged.items.map((item) => resolve(item as Node)) : [merged];
    for (const source of sources) {
      const found = child(source, part, resolve);
      if (found !== null) return found;
    }
  }
  return null;
}
