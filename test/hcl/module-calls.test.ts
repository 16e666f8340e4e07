import { beforeAll, describe, expect, it } from 'vitest';
import { installedTreeSitter } from '../../src/cli/tree-sitter.ts';
import type { ModuleCalls } from '../../src/hcl/module-call.ts';
import { moduleCalls } from '../../src/hcl/module-calls.ts';
import { HclParser } from '../../src/hcl/parser.ts';

let parser: HclParser;
beforeAll(async () => {
  parser = await HclParser.load(await installedTreeSitter());
});

const read = (text: string, name = 'main.tf'): ModuleCalls =>
  moduleCalls(parser, name, Buffer.from(text));
const sources = (text: string, name = 'main.tf') =>
  read(text, name).calls.map((call) => call.source);

describe('the modules that a file calls', () => {
  it('are named with their sources and lines', () => {
    const text =
      '# network\nmodule "vpc" {\n  source = "./vpc"\n}\nmodule "dns" { source = "../dns" }\n';
    expect(read(text)).toEqual({
      calls: [
        { name: 'vpc', line: 2, source: './vpc' },
        { name: 'dns', line: 5, source: '../dns' },
      ],
      problem: null,
    });
  });

  it.each([
    ['in a comment', '# module "a" { source = "./a" }\n/*\nmodule "b" { source = "./b" }\n*/\n'],
    ['in a heredoc', 'locals {\n  x = <<EOT\nmodule "a" {\n  source = "./a"\n}\nEOT\n}\n'],
    ['in a string', 'locals {\n  x = "module \\"a\\" { source = \\"./a\\" }"\n}\n'],
    ['within another block', 'resource "a" "b" {\n  module "c" {\n    source = "./c"\n  }\n}\n'],
  ])('are not those %s', (_, text) => {
    expect(read(text)).toEqual({ calls: [], problem: null });
  });

  it.each([
    [
      'comments in every place',
      '/* 1 */ module /* 2 */ "a" /* 3 */ { // 4\n # 5\n source /* 6 */ = /* 7 */ "./a" # 8\n}\n',
    ],
    ['a label without quotes', 'module a {\n  source = "./a"\n}\n'],
    ['lines that end as on Windows', 'module "a" {\r\n  source = "./a"\r\n}\r\n'],
    ['a byte order mark', '\ufeffmodule "a" {\n  source = "./a"\n}\n'],
    ['an escape', 'module "a" {\n  source = "./\\u0061"\n}\n'],
    [
      'interpolations around',
      'locals { x = "${lookup(m, "a", "b ${"c"}")}" }\nmodule "a" {\n y = "$${z} %%{ ${x} "\n source = "./a"\n}\n',
    ],
    [
      'heredocs around',
      'locals {\n x = <<-A\n  ${f(<<B\nb\nB\n)}\n  %{ if x }"%{ endif }\n  A\n}\nmodule "a" { source = "./a" }\n',
    ],
  ])('are found with %s', (_, text) => {
    expect(read(text).problem).toBeNull();
    expect(sources(text)).toEqual(['./a']);
  });

  it('have no source where it is not a literal, or left out', () => {
    expect(sources('module "a" {\n  source = "./${var.x}"\n}\n')).toEqual([null]);
    expect(sources('module "a" {\n  source = var.x\n}\n')).toEqual([null]);
    expect(sources('module "a" {\n  source = <<A\n./x\nA\n}\n')).toEqual([null]);
    expect(sources('module "a" {}\n')).toEqual([null]);
  });

  it('are found in names that are not ASCII', () => {
    expect(sources('# 日本語\nmodule "é" {\n  source = "./été/日本"\n}\n')).toEqual(['./été/日本']);
  });

  it('are found in the JSON syntax, in objects and in lists', () => {
    const one = { '//': 'a comment', a: { source: './a' }, b: [{ source: './b' }] };
    expect(sources(JSON.stringify({ module: one }), 'x.tf.json')).toEqual(['./a', './b']);
    expect(sources(JSON.stringify({ module: [one] }), 'x.tofu.json')).toEqual(['./a', './b']);
    const dynamic = { module: { a: { source: './${var.x}' }, b: {}, c: null } };
    expect(sources(JSON.stringify(dynamic), 'x.tf.json')).toEqual([null, null]);
  });
});

describe('a file that is not HCL', () => {
  it.each([
    [
      'an unclosed block',
      'a = 1\nmodule "m" {\n  x = 1\n',
      2,
      'this block is never closed: module "m"',
    ],
    [
      'an unclosed string',
      '\nlocals {\n  a = "x\n}\nmodule "m" {\n  source = "./m"\n}\n',
      3,
      'this string is not closed on its line',
    ],
    [
      'an unclosed heredoc',
      '# module\nlocals {\n  module = <<EOT\nhello\n}\n',
      3,
      'this heredoc is never closed',
    ],
    ['a brace too many', 'module "m" {\n  source = "./m"\n}\n}\n', 4, 'not expected here: }'],
    ['a value that is missing', 'module "m" {\n  source =\n}\n', 2, 'not expected here: source ='],
    [
      'a conflict',
      'module "m" {\n<<<<<<< HEAD\n  source = "./a"\n=======\n  source = "./b"\n>>>>>>> x\n}\n',
      2,
      'this conflict of a merge is not resolved: <<<<<<< HEAD',
    ],
  ])('says the line of %s', (_, text, line, message) => {
    const { problem } = read(text);
    expect(problem?.message).toContain(message);
    expect(problem?.line).toBe(line);
  });

  it('still gives the modules around the problem', () => {
    const text =
      'module "a" {\n  source = "./a"\n}\nlocals {\n  x = [1\n}\nmodule "b" {\n  source = "./b"\n}\n';
    expect(read(text).problem?.line).toBe(6);
    expect(sources(text)).toEqual(['./a', './b']);
  });

  it('says the line of what is not JSON', () => {
    const { problem } = read('{\n  "module": {\n    "a" 1\n  }\n}\n', 'main.tf.json');
    expect(problem).toEqual({ line: 3, message: expect.stringMatching(/Expected ':'/) });
  });

  it('is refused when it is not text', () => {
    expect(read('module "a" {}\0').problem?.message).toBe('the file is not UTF-8 text');
    const latin = moduleCalls(parser, 'main.tf', Buffer.from('module "\xe9" {}', 'latin1'));
    expect(latin.problem?.message).toBe('the file is not UTF-8 text');
  });
});
