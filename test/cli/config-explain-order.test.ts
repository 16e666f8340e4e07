import { expect, test } from 'vitest';
import { WorkTree } from './work-tree.ts';

const CONFIG = `
dirs:
  app/*/*.tf:
    when_modified:
      depends_on: relative_dir:../../db
stacks:
  names:
    dev:
      tag_query: dev in dir
    prod:
      tag_query: prod in dir
      rules:
        apply_after: [dev]
`;

test('a directory says which others its plan and its apply wait for', async () => {
  await using tree = await WorkTree.with({
    '.terrateam/config.yml': CONFIG,
    ...Object.fromEntries(['db', 'app/dev', 'app/prod'].map((dir) => [`${dir}/main.tf`, ''])),
  });
  const { out } = await tree.terrane(['config', 'explain', 'app/prod']);
  expect(out).toMatch(/planned after +db \(default\)\n +applied after +app\/dev \(default\)/);
  expect((await tree.terrane(['config', 'explain', 'db'])).out).not.toMatch(
    /(planned|applied) after/,
  );
});
