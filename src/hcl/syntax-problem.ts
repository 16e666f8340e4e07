import type { Node } from 'web-tree-sitter';

/*
 * `parent` of a node is not used anywhere in this room: in a tree some thousand levels deep it
 * overwrites the parser's memory (web-tree-sitter 0.27.2).
 */

/** Why a text is not HCL. */
export type SyntaxProblem = { readonly line: number; readonly message: string };

const openString = 'this string is not closed on its line';

/** The first thing that is wrong with a text, or null. */
export function syntaxProblem(root: Node): SyntaxProblem | null {
  if (!root.hasError) return null;
  const conflict = /^<{7} .*/m.exec(root.text);
  if (conflict !== null) {
    const line = root.text.slice(0, conflict.index).split('\n').length;
    return { line, message: `this conflict of a merge is not resolved: ${excerpt(conflict[0])}` };
  }
  // A forgotten quote turns the text after it inside out: nothing else that looks wrong helps.
  const strings = root.descendantsOfType(['string_lit', 'quoted_template']);
  const string = strings.find(leavesItsLine);
  if (string) return at(string, openString);
  return problemOf(wayToFirst(root));
}

function leavesItsLine(string: Node): boolean {
  return string.children.some(
    (part) => part.type === 'template_literal' && part.text.includes('\n'),
  );
}

/** The nodes down to where parsing failed first: within what failed, to the innermost. */
function wayToFirst(root: Node): Node[] {
  const way: Node[] = [];
  let inside: Node | undefined = root;
  while (inside !== undefined) {
    way.push(inside);
    inside = inside.children.find((node) => node.isError || node.isMissing || node.hasError);
  }
  return way;
}

function problemOf(way: readonly Node[]): SyntaxProblem {
  const [root] = way;
  const node = way.at(-1);
  if (root === undefined || node === undefined) throw new Error('A way has a start.');
  if (node === root) {
    const quote = root.children.findLast(({ type }) => type === 'quoted_template_start');
    return quote ? at(quote, openString) : at(root, 'the file as a whole is not HCL');
  }
  if (!node.isMissing) return at(node, `not expected here: ${excerpt(node.text)}`);
  const string = way.findLast(({ type }) => type === 'string_lit' || type === 'quoted_template');
  if (string !== undefined && node.type === 'quoted_template_end') return at(string, openString);
  const around = way.findLast(({ type }) => type === 'block' || type === 'heredoc_template');
  if (around?.type === 'block' && way.at(-2)?.type === 'block_end') {
    const [head = ''] = around.text.split('{');
    return at(around, `this block is never closed: ${excerpt(head)}`);
  }
  if (around !== undefined && node.type === 'heredoc_identifier') {
    return at(around, 'this heredoc is never closed');
  }
  return at(node, `${node.type.replaceAll('_', ' ')} is missing`);
}

function at(node: Node, message: string): SyntaxProblem {
  return { line: node.startPosition.row + 1, message };
}

function excerpt(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
