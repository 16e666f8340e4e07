import { Document, isMap, isSeq, type Node, type Pair } from 'yaml';
import { inOrder, provenanceOf, type SaidBy, type ValidConfig } from './provenance.ts';

/**
 * A loaded configuration as YAML that loads again and means the same: every key in the order of the
 * schema, defaults included. With `why`, each line says which file and line it comes from.
 */
export function showConfig(loaded: ValidConfig, { why }: { readonly why: boolean }): string {
  const document = new Document(inOrder(loaded), { aliasDuplicateObjects: false });
  if (why) {
    const leaves = leavesOf(document.contents);
    for (const { from } of provenanceOf(loaded)) {
      const leaf = leaves.next();
      if (leaf.done !== true) comment(leaf.value, from);
    }
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** What stands on a line by itself, in the order of the lines. */
function* leavesOf(node: Node | null): Generator<Node> {
  // What is made of plain values holds nodes.
  const inner = isMap(node)
    ? node.items.map((pair) => (pair as Pair<Node, Node>).value)
    : isSeq(node)
      ? (node.items as Node[])
      : [];
  if (node !== null && inner.length === 0) yield node;
  for (const one of inner) yield* leavesOf(one);
}

function comment(node: Node, from: SaidBy | null) {
  // Behind braces in one line there may stand a comment; below other braces it would.
  if (isMap(node) || isSeq(node)) node.flow = true;
  node.comment = from === null ? ' default' : ` ${from.file}:${from.line}`;
}
