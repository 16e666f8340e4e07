import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { describedSchema, type JsonSchema } from '../../scripts/config-schema.ts';
import { anchor } from '../../scripts/markdown.ts';
import { configSchema } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
import { GAPS } from '../../src/config/not-yet.ts';
import { hookStep, workflowStep } from '../../src/config/schema/step.ts';

const docs = new URL('../../docs/', import.meta.url);
const folder = new URL('reference/configuration/', docs);
const pages = new Map(
  readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const),
);
const { properties = {}, definitions = {} } = describedSchema();

function stepExamples(schema: JsonSchema): readonly string[] {
  const options = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  return schema.example === undefined ? options.flatMap(stepExamples) : [schema.example];
}

describe('the reference of the configuration', () => {
  it('has a page for each key, and links to it from its index', () => {
    const index = pages.get('README.md');
    for (const key of Object.keys(configSchema.shape)) {
      expect(pages.get(`${key}.md`)).toContain(`# \`${key}\`\n`);
      expect(index).toContain(`(${key}.md)`);
    }
  });

  it.each(Object.entries(properties))('shows an example of %s that loads', (key, schema) => {
    const text = schema.example ?? '';
    expect(parse(text)).toHaveProperty(key);
    const loaded = loadConfig({ feature: { name: `${key}.yml`, text } });
    expect(loaded.ok ? [] : loaded.errors).toEqual([]);
  });

  it.each([
    ['workflows', workflowStep, definitions.workflow_step],
    ['hooks', hookStep, definitions.hook_step],
  ] as const)('shows examples of steps that are steps of %s', (_, step, schema = {}) => {
    const examples = stepExamples(schema);
    expect(examples.length).toBeGreaterThan(8);
    for (const example of examples) {
      for (const one of parse(example)) expect(step.safeParse(one).error).toBeUndefined();
    }
  });

  it.each(GAPS)('says on a page that $key is not carried out', ({ key }) => {
    const notes = [...pages.values()].map((text) => text.replaceAll('\n> ', ' '));
    expect(notes.some((text) => text.includes(`(${key})`))).toBe(true);
  });

  it('links only to what is there', () => {
    for (const [name, text] of pages) {
      const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
      for (const link of links) {
        const [path = '', fragment] = link.split('#');
        const target = new URL(path === '' ? name : path, folder);
        const found = readFileSync(target, 'utf8');
        if (fragment === undefined) continue;
        const headings = [...found.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
          anchor(heading),
        );
        expect(headings, `${link} in ${name}`).toContain(`#${fragment}`);
      }
    }
  });
});
