import { beforeAll, describe, expect, it } from 'vitest';
import { installedTreeSitter } from '../../src/cli/tree-sitter.ts';
import { HclParser } from '../../src/hcl/parser.ts';
import { requiredVersions } from '../../src/hcl/required-versions.ts';

let parser: HclParser;
beforeAll(async () => {
  parser = await HclParser.load(await installedTreeSitter());
});

const read = (text: string, name = 'versions.tf') =>
  requiredVersions(parser, name, Buffer.from(text));

describe('required_version of a file', () => {
  it('is read from every terraform block, with its line', () => {
    const text =
      'terraform {\n  backend "s3" {}\n  required_version = "~> 1.9, != 1.9.3" # pinned\n}\n' +
      'terraform { required_version = ">= 1.5" }\n';
    expect(read(text)).toEqual([
      { text: '~> 1.9, != 1.9.3', line: 3 },
      { text: '>= 1.5', line: 5 },
    ]);
  });

  it.each([
    ['in a comment', '# terraform { required_version = "1.0" }\n'],
    ['in a string', 'locals { x = "required_version = 1.0" }\n'],
    ['in another block', 'resource "a" "b" {\n  required_version = "1.0"\n}\n'],
    ['in a block within', 'terraform {\n  x {\n    required_version = "1.0"\n  }\n}\n'],
    ['that is no literal', 'terraform {\n  required_version = var.version\n}\n'],
    ['in what is not UTF-8', 'terraform { required_version = "\0" }\n'],
  ])('is not one %s', (_, text) => {
    expect(read(text)).toEqual([]);
  });

  it('is read from JSON, in both of its shapes', () => {
    const name = 'versions.tf.json';
    expect(read('{"terraform": {"required_version": ">= 1.5"}}', name)).toEqual([
      { text: '>= 1.5', line: null },
    ]);
    expect(read('{"terraform": [{"backend": {}}, {"required_version": "1.9.5"}]}', name)).toEqual([
      { text: '1.9.5', line: null },
    ]);
    expect(read('{"terraform": {"required_version": 1}}', name)).toEqual([]);
    expect(read('{"terraform"', name)).toEqual([]);
  });

  it('is what is left of it in a file with a mistake', () => {
    expect(read('terraform {\n  required_version = "~> 1.9"\n}\nresource "a" {\n')).toEqual([
      { text: '~> 1.9', line: 2 },
    ]);
  });
});
