import type { Node } from 'web-tree-sitter';
import { children, type Expression, expressionOf, textOfString, unescaped } from './expression.ts';
import { type SyntaxProblem, syntaxProblem } from './syntax-problem.ts';

export type HclAttribute = { readonly line: number; readonly value: Expression };

export type HclBlock = {
  readonly type: string;
  readonly labels: readonly string[];
  /** From 1. */
  readonly line: number;
  readonly attributes: ReadonlyMap<string, HclAttribute>;
  readonly blocks: readonly HclBlock[];
};

/** A call of a function, anywhere in a text. */
export type HclCall = {
  readonly name: string;
  /** From 1. */
  readonly line: number;
  readonly args: readonly Expression[];
};

/** Nobody nests blocks deeper; strangers do. */
const MAX_DEPTH = 20;

/** A parsed text. In one with a syntax problem, it finds what is left of it. */
export class HclTree {
  readonly #root: Node;

  constructor(root: Node) {
    this.#root = root;
  }

  /** The first thing that is wrong, or null. */
  problem(): SyntaxProblem | null {
    return syntaxProblem(this.#root);
  }

  /** The blocks of this type outside of other blocks. */
  blocks(type: string): HclBlock[] {
    const blocks = this.#root.hasError
      ? this.#root.descendantsOfType('block')
      : topLevel(this.#root).filter((node) => node.type === 'block');
    return blocks.filter((block) => block.firstChild?.text === type).map((block) => blockOf(block));
  }

  /** Every call of one of these functions. */
  calls(names: ReadonlySet<string>): HclCall[] {
    return this.#root.descendantsOfType('function_call').flatMap((node) => {
      const [name, list] = children(node);
      if (name === undefined || !names.has(name.text)) return [];
      const args = list === undefined ? [] : children(list);
      const line = node.startPosition.row + 1;
      return [{ name: name.text, line, args: args.map((arg) => expressionOf(arg)) }];
    });
  }
}

function topLevel(root: Node): Node[] {
  return children(root).flatMap((node) => (node.type === 'body' ? children(node) : []));
}

function blockOf(node: Node, depth = 0): HclBlock {
  const [type, ...rest] = children(node);
  const body = rest.find((child) => child.type === 'body');
  const inside = body === undefined || depth > MAX_DEPTH ? [] : children(body);
  return {
    type: type?.text ?? '',
    labels: rest.flatMap(labelOf),
    line: node.startPosition.row + 1,
    attributes: new Map(inside.flatMap(attributeOf)),
    blocks: inside
      .filter((child) => child.type === 'block')
      .map((child) => blockOf(child, depth + 1)),
  };
}

function labelOf(node: Node): string[] {
  if (node.type === 'identifier') return [node.text];
  return node.type === 'string_lit' ? [unescaped(textOfString(node))] : [];
}

function attributeOf(node: Node): [string, HclAttribute][] {
  const [name, value] = children(node);
  if (node.type !== 'attribute' || name === undefined || value?.type !== 'expression') return [];
  return [[name.text, { line: node.startPosition.row + 1, value: expressionOf(value) }]];
}
