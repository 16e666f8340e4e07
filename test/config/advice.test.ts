import { describe, expect, it } from 'vitest';
import { adviceOn } from '../../src/config/advice.ts';
import { loadConfig } from '../../src/config/load.ts';

const advice = (text: string, dirs: readonly string[] | null = null) => {
  const loaded = loadConfig({ feature: { name: 'config.yml', text } });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return adviceOn(loaded, dirs);
};

describe('advice is given on queries', () => {
  it('at the part that is likely not meant so', () => {
    const text = 'workflows:\n  - tag_query: dir:app and not dir:app\n  - tag_query: ""\n';
    expect(advice(text)).toEqual([
      {
        ...{ file: 'config.yml', line: 2, column: 28, path: 'workflows[0].tag_query' },
        message: expect.stringContaining('matches nothing'),
      },
    ]);
  });

  it('by what a query is for', () => {
    expect(advice('dirs: {a: {when_modified: {depends_on: "relative_dir:../b"}}}\n')).toEqual([]);
    expect(advice('workflows: [{tag_query: "relative_dir:../b"}]\n')).toHaveLength(1);
    expect(advice('stacks: {names: {a: {tag_query: "stack_name:b"}}}\n')).toHaveLength(1);
  });

  it('about the tree, where it is known', () => {
    const text = 'workflows: [{tag_query: dir:nowhere}]\n';
    expect(advice(text)).toEqual([]);
    expect(advice(text, ['app'])).toHaveLength(1);
    expect(advice(text, ['nowhere'])).toEqual([]);
  });

  it('and of very many on the first of them', () => {
    const many = Array(1_000).fill('{tag_query: "a b or c"}').join(', ');
    expect(advice(`workflows: [${many}]\n`)).toHaveLength(50);
  });

  it('but not without a file', () => {
    const loaded = loadConfig({ feature: null });
    expect(loaded.ok && adviceOn(loaded, ['app'])).toEqual([]);
  });
});
