import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { ConfigPath, Spot } from './config-error.ts';
import { mergedNodes, ownPairs, type Resolve, startOf } from './yaml-value.ts';

type Entry = {
  readonly key: Node | null;
  readonly value: Node | null;
  /** The alias that a merge key takes it from. */
  readonly merged?: Node;
};

/** Where something begins, and the alias that brings it to where a path leads through it. */
type Found = { readonly offset: number; readonly alias: number | null };

/**
 * Finds where in a YAML text a path leads: to the nearest part of it that is written down. Maps are
 * indexed when a path first goes through them.
 */
export function spotsIn(text: string, root: Node | null, resolve: Resolve) {
  const indexes = new WeakMap<YAMLMap, ReadonlyMap<string, Entry>>();
  const indexOf = (map: YAMLMap) => {
    const known = indexes.get(map);
    if (known !== undefined) return known;
    const index = new Map<string, Entry>();
    for (const pair of ownPairs(map)) {
      const name = isScalar(pair.key) ? String(pair.key.value) : '';
      if (!index.has(name)) index.set(name, pair);
    }
    indexes.set(map, index);
    return index;
  };
  const child = (node: Node | null, part: string | number): Entry | null => {
    if (isSeq(node)) {
      const item = node.items[Number(part)] as Node | undefined; // a parsed sequence holds nodes
      return item === undefined ? null : { key: null, value: item };
    }
    if (!isMap(node)) return null;
    const own = indexOf(node).get(String(part));
    if (own !== undefined) return own;
    for (const merged of mergedNodes(node, resolve)) {
      const found = child(resolve(merged), part);
      if (found !== null) return isAlias(merged) ? { ...found, merged } : found;
    }
    return null;
  };
  return (path: ConfigPath, { atKey = false, at }: Spot): Found => {
    let inside = resolve(root);
    let entry: Entry = { key: null, value: root };
    let found = 0;
    let alias: Node | null = null;
    for (const part of path) {
      if (isAlias(entry.value)) alias ??= entry.value;
      const next = child(inside, part);
      if (next === null) break;
      found += 1;
      entry = next;
      alias ??= next.merged ?? null;
      inside = resolve(next.value);
    }
    if (found === path.length && !atKey && isAlias(entry.value)) alias ??= entry.value;
    const whole = { alias: alias === null ? null : startOf(alias) };
    if (found < path.length) return { ...whole, offset: startOf(entry.value ?? entry.key) };
    const node = atKey ? (entry.key ?? entry.value) : (inside ?? entry.key);
    const offset = at === undefined ? startOf(node) : characterOf(text, node, at);
    return { ...whole, offset };
  };
}

/** A character of a scalar that stands in the file as it is, in one line; else where it begins. */
function characterOf(text: string, node: Node | null, at: number): number {
  const start = startOf(node);
  if (!isScalar(node) || typeof node.value !== 'string') return start;
  const inside = start + (node.type === 'PLAIN' ? 0 : 1);
  return text.startsWith(node.value, inside) ? inside + at : start;
}
