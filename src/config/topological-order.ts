export type Topological<Node> =
  | {
      readonly ok: true;
      /** Every node behind all of those that it waits for. */
      readonly order: readonly Node[];
    }
  | {
      readonly ok: false;
      /** Each waits for the next, and the last for the first. */
      readonly cycle: readonly Node[];
    };

/**
 * Puts nodes, and all that they wait for, into an order in which none comes before one that it waits
 * for; or finds a cycle. Linear in nodes and edges, and without recursion, since chains may be long.
 */
export function topologicalOrder<Node>(
  nodes: Iterable<Node>,
  waitsFor: (node: Node) => readonly Node[],
): Topological<Node> {
  const order: Node[] = [];
  const done = new Map<Node, boolean>();
  for (const start of nodes) {
    const path = done.has(start) ? [] : [visit(start)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      if (top.next === top.edges.length) {
        done.set(top.node, true);
        order.push(top.node);
        path.pop();
        continue;
      }
      // Within bounds, as was just looked.
      const node = top.edges[top.next] as Node;
      top.next += 1;
      const known = done.get(node);
      if (known === undefined) path.push(visit(node));
      else if (!known) {
        const nodesOnPath = path.map((step) => step.node);
        return { ok: false, cycle: nodesOnPath.slice(nodesOnPath.indexOf(node)) };
      }
    }
  }
  return { ok: true, order };

  function visit(node: Node) {
    done.set(node, false);
    return { node, edges: waitsFor(node), next: 0 };
  }
}

/** The shortest cycle through a node that is known to be on one. */
export function shortestCycle<Node>(
  start: Node,
  waitsFor: (node: Node) => readonly Node[],
): readonly Node[] {
  const from = new Map<Node, Node>();
  const queue = [start];
  for (const node of queue) {
    for (const next of waitsFor(node)) {
      if (next === start) return pathBack(node);
      if (from.has(next)) continue;
      from.set(next, node);
      queue.push(next);
    }
  }
  throw new Error('There is no cycle through this node.');

  function pathBack(last: Node): readonly Node[] {
    const path: Node[] = [];
    for (let node: Node | undefined = last; node !== undefined; node = from.get(node)) {
      path.push(node);
      if (node === start) break;
    }
    return path.reverse();
  }
}
