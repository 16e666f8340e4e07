import { isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { ConfigPath, Spot } from './config-error.ts';
import { mergedNodes, ownPairs, type Resolve, startOf } from './yaml-value.ts';

type Entry = { readonly key: Node | null; readonly value: Node | null };

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
      if (found !== null) return found;
    }
    return null;
  };
  return (path: ConfigPath, { atKey = false, at }: Spot): number => {
    let inside = resolve(root);
    let entry: Entry = { key: null, value: root };
    let found = 0;
    for (const part of path) {
      const next = child(inside, part);
      if (next === null) break;
      found += 1;
      entry = next;
      inside = resolve(next.value);
    }
    if (found < path.length) return startOf(entry.value ?? entry.key);
    const node = atKey ? (entry.key ?? entry.value) : (inside ?? entry.key);
    return at === undefined ? startOf(node) : characterOf(text, node, at);
  };
}

/** A character of a scalar that stands in the file as it is, in one line; else where it begins. */
function characterOf(text: string, node: Node | null, at: number): number {
  const start = startOf(node);
  if (!isScalar(node) || typeof node.value !== 'string') return start;
  const inside = start + (node.type === 'PLAIN' ? 0 : 1);
  return text.startsWith(node.value, inside) ? inside + at : start;
}
