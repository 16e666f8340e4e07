import type { Parser } from 'web-tree-sitter';
import { HclTree } from './tree.ts';

/** tree-sitter as its package exports it, and the bytes of its runtime and of its grammar for HCL. */
export type TreeSitter = {
  module: Pick<typeof import('web-tree-sitter'), 'Language' | 'Parser'>;
  runtime: Uint8Array;
  grammar: Uint8Array;
};

/** Reads HCL, the language of Terraform and Terragrunt, from texts. */
export class HclParser {
  readonly #parser: Parser;

  private constructor(parser: Parser) {
    this.#parser = parser;
  }

  static async load({ module, runtime, grammar }: TreeSitter): Promise<HclParser> {
    await module.Parser.init({ wasmBinary: runtime });
    const parser = new module.Parser();
    parser.setLanguage(await module.Language.load(grammar));
    return new HclParser(parser);
  }

  /** Parses a text. What `use` takes from the tree must be plain values: the tree ends with it. */
  read<T>(text: string, use: (tree: HclTree) => T): T {
    const tree = this.#parser.parse(text.replace(/^\ufeff/, ''));
    if (tree === null) throw new Error('The parser has no grammar.');
    try {
      return use(new HclTree(tree.rootNode));
    } finally {
      tree.delete();
    }
  }
}
