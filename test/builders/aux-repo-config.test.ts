import { describe, expect, it } from 'vitest';
import { auxRepoConfig } from '../../src/builders/aux-repo-config.ts';
import { Folder } from './folder.ts';

const aux = (text: string) => ({ '.terrateam/aux.yml': text });
const built = async (folder: Folder, config: unknown) =>
  JSON.parse(await auxRepoConfig(folder.checkout(JSON.stringify(config))));

describe('terrateam-aux-repo-config', () => {
  it('makes directories wait for those that aux.yml lists', async () => {
    using folder = new Folder(
      aux(
        'dirs:\n  app:\n    deps: [net, db/main]\n  /web/:\n    deps: ["./app"]\n  net:\n    deps: []\n',
      ),
    );
    expect(await built(folder, { parallel_runs: 2, dirs: { net: { tags: ['n'] } } })).toEqual({
      parallel_runs: 2,
      dirs: {
        net: { tags: ['n'] },
        app: { when_modified: { depends_on: 'dir:db/main or dir:net' } },
        web: { when_modified: { depends_on: 'dir:app' } },
      },
    });
  });

  it('wins over what the workspaces of the directory waited for, and keeps the rest of them', async () => {
    using folder = new Folder(aux('dirs:\n  app:\n    deps: [net]\n'));
    const when_modified = { depends_on: 'dir:old', file_patterns: ['app/*.tf'] };
    const app = {
      tags: ['a'],
      when_modified,
      workspaces: { prod: { tags: ['p'], when_modified } },
    };
    expect(await built(folder, { dirs: { app } })).toEqual({
      dirs: {
        app: {
          tags: ['a'],
          when_modified: { ...when_modified, depends_on: 'dir:net' },
          workspaces: { prod: { tags: ['p'], when_modified: { file_patterns: ['app/*.tf'] } } },
        },
      },
    });
  });

  it('puts names that a query would take apart in quotes', async () => {
    using folder = new Folder(aux('dirs:\n  app:\n    deps: ["my net", "a(b)", "it\'s"]\n'));
    const config = await built(folder, {});
    expect(config.dirs.app.when_modified.depends_on).toBe(
      '"dir:a(b)" or "dir:it\'s" or "dir:my net"',
    );
  });

  it('leaves the configuration as it is without aux.yml, and says so', async () => {
    using folder = new Folder({});
    expect(await built(folder, { dirs: { a: {} } })).toEqual({ dirs: { a: {} } });
    expect(folder.notes).toEqual([
      'There is no .terrateam/aux.yml: the configuration stays as it is.',
    ]);
  });

  it.each([
    ['dirs:\n  app:\n    dep: [a]\n', /aux\.yml is not as it should be:\n.*"dep"\n.*dirs\.app/s],
    ['dirs:\n  app:\n    deps: a\n', /expected array.*\n.*dirs\.app\.deps/],
    ['dirs: [\n', /aux\.yml is not YAML: .*line 2/s],
    [
      `a: &a [x, x]\n${Array.from({ length: 12 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *${i === 0 ? 'a' : `b${i - 1}`}]`).join('\n')}\n`,
      /aux\.yml is not YAML: .*alias/s,
    ],
  ])('refuses %j with what is wrong', async (text, message) => {
    using folder = new Folder(aux(text));
    await expect(built(folder, {})).rejects.toThrow(message);
  });

  it.each([
    ['', /read from standard input, as JSON: it is empty/],
    ['{', /Standard input is not JSON/],
    ['[]', /Standard input is not a configuration/],
    ['{"dirs": {"a": {"tags": 7}}}', /expected array.*\n.*dirs\.a\.tags/],
  ])('refuses %j on standard input', async (input, message) => {
    using folder = new Folder(aux('dirs: {}\n'));
    await expect(auxRepoConfig(folder.checkout(input))).rejects.toThrow(message);
  });
});
