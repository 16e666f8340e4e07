import { describe, expect, it } from 'vitest';
import { auxRepoConfig } from '../../src/builders/aux-repo-config.ts';
import { Folder } from './folder.ts';

const aux = (text: string) => ({ '.terrateam/aux.yml': text });
const built = async (folder: Folder, config: unknown) =>
  JSON.parse(await auxRepoConfig(folder.checkout(JSON.stringify(config))));

const expected = "a directory's path from the root of the repository";

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
    [
      'dirs:\n  app:\n    dep: [a]\n',
      '3:5: There is no key dep here. Expected: one of deps. Did you mean deps?',
    ],
    [
      'dirs:\n  app:\n    deps: a\n',
      '3:11: This is the text "a". Expected: a list. Did you mean ["a"]?',
    ],
    [
      'dirs:\n  app:\n    deps: [7]\n',
      '3:12: This is the number 7. Expected: a text. Did you mean "7"?',
    ],
    ['dirs:\n  app: {}\n  app: {}\n', '3:3: The key app is given twice, on line 2 and on line 3.'],
    ['dirs:\n  app:\n    deps: ["", net]\n', `3:12: This is empty. Expected: ${expected}.`],
    [
      'dirs:\n  live/app:\n    deps:\n      - ../net\n',
      `4:9: "../net" is outside of the repository. Expected: ${expected}. Did you mean live/net?`,
    ],
    ['dirs:\n  ../app: {}\n', `2:3: "../app" is outside of the repository. Expected: ${expected}.`],
    ['dirs: [\n', /^\.terrateam\/aux\.yml:2:1: /],
  ])('refuses %j with what is wrong, and where', async (text, message) => {
    using folder = new Folder(aux(text));
    const whole = typeof message === 'string' ? `.terrateam/aux.yml:${message}` : message;
    await expect(built(folder, {})).rejects.toThrow(whole);
  });

  it('names every mistake, up to a hundred', async () => {
    using folder = new Folder(
      aux(`dirs:\n${Array.from({ length: 150 }, (_, i) => `  d${i}: []\n`).join('')}`),
    );
    const said = await built(folder, {}).then(String, (error: Error) => error.message);
    expect(said.split('\n')).toHaveLength(101);
    expect(said).toContain('102:9: From here on there are 50 more like these.');
  });

  it('warns of directories that are not there, but not of those that the configuration knows', async () => {
    using folder = new Folder({
      ...aux('dirs:\n  app:\n    deps: [net, network, made]\n  gone:\n    deps: [app]\n'),
      'app/main.tf': '',
      'net/main.tf': '',
    });
    const config = await built(folder, { dirs: { made: {} } });
    expect(config.dirs.app.when_modified.depends_on).toBe('dir:made or dir:net or dir:network');
    expect(folder.notes).toEqual([
      '.terrateam/aux.yml:3:17: warning: There is no directory "network".',
      '.terrateam/aux.yml:4:3: warning: There is no directory "gone".',
    ]);
  });

  it.each(['/etc/passwd', '/proc/self/environ', '/dev/zero', '../../', '../.git/config'])(
    'reads nothing of the machine where aux.yml is a link to %s',
    async (target) => {
      using folder = new Folder({ '.git/config': 'extraheader: secret\n' });
      folder.link('.terrateam/aux.yml', target);
      await expect(built(folder, {})).rejects.toThrow(
        /^\S+\/\.terrateam\/aux\.yml cannot be read: it is a link that leads out of the repository\.$/,
      );
    },
  );

  it('reads aux.yml through a link within the repository', async () => {
    using folder = new Folder({ 'shared/aux.yml': 'dirs:\n  app:\n    deps: [shared]\n' });
    folder.link('.terrateam/aux.yml', '../shared/aux.yml');
    const config = await built(folder, {});
    expect(config.dirs.app.when_modified.depends_on).toBe('dir:shared');
  });

  it('does not wait for a pipe in the place of aux.yml', async () => {
    using folder = new Folder({ '.terrateam/README.md': '' });
    folder.pipe('.terrateam/aux.yml');
    await expect(built(folder, {})).rejects.toThrow('aux.yml cannot be read: it is not a file.');
  });

  it('does not say which directories the machine has', async () => {
    using folder = new Folder(aux('dirs:\n  out/etc:\n    deps: []\n'));
    folder.link('out', '/');
    await built(folder, {});
    expect(folder.notes).toEqual([
      '.terrateam/aux.yml:2:3: warning: There is no directory "out/etc".',
    ]);
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
