import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type ParsedNode,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import type { ConfigPath } from './config-error.ts';

/** What is wrong with a node, and where it begins. */
export type NodeProblem = { readonly offset: number; readonly message: string };

export type DuplicateKey = {
  readonly path: ConfigPath;
  readonly first: number;
  readonly second: number;
};

/** The node that an alias stands for; any other node itself. */
export type Resolve = (node: Node | null | undefined) => Node | null;

/** Aliases repeat what they stand for, and repeats of repeats grow without end. */
const MAX_VALUES = 200_000;

/** Finds what each alias stands for: the last anchor of its name before it. */
export function resolveAliases(root: ParsedNode | null): {
  readonly resolve: Resolve;
  readonly problems: readonly NodeProblem[];
} {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node>();
  const problems: NodeProblem[] = [];
  const remember = (alias: Alias) => {
    const target = anchors.get(alias.source);
    if (target !== undefined) targets.set(alias, target);
    else {
      const message = `There is no anchor &${alias.source} before this alias.`;
      problems.push({ offset: startOf(alias), message });
    }
  };
  visit(root, {
    Node(_, node) {
      if (isAlias(node)) remember(node);
      else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  const resolve: Resolve = (node) => (isAlias(node) ? (targets.get(node) ?? null) : (node ?? null));
  return { resolve, problems };
}

/** The value of a node as JSON would have it: aliases repeated, merge keys merged. */
export function plainValue(
  root: Node | null,
  resolve: Resolve,
): { readonly value: unknown; readonly problems: readonly NodeProblem[] } {
  const unfolding = new Unfolding(resolve);
  const value = unfolding.value(root);
  return { value, problems: unfolding.problems };
}

class Unfolding {
  readonly problems: NodeProblem[] = [];
  readonly #resolve: Resolve;
  /** Collections that are being unfolded: meeting one again would never end. */
  readonly #open = new Set<Node>();
  #count = 0;

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  value(node: Node | null): unknown {
    this.#count += 1;
    if (this.#count > MAX_VALUES) {
      if (this.#count === MAX_VALUES + 1) {
        const message = `With its aliases unfolded the file has more than ${MAX_VALUES} values.`;
        this.#problem(node, message);
      }
      return null;
    }
    const target = this.#resolve(node);
    if (target === null) return null;
    if (isScalar(target)) return this.#scalar(target);
    if (this.#open.has(target)) {
      this.#problem(node, 'An anchor cannot hold an alias of itself.');
      return null;
    }
    this.#open.add(target);
    const value = isMap(target)
      ? Object.fromEntries(this.entries(target))
      : isSeq(target)
        ? target.items.map((item) => this.value(item as Node)) // a parsed sequence holds nodes
        : null;
    this.#open.delete(target);
    return value;
  }

  /** What is written in the map itself wins over what is merged, and what is merged first over the rest. */
  entries(map: YAMLMap): ReadonlyMap<string, unknown> {
    const own = new Map<string, unknown>();
    for (const { key, value } of ownPairs(map)) own.set(this.#key(key), this.value(value));
    for (const merged of mergedNodes(map, this.#resolve)) {
      for (const [key, value] of this.#mergedEntries(merged)) {
        if (!own.has(key)) own.set(key, value);
      }
    }
    return own;
  }

  #mergedEntries(node: Node): ReadonlyMap<string, unknown> {
    const value = this.value(node);
    if (isMap(this.#resolve(node))) return new Map(Object.entries(value ?? {}));
    this.#problem(node, 'Only a map, or a list of maps, can be merged.');
    return new Map();
  }

  #key(key: Node): string {
    const value = isScalar(key) ? this.#scalar(key) : null;
    return String(value);
  }

  #scalar(scalar: Scalar): unknown {
    const { value } = scalar;
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
      this.#problem(scalar, 'This text holds a character that no text can hold.');
    }
    return value;
  }

  #problem(node: Node | null, message: string) {
    this.problems.push({ offset: startOf(node), message });
  }
}

/** Where a node begins in the file. */
export function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

type OwnPair = { readonly key: Node; readonly value: Node | null };

/** The entries that are written in a map itself. */
export function ownPairs(map: YAMLMap): readonly OwnPair[] {
  // a parsed map holds nodes, or null where nothing is written
  return (map.items as Pair<Node, Node | null>[]).filter(({ key }) => !isMergeKey(key));
}

/** What `<<` takes into a map, the strongest first. */
export function mergedNodes(map: YAMLMap, resolve: Resolve): readonly Node[] {
  // as above
  return (map.items as Pair<Node, Node | null>[]).flatMap(({ key, value }) => {
    if (!isMergeKey(key) || value === null) return [];
    const target = resolve(value);
    return isSeq(target) ? (target.items as Node[]) : [value]; // a parsed sequence holds nodes
  });
}

function isMergeKey(key: Node): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

/** Keys that a map gives twice, with where each stands. */
export function* duplicateKeys(node: Node | null, path: ConfigPath = []): Generator<DuplicateKey> {
  if (isSeq(node)) {
    // a parsed sequence holds nodes
    for (const [i, item] of node.items.entries()) yield* duplicateKeys(item as Node, [...path, i]);
  }
  if (!isMap(node)) return;
  const seen = new Map<string, number>();
  for (const { key, value } of ownPairs(node)) {
    const name = isScalar(key) ? String(key.value) : '';
    const inner = [...path, name];
    const first = seen.get(name);
    if (first === undefined) seen.set(name, startOf(key));
    else yield { path: inner, first, second: startOf(key) };
    yield* duplicateKeys(value, inner);
  }
}
