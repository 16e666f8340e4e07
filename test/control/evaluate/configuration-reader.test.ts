import { describe, expect, test } from 'vitest';
import { NO_CENTRAL } from '../../../src/control/evaluate/central-files.ts';
import type { ConfigurationSources } from '../../../src/control/evaluate/configuration.ts';
import { createConfigurationReader } from '../../../src/control/evaluate/configuration-reader.ts';

function sources(text: string, paths: readonly string[]): ConfigurationSources {
  const commit = { sha: 'h', files: paths.map((path) => ({ path, id: 'a' })) };
  return {
    file: { name: '.terrateam/config.yml', text },
    defaultFile: null,
    central: NO_CENTRAL.files,
    branches: { branch: 'change', destBranch: 'main' },
    head: commit,
    base: commit,
    before: { sha: 'b', files: [] },
    unlikeDefault: [],
    moves: null,
    fork: false,
    wanted: { index: false, shown: false },
    results: [],
  };
}

/** Hours of matching: every pattern backtracks on every path. */
const hours = sources(
  `dirs:\n${Array.from({ length: 5_000 }, (_, i) => `  "**/*a*a*${i}/x": {}\n`).join('')}`,
  Array.from({ length: 20_000 }, (_, i) => `m${i}/${'a'.repeat(200)}/main.tf`),
);
const plain = sources('dirs:\n  network: {}\n', ['network/main.tf']);

describe('a configuration', () => {
  test('is read as it is in this thread', async () => {
    const read = createConfigurationReader();
    const { configuration } = await read(plain);
    expect(configuration).toMatchObject({
      kind: 'loaded',
      derived: { dirspaces: [{ dir: 'network', workspace: 'default' }] },
      touched: [{ dir: 'network' }],
    });
  });

  test.each([
    'workflows: [{tag_query: "", plan: [{type: checkov}]}]', // what is not carried out
    'stacks: {names: {default: {tag_query: other}}}', // what does not fit the tree
  ])('that turns everything off is one, with whatever else would be refused: %s', async (text) => {
    const read = createConfigurationReader();
    const kindOf = async (enabled: boolean) =>
      (await read(sources(`enabled: ${enabled}\n${text}\n`, ['network/main.tf']))).configuration
        .kind;
    expect([await kindOf(false), await kindOf(true)]).toEqual(['loaded', 'invalid']);
  });

  test('that takes too long is an error, holds nothing up, and the next one is read', async () => {
    const read = createConfigurationReader(1_000);
    let done = false;
    const costly = read(hours).finally(() => {
      done = true;
    });
    const next = read(plain);
    // This thread stays free: a timer comes before the end.
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(done).toBe(false);
    expect(await costly).toMatchObject({
      configuration: {
        kind: 'invalid',
        errors: [{ message: expect.stringContaining('more than 1 seconds') }],
      },
    });
    expect(await next).toMatchObject({ configuration: { kind: 'loaded' } });
  });

  test('that takes too much memory is an error, and the next one is read', async () => {
    const read = createConfigurationReader(60_000);
    const tags = `[${Array(100_000).fill('a').join(',')}]`;
    const dirs = Array.from({ length: 900 }, (_, i) => `  d${i}: {tags: *t}`).join('\n');
    const text = `definitions:\n  t: &t ${tags}\ndirs:\n${dirs}\n`;
    const bomb = sources(text, ['d1/main.tf']);
    expect(await read(bomb)).toMatchObject({ configuration: { kind: 'invalid' } });
    expect(await read(plain)).toMatchObject({ configuration: { kind: 'loaded' } });
  });
});
