import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bearer, ControlPlane, forgeToken } from './control-plane.ts';
import { type Files, headOf, Repository } from './repository.ts';
import { RunnerProcess, run } from './runner-process.ts';

/** A manifest as the control plane sends it for a build. */
function build(type: string, more: object = {}) {
  const about = { run_kind: 'pr', run_kind_data: { id: '7' }, config: {} };
  return { type, token: bearer, base_ref: 'main', ...about, ...more };
}
const configBuild = (script: string, config: object = {}) =>
  build('build-config', { config: { ...config, config_builder: { enabled: true, script } } });
const treeBuild = (script: string) =>
  build('build-tree', { config: { tree_builder: { enabled: true, script } } });

/** Runs builds in one job on a checkout of the change, and gives their results and what it said. */
async function allBuilt(manifests: object[], files: Files = {}, env: Record<string, string> = {}) {
  await using server = await new ControlPlane().start();
  using repository = new Repository(files);
  server.manifests.push(...manifests);
  const checkout = repository.checkout();
  const finished = await run(server, checkout, env);
  expect(server.results).toHaveLength(manifests.length);
  return { ...finished, checkout, results: server.results };
}

async function built(manifest: object, files: Files = {}, env: Record<string, string> = {}) {
  const { results, ...more } = await allBuilt([manifest], files, env);
  return { ...more, result: results[0] };
}

const failedWith = (msg: string | RegExp) => ({
  msg: typeof msg === 'string' ? msg : expect.stringMatching(msg),
});

const root = 'module "net" {\n  source = "../modules/net"\n}\n';
const net = 'module "part" {\n  source = "./part"\n}\n';

describe('an index', () => {
  it('has the modules of directories, and of their modules, without touching the network', async () => {
    const files = {
      'app/main.tf': root,
      'modules/net/main.tf': net,
      'modules/net/part/x.tf.json': '{"module": {"deep": {"source": "../../deep"}}}',
      'other/main.tf': 'module "remote" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n',
      'tofu/main.tofu': 'module "net" {\n  source = "../modules/net/part"\n}\n',
    };
    const dirs = ['app', 'other', 'tofu', 'gone'];
    const { result, exitCode, log, summary } = await built(build('index', { dirs }), files);
    expect(result).toEqual({
      version: 1,
      success: true,
      paths: {
        app: {
          modules: ['../modules/deep', '../modules/net', '../modules/net/part'],
          failures: {},
        },
        other: { modules: [], failures: {} },
        tofu: { modules: ['../modules/deep', '../modules/net/part'], failures: {} },
        gone: { modules: [], failures: {} },
      },
      symlinks: {},
    });
    expect(log).toContain('Directories: 4; modules that they call: 5; symbolic links: 0');
    expect(summary).toContain('## ✔ index');
    expect(exitCode).toBe(0);
  });

  it('names files that are not HCL with their lines, wherever they are called from', async () => {
    const files = {
      'app/main.tf': root,
      'modules/net/main.tf': `${net}\nlocals {\n  x = "\n}\n`,
      'app/dynamic.tofu': 'module "any" {\n  source = var.source\n}\n',
      'app/large.tf': `# module\n${'# filler\n'.repeat(200_000)}`,
      'app/binary.tf': 'module\0',
    };
    const { result, exitCode, log, summary } = await built(
      build('index', { dirs: ['app'] }),
      files,
    );
    expect(result).toEqual({
      version: 1,
      success: false,
      symlinks: {},
      paths: {
        app: {
          modules: ['../modules/net', '../modules/net/part'],
          failures: {
            '../modules/net/main.tf': { msg: 'this string is not closed on its line', lnum: 6 },
            'binary.tf': { msg: 'the file is not UTF-8 text' },
            'large.tf': { msg: expect.stringContaining('at most 1048576 are read') },
          },
        },
      },
    });
    expect(log).toContain('\nmodules/net/main.tf:6: this string is not closed on its line');
    expect(log).toContain('app/dynamic.tofu:1: module any has no literal source');
    expect(summary).toContain('## ✔ index');
    expect(summary).toContain('modules/net/main.tf:6: this string is not closed on its line');
    expect(exitCode).toBe(0);
  });

  it('says much only as far as people read it, and quotes no secret', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 120 }, (_, i) => [`app/${i}.tf`, 'module "x" {}\nvery-blue-indeed\n']),
    );
    const env = { SECRETS_CONTEXT: '{"COLOUR": "very-blue-indeed"}' };
    const manifest = build('index', { dirs: ['app'] });
    const { result, log, summary } = await built(manifest, files, env);
    expect(JSON.stringify(result)).toContain('not expected here: ***');
    expect(`${JSON.stringify(result)}${log}${summary}`).not.toContain('very-blue-indeed');
    expect(log).toContain('… and 21 more');
    expect(summary).toContain('- … and 21 more');
  });

  it('has the links of the repository, as far as they stay in it', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({
      'shared/net/main.tf': net,
      'app/main.tf': 'module "n" {\n  source = "./net"\n}\n',
    });
    repository.linkOn('change', {
      'app/net': '../shared/net',
      'app/versions.tf': '../shared/versions.tf',
      'live/app': '../app',
      loop: 'loop',
      'app/up': '..',
      'app/outside': '../../elsewhere',
      'app/passwd.tf': '/etc/passwd',
    });
    server.manifests.push(build('index', { dirs: ['app'] }));
    await run(server, repository.checkout());
    expect(server.results).toEqual([
      {
        version: 1,
        success: true,
        paths: {
          app: {
            modules: ['../shared/net', '../shared/net/part', './net', './net/part'],
            failures: {},
          },
        },
        symlinks: {
          'app/net': 'shared/net',
          'app/versions.tf': 'shared/versions.tf',
          'live/app': 'app',
        },
      },
    ]);
  });
});

describe('a configuration', () => {
  it('is what the script prints, which gets the present one on standard input', async () => {
    const script = `
      cat >given.json
      echo "looking at $(pwd)" >&2
      sed 's/"parallel_runs":3/"parallel_runs":7/' <given.json`;
    const { result, exitCode, log, checkout } = await built(
      configBuild(script, { parallel_runs: 3 }),
    );
    expect(result).toEqual({
      config: { parallel_runs: 7, config_builder: { enabled: true, script } },
    });
    expect(log).toContain(`looking at ${checkout}`);
    expect(log).toContain('Keys of the configuration: parallel_runs, config_builder');
    expect(exitCode).toBe(0);
  });

  it('is built with the environment of steps, in a shell or by the program that #! names', async () => {
    const names = [
      'TERRATEAM_ROOT',
      'TERRATEAM_BASE_REF',
      'TERRATEAM_RUN_KIND',
      'TERRATEAM_GITHUB_TOKEN',
      'COLOUR',
      'SHADE',
      'TF_VAR_x',
    ];
    const script = `#!${process.execPath}\nconst keys = ${JSON.stringify(names)};\nconst reversed = (text) => [...text].reverse().join('');\nconsole.log(JSON.stringify(Object.fromEntries(keys.map((key) => [key, reversed(process.env[key])]))))`;
    const { result, checkout } = await built(
      configBuild(script),
      {},
      {
        VARIABLES_CONTEXT: '{"COLOUR": "blue", "TF_VAR_X": "1"}',
        SECRETS_CONTEXT: '{"SHADE": "dark-and-secret"}',
      },
    );
    // Reversed, because a secret may not be in an answer.
    const reversed = (text: string) => [...text].reverse().join('');
    const given = {
      TERRATEAM_ROOT: checkout,
      TERRATEAM_BASE_REF: 'main',
      TERRATEAM_RUN_KIND: 'pr',
      TERRATEAM_GITHUB_TOKEN: forgeToken,
      COLOUR: 'blue',
      SHADE: 'dark-and-secret',
      TF_VAR_x: '1',
    };
    const entries = Object.entries(given).map(([name, text]) => [name, reversed(text)]);
    expect(result).toEqual({ config: Object.fromEntries(entries) });
  });

  it('may be built by the bundled builders, without Node on the PATH', async () => {
    const files = {
      '.terrateam/aux.yml': 'dirs:\n  app:\n    deps: [net]\n',
      'live/app/terragrunt.hcl':
        'dependency "net" {\n  config_path = "../net"\n}\nterraform {\n  source = "../../modules/app"\n}\n',
      'live/net/terragrunt.hcl': 'terraform {\n  source = "tfr:///x/y/z"\n}\n',
      'modules/app/main.tf': 'module "part" {\n  source = "../part"\n}\n',
    };
    const script =
      'set -o pipefail; terrateam-aux-repo-config | terragrunt-config-builder --scan-tf-files';
    const { result, log } = await built(configBuild(script), files, { PATH: '/usr/bin:/bin' });
    expect(result).toMatchObject({
      config: {
        dirs: {
          app: { when_modified: { depends_on: 'dir:net' } },
          'live/app': {
            tags: ['terragrunt'],
            when_modified: {
              file_patterns: expect.arrayContaining([
                'modules/app/**/*.tf',
                'modules/part/**/*.tf',
              ]),
              depends_on: 'dir:live/net',
            },
          },
          'live/net': expect.anything(),
        },
      },
    });
    expect(log).toContain('2 Terragrunt units found.');
  });

  it.each([
    [
      'what a script does or prints wrong',
      {},
      [
        [
          'echo first >&2; echo "no $COLOUR paint" >&2; echo "{}"; exit 3',
          'config_builder.script failed with exit code 3.\nfirst\nno *** paint',
        ],
        ['kill -9 $$', 'config_builder.script failed with exit code 137.'],
        [
          'echo "{]"',
          /^config_builder\.script must print JSON on standard output, and nothing else: .*/,
        ],
        [
          'echo "[]"',
          'config_builder.script must print the configuration as a JSON object; it printed an array.',
        ],
        ['true', 'config_builder.script printed nothing on standard output.'],
        ['#!/gone/python\nprint()', /^config_builder\.script could not be started: .*#!/],
        [
          'echo ha >&2; yes',
          'config_builder.script printed more than 62914560 characters, and was ended.\nha',
        ],
        ['  ', 'config_builder.script is not in the configuration: there is nothing to run.'],
      ],
    ],
    [
      'a secret: alone, as a value, as the name of a directory, in base64, as JSON may write it',
      {},
      [
        [
          'echo "$COLOUR"',
          /^config_builder\.script printed a secret of the job\. Nothing that it printed was taken/,
        ],
        [
          'echo "{\\"dirs\\": {\\"app\\": {\\"tags\\": [\\"a\\", \\"of $COLOUR\\"]}}}"',
          /^config_builder\.script printed a secret of the job, at dirs\.app\.tags\.1\. Nothing/,
        ],
        [
          'echo "{\\"dirs\\": {\\"live/$COLOUR\\": {}}}"',
          /^config_builder\.script printed a secret of the job, at dirs\.live\/\*\*\*\. Nothing/,
        ],
        [
          'echo "{\\"tags\\": \\"$(printf "x:$COLOUR" | base64)\\"}"',
          /^config_builder\.script printed a secret of the job, at tags\. Nothing/,
        ],
        [
          `echo '{"tags": "\\u0076ery-blue-indeed"}'`,
          /^config_builder\.script printed a secret of the job, at tags\. Nothing/,
        ],
      ],
    ],
    [
      'a script that never ends',
      { TERRANE_BUILDER_TIMEOUT: '0.5' },
      [
        [
          '#!/bin/sh\necho working >&2\nsleep 600 & sleep 600',
          'config_builder.script did not end within 0.5 seconds (TERRANE_BUILDER_TIMEOUT), and was ended.\nworking',
        ],
      ],
    ],
  ] satisfies [string, Record<string, string>, [string, string | RegExp][]][])(
    'is not built of %s, which the result says',
    async (_, more, wrong) => {
      const env = { SECRETS_CONTEXT: '{"COLOUR": "very-blue-indeed"}', ...more };
      const builds = wrong.map(([script]) => configBuild(script));
      const { results, exitCode, log, summary } = await allBuilt(builds, {}, env);
      expect(results).toEqual(wrong.map(([, msg]) => failedWith(msg)));
      expect(log.split('::error::config_builder.script ')).toHaveLength(wrong.length + 1);
      expect(`${log}${summary}${JSON.stringify(results)}`).not.toContain('very-blue-indeed');
      expect(summary.split('## ✘ build-config')).toHaveLength(wrong.length + 1);
      expect(exitCode).toBe(1);
    },
  );

  it('may have what the repository shows anyway, although a secret of the job is the same', async () => {
    const env = { SECRETS_CONTEXT: '{"REGION": "eu-west-1", "STAGE": "testing"}' };
    const script = `echo '{"tags": {"testing": ""}, "dirs": {"live/eu-west-1": {}}}'`;
    const files = { 'live/eu-west-1/main.tf': '' };
    const { result } = await built(configBuild(script, { tags: { testing: '' } }), files, env);
    expect(result).toEqual({ config: { tags: { testing: '' }, dirs: { 'live/eu-west-1': {} } } });
  });

  it('that is too large for the control plane is refused with a result that says so', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    server.manifests.push(configBuild('echo "{}"'));
    server.instead.set('PUT ', [{ status: 413 }]);
    const { exitCode } = await run(server, repository.checkout());
    expect(server.results).toEqual([
      { msg: 'What was built is larger than the control plane takes.' },
    ]);
    expect(exitCode).toBe(1);
  });

  it('leaves nothing behind', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    const temp = join(repository.folder, 'temp');
    mkdirSync(temp);
    server.manifests.push(configBuild('echo "{\\"script\\": \\"$0\\"}"'));
    await run(server, repository.checkout(), { RUNNER_TEMP: temp });
    const [result] = server.results;
    const script = result && 'config' in result ? JSON.stringify(result.config) : '';
    expect(script).toContain(`${temp}/terrane-`);
    expect(readdirSync(temp)).toEqual([]);
  });
});

describe('a tree', () => {
  it('is the files that the script lists, by their paths from the root, or none', async () => {
    const script = `cat <<END
[{"path": "a/main.tf", "id": "1"}, {"path": "./b.tf"}, {"path": "/c.tf", "changed": true},
 {"path": "$TERRATEAM_ROOT/d/e.tf", "id": "2", "changed": false}, {"path": "\\$TERRATEAM_ROOT/f.tf"}]
END`;
    const builds = [treeBuild(script), treeBuild('echo "[]"')];
    const { results, exitCode, log } = await allBuilt(builds);
    expect(results[0]).toEqual({
      files: [
        { path: 'a/main.tf', id: '1' },
        { path: 'b.tf' },
        { path: 'c.tf', changed: true },
        { path: 'd/e.tf', id: '2', changed: false },
        { path: 'f.tf' },
      ],
    });
    expect(results[1]).toEqual({ files: [] });
    expect(log).toContain('Files of the tree: 5');
    expect(exitCode).toBe(0);
  });

  it('may have the ids that git gives, but no secret', async () => {
    const env = { SECRETS_CONTEXT: '{"COLOUR": "very-blue-indeed", "NUMBER": "e69de"}' };
    const list = (more: string) =>
      treeBuild(`id=$(git rev-parse HEAD:empty.tf)
echo "[{\\"path\\": \\"empty.tf\\", \\"id\\": \\"$id\\"}${more}]"`);
    const secret = ', {\\"path\\": \\"a\\", \\"id\\": \\"$COLOUR\\"}';
    const builds = [list(''), list(secret)];
    const { results, exitCode, log, summary } = await allBuilt(builds, { 'empty.tf': '' }, env);
    expect(results).toEqual([
      { files: [{ path: 'empty.tf', id: expect.stringMatching(/^e69de/) }] },
      failedWith(/^tree_builder\.script printed a secret of the job, at 1\.id\. Nothing/),
    ]);
    expect(summary).toMatch(/## ✔ build-tree[\s\S]*## ✘ build-tree/);
    expect(`${JSON.stringify(results)}${log}${summary}`).not.toContain('very-blue');
    expect(exitCode).toBe(1);
  });

  it('of something else is refused, with the item that is wrong', async () => {
    const wrong: [string, string | RegExp][] = [
      [
        '{"files": []}',
        'tree_builder.script must print a JSON array of {"path": …, "id": …}; it printed a object.',
      ],
      ['[{"path": "a"}, {"id": "b"}]', /item 1 \(from 0\), \{"id":"b"\}: .*path/s],
      ['[{"path": "a", "sha": "b"}]', /item 0 .*sha/s],
      ['[{"path": "a", "id": 7}]', /item 0 .*expected string.*id/s],
      ['["a"]', /item 0 \(from 0\), "a": .*expected object/s],
      ['[{"path": "./"}]', /item 0 .*path is not that of a file/s],
      ['[{"path": "../x"}]', /item 0 .*path leads upwards/s],
    ];
    const builds = wrong.map(([text]) => treeBuild(`echo '${text}'`));
    const { results, exitCode, summary } = await allBuilt(builds);
    expect(results).toEqual(wrong.map(([, msg]) => failedWith(msg)));
    expect(summary.split('## ✘ build-tree')).toHaveLength(wrong.length + 1);
    expect(exitCode).toBe(1);
  });
});

describe('what is built on', () => {
  const list = treeBuild(
    'git ls-files | sed \'s/.*/{"path": "&"}/\' | paste -sd, | sed "s/.*/[&]/"',
  );
  const paths = (server: ControlPlane) =>
    server.results.flatMap((result) =>
      'files' in result ? result.files.map(({ path }) => path) : [],
    );

  it('is the commit that is named, alone', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    repository.commitOn('main', { 'later.txt': '' });
    const workspace = repository.checkout();
    server.manifests.push({ ...list, head_sha: headOf(workspace) });
    await run(server, workspace);
    expect(paths(server)).toEqual(['.gitignore', 'change.txt']);
  });

  it('is the change with the destination branch merged into it where none is named', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    repository.commitOn('main', { 'later.txt': '' });
    server.manifests.push(list);
    await run(server, repository.checkout());
    expect(paths(server)).toEqual(['.gitignore', 'change.txt', 'later.txt']);
  });

  it('is the commit of the destination branch alone, also when that has moved on', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    const sha = repository.commitOn('main', { 'asked-for.txt': '' });
    repository.commitOn('main', { 'later.txt': '' });
    const checkout = { ref: 'refs/heads/main', sha };
    server.manifests.push({ ...list, head_sha: sha, checkout });
    await run(server, repository.checkout('main'));
    expect(paths(server)).toEqual(['.gitignore', 'asked-for.txt']);
  });

  it('is a stranger’s change by its ref, and its scripts get no token', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    const sha = repository.commitOn('change', { 'forked.txt': '' });
    const checkout = { ref: 'refs/heads/change', sha };
    server.manifests.push({ ...list, head_sha: sha, checkout });
    await run(server, repository.checkout('main'));
    expect(paths(server)).toContain('forked.txt');
    expect(server.requests.filter(({ path }) => path.endsWith('/access-token'))).toEqual([]);
  });

  it('is refused when it is another commit', async () => {
    const expected = '1'.repeat(40);
    const { result } = await built({ ...list, head_sha: expected });
    expect(result).toEqual({ msg: expect.stringContaining(`This work is for commit ${expected}`) });
  });
});

it('a build that is cancelled says so', async () => {
  await using server = await new ControlPlane().start();
  using repository = new Repository({});
  server.manifests.push(configBuild('echo waiting >&2; sleep 600'));
  const job = new RunnerProcess(server, repository.checkout());
  await job.prints('waiting\n');
  job.signal('SIGTERM');
  const { exitCode } = await job.finished;
  expect(server.results).toEqual([{ msg: 'The job was cancelled before this was finished.' }]);
  expect(exitCode).toBe(1);
});
