type Node<Value> = { readonly below: Map<string, Node<Value>>; value: Value | undefined };

/** Values by directory, found by walking down a path once: in time linear in the path's length. */
export class PathTree<Value> {
  readonly #root = newNode<Value>();

  /** Adds a directory (`.` for the root), and those that it lies in, without values. */
  add(dir: string): void {
    this.#grow(dir);
  }

  /** The value of a directory, made when there is none yet. */
  at(dir: string, make: () => Value): Value {
    const node = this.#grow(dir);
    node.value ??= make();
    return node.value;
  }

  /** The same of a directory that was added; null for another one. */
  atAdded(dir: string, make: () => Value): Value | null {
    let node: Node<Value> | undefined = this.#root;
    for (let from = 0; node !== undefined && dir !== '.' && from <= dir.length; ) {
      const end = endOfName(dir, from);
      node = node.below.get(dir.slice(from, end));
      from = end + 1;
    }
    if (node === undefined) return null;
    node.value ??= make();
    return node.value;
  }

  /**
   * The values of the root, of every directory that a path lies in, and of the path itself, from the
   * root down, each with where in the path begins what is below it.
   */
  along(path: string): readonly { readonly value: Value; readonly from: number }[] {
    const found: { value: Value; from: number }[] = [];
    let node: Node<Value> | undefined = this.#root;
    for (let from = 0; node !== undefined; ) {
      if (node.value !== undefined) found.push({ value: node.value, from });
      if (from > path.length) break;
      const end = endOfName(path, from);
      node = node.below.get(path.slice(from, end));
      from = end + 1;
    }
    return found;
  }

  #grow(dir: string): Node<Value> {
    let node = this.#root;
    for (const name of namesOf(dir)) {
      const next = node.below.get(name) ?? newNode<Value>();
      node.below.set(name, next);
      node = next;
    }
    return node;
  }
}

function newNode<Value>(): Node<Value> {
  return { below: new Map(), value: undefined };
}

function endOfName(path: string, from: number): number {
  const slash = path.indexOf('/', from);
  return slash < 0 ? path.length : slash;
}

function namesOf(dir: string): readonly string[] {
  return dir === '.' ? [] : dir.split('/');
}
