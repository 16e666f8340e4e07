import type { Node } from 'web-tree-sitter';

/** An expression, as far as it can mean anything without running Terraform. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** A quoted template: the parts one after the other. */
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'variable'; readonly name: string }
  /** `of.key` and `of[key]`. */
  | { readonly kind: 'access'; readonly of: Expression; readonly key: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  /** Operations, conditions, loops, heredocs, directives, and what is not HCL. */
  | { readonly kind: 'other' };

const other: Expression = { kind: 'other' };
/** Nobody nests deeper; strangers do. */
const MAX_DEPTH = 100;

/** The expression that a node of type `expression` stands for. */
export function expressionOf(node: Node, depth = 0): Expression {
  if (node.hasError || depth > MAX_DEPTH) return other;
  const [first, ...rest] = children(node);
  if (first === undefined || rest.length > MAX_DEPTH) return other;
  return rest.reduce<Expression>(
    (of, postfix) => accessOf(of, postfix, depth),
    termOf(first, depth + 1),
  );
}

function accessOf(of: Expression, postfix: Node, depth: number): Expression {
  const [inner] = children(postfix);
  if (inner === undefined || of.kind === 'other') return other;
  if (postfix.type === 'get_attr') return { kind: 'access', of, key: literal(inner.text) };
  const [key] = children(inner);
  if (inner.type === 'legacy_index') {
    return { kind: 'access', of, key: literal(Number(inner.text.slice(1))) };
  }
  if (inner.type !== 'new_index' || key === undefined) return other;
  return { kind: 'access', of, key: expressionOf(key, depth + 1) };
}

function termOf(node: Node, depth: number): Expression {
  const [inner] = children(node);
  switch (node.type) {
    case 'expression':
      return expressionOf(node, depth);
    case 'literal_value':
      return inner === undefined ? other : literalOf(inner);
    case 'template_expr':
      return inner?.type === 'quoted_template' ? templateOf(inner, depth) : other;
    case 'variable_expr':
      return { kind: 'variable', name: node.text };
    case 'function_call':
      return callOf(node, depth);
    case 'collection_value':
      if (inner?.type === 'tuple') return tupleOf(inner, depth);
      return inner?.type === 'object' ? objectOf(inner, depth) : other;
    default:
      return other;
  }
}

function literalOf(node: Node): Expression {
  switch (node.type) {
    case 'numeric_lit':
      return literal(Number(node.text));
    case 'bool_lit':
      return literal(node.text === 'true');
    case 'null_lit':
      return literal(null);
    default:
      return literal(unescaped(textOfString(node)));
  }
}

function templateOf(node: Node, depth: number): Expression {
  const parts = children(node)
    .filter(({ type }) => type !== 'quoted_template_start' && type !== 'quoted_template_end')
    .map((part) => {
      if (part.type === 'template_literal') return literal(unescaped(part.text));
      const inside = children(part).filter(({ type }) => !type.startsWith('template_interp'));
      const [only] = inside;
      // A strip marker stands beside the expression, and changes the texts around it.
      if (part.type !== 'template_interpolation' || inside.length !== 1) return other;
      return only === undefined ? other : expressionOf(only, depth);
    });
  return { kind: 'template', parts };
}

function tupleOf(node: Node, depth: number): Expression {
  const items = children(node).filter(({ type }) => type === 'expression');
  return { kind: 'tuple', items: items.map((item) => expressionOf(item, depth)) };
}

function objectOf(node: Node, depth: number): Expression {
  const entries = children(node).flatMap((elem): [Expression, Expression][] => {
    const [key, value] = children(elem);
    if (elem.type !== 'object_elem' || key === undefined || value === undefined) return [];
    return [[keyOf(key, depth), expressionOf(value, depth)]];
  });
  return { kind: 'object', entries };
}

/** `name = …` in an object names the key; `(name) = …` is the value of a variable. */
function keyOf(node: Node, depth: number): Expression {
  const bare = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(node.text);
  return bare ? literal(node.text) : expressionOf(node, depth);
}

function callOf(node: Node, depth: number): Expression {
  const [name, list] = children(node);
  if (name === undefined) return other;
  const given = list === undefined ? [] : children(list);
  if (given.some(({ type }) => type === 'ellipsis')) return other;
  return { kind: 'call', name: name.text, args: given.map((arg) => expressionOf(arg, depth)) };
}

/** The text that an expression is; null where it is none, or not written out. */
export function literalText(expression: Expression | undefined): string | null {
  const text = expression?.kind === 'literal' ? expression.value : null;
  return typeof text === 'string' ? text : null;
}

/** The text between the quotes of a `string_lit`, as it is written. */
export function textOfString(node: Node): string {
  return children(node).find(({ type }) => type === 'template_literal')?.text ?? '';
}

/** What a text means that stands in quotes. */
export function unescaped(text: string): string {
  const escapes = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([nrt"\\]))|([$%])\4\{/g;
  return text.replace(escapes, (whole, short, long, letter, sign) => {
    if (sign !== undefined) return `${sign}{`;
    if (letter !== undefined) return { n: '\n', r: '\r', t: '\t' }[String(letter)] ?? letter;
    const code = Number.parseInt(short ?? long, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function literal(value: string | number | boolean | null): Expression {
  return { kind: 'literal', value };
}

/** The parts of a node that mean something. */
export function children(node: Node): Node[] {
  return node.namedChildren.filter((child) => child.type !== 'comment');
}
