import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ControlPlane, manifest } from './control-plane.ts';
import { Repository } from './repository.ts';
import { groupsOf, onlyResult, outline, stepsIn, textOf } from './results.ts';
import { run } from './runner-process.ts';
import { plan, SharedJob, sh } from './steps/planned.ts';

/** The lines that say what is done, without times. */
function linesOf(log: string): string[] {
  const lines = log.split('\n').map((line) => line.replace(/^::error::|%0A.*$/g, ''));
  return lines
    .filter((line) => /^[▶✔✘⚑–]/.test(line) && !/\bgithub-token\b|^✘ \[1\/1\]/.test(line))
    .map((line) => line.replace(/\d+\.\d s/, '…'));
}

const planKey = 'plan-key-'.repeat(5);
const job = new SharedJob({
  TERRANE_PLAN_KEY: planKey,
  SECRETS_CONTEXT: JSON.stringify({
    ...{ TERRANE_PLAN_KEY: planKey, SECRET: 'of-the-job' },
    ...{ TF_VAR_REGION: 'eu-west-1', github_token: 'ghs_123456', N: 7 },
  }),
  VARIABLES_CONTEXT: '{"LEVEL":"variables", "TF_VAR_SIZE":"small"}',
  ENVIRONMENT_CONTEXT: '{"LEVEL":"environment"}',
});

describe('a run step', () => {
  const reporting = job.plan([
    sh('echo out; echo err >&2', { visible_on: 'always', format: 'markdown' }),
    sh('echo out; echo err >&2; exit 3', { env: { UNUSED: '1' } }),
  ]);
  it('reports what it printed, its command and its exit code', async () => {
    const { steps } = await reporting();
    expect(steps[0]).toMatchObject({ step: 'run', success: true, ignore_errors: false });
    expect(steps[0]?.payload).toEqual({
      text: 'out\n',
      stderr: 'err\n',
      cmd: ['sh', '-c', 'echo out; echo err >&2'],
      exit_code: 0,
      visible_on: 'always',
      format: 'markdown',
    });
    expect(steps[1]).toMatchObject({ success: false });
    expect(steps[1]?.payload).toEqual({
      text: 'err\n\nout\n',
      cmd: ['sh', '-c', 'echo out; echo err >&2; exit 3'],
      exit_code: 3,
      visible_on: 'error',
    });
  });

  const substituting = job.plan([
    {
      type: 'run',
      cmd: ['echo', '$NAME', 'x${NAME}y', '$(pwd)', '$1', '$$'],
      env: { NAME: 'n' },
    },
    { type: 'run', cmd: ['echo', '$TERRATEAM_WORKSPCE'], ignore_errors: true },
    { type: 'run', cmd: ['no-such-program'], ignore_errors: true },
  ]);
  it('has variables substituted, and other dollars left alone', async () => {
    const { steps } = await substituting();
    expect(textOf(steps[0])).toBe('n xny $(pwd) $1 $$\n');
    expect(steps[1]?.payload).toEqual({
      text: 'ERROR: Missing environment variable: TERRATEAM_WORKSPCE\nDid you mean TERRATEAM_WORKSPACE?',
      cmd: ['echo', '$TERRATEAM_WORKSPCE'],
      visible_on: 'error',
    });
    expect(textOf(steps[2])).toBe('ERROR: Could not find program to run: no-such-program');
  });

  const notCapturing = job.plan([
    sh('echo quiet', { capture_output: false }),
    sh('echo quiet; false', { capture_output: false }),
  ]);
  it('without captured output posts none', async () => {
    const { steps, finished } = await notCapturing();
    expect(steps[0]?.payload).toEqual({
      cmd: ['sh', '-c', 'echo quiet'],
      exit_code: 0,
      visible_on: 'error',
    });
    expect(textOf(steps[1])).not.toContain('quiet\n');
    expect(finished.log).toContain('quiet\n');
  });

  const failing = job.plan([
    sh('exit 1', { ignore_errors: true }),
    sh('echo still good'),
    sh('echo never', { run_on: 'failure' }),
    sh('exit 1'),
    sh('echo never'),
    sh('echo cleanup', { run_on: 'failure' }),
    sh('echo always', { run_on: 'always' }),
  ]);
  it('runs by whether a step before it failed', async () => {
    const { steps, dir, log, finished } = await failing();
    expect(steps.map((step) => step.payload.text)).toEqual([
      '\n',
      'still good\n',
      '\n',
      'cleanup\n',
      'always\n',
    ]);
    expect(finished.exitCode).toBe(1);
    expect(linesOf(log)).toEqual([
      '▶ run sh -c exit 1',
      '✘ run failed (exit code 1) after …, ignored',
      '▶ run sh -c echo still good',
      '✔ run took …',
      '– run: passed over, since nothing failed (run_on: failure)',
      '▶ run sh -c exit 1',
      '✘ run failed (exit code 1) after …',
      '– run: passed over, since run failed (run_on: success)',
      '▶ run sh -c echo cleanup',
      '✔ run took …',
      '▶ run sh -c echo always',
      '✔ run took …',
    ]);
    expect(linesOf(finished.log)).toContain(`✘ ${dir} (default): run failed after …`);
  });

  it('is named in the log as the configuration names it, and so is what else it asks', async () => {
    const { finished } = await plan(
      [
        { type: 'env', name: 'REGION', cmd: ['echo', 'eu'] },
        { type: 'init' },
        sh('exit 3', { gate: { token: 'risk' } }),
        sh('true'),
      ],
      { env: { GITHUB_ACTION_REF: 'v1' } },
    );
    expect(finished.log).toMatch(/^plan: 1 to run, of [0-9a-f]{7} into main, by Terrane v1$/m);
    expect(linesOf(finished.log)).toEqual([
      '▶ env REGION',
      '✔ env took …',
      '▶ init',
      '✔ init took …',
      '▶ run sh -c exit 3',
      '⚑ run failed (exit code 3) after …, asks for approval',
      '▶ run sh -c true',
      '✔ run took …',
      '⚑ [1/1] a (default) in …, asks for approval',
      '⚑ a (default) in …: asks for approval (run)',
    ]);
  });

  const printingMuch = job.plan([
    sh('printf "\\033[31mred\\033[0m\\n"; head -c 6000000 /dev/zero | tr "\\0" x; echo; echo end'),
  ]);
  it('loses colours, and the middle of a very long output', async () => {
    const { steps } = await printingMuch();
    const text = textOf(steps[0]);
    expect(text).toMatch(/^red\nx/);
    expect(text).toMatch(/^… \d+ characters left out: the log of the job has them …\nx+\nend\n$/m);
    expect(text.length).toBeLessThan(1.1 * 2 ** 20);
  });
});

describe('a step that this runner does not know', () => {
  const unknown = job.plan([
    { type: 'future' },
    sh('echo never'),
    sh('echo always', { run_on: 'always' }),
  ]);
  it('fails by name, and later ones go by run_on', async () => {
    const { steps } = await unknown();
    expect(steps.map(({ step, success }) => [step, success])).toEqual([
      ['future', false],
      ['run', true],
    ]);
    expect(textOf(steps[0])).toBe('The step type future is not one that this runner knows.');
  });
});

describe('the engine', () => {
  it('that is not on PATH fails with what to do', async () => {
    await using nothing = await new ControlPlane().start();
    const { steps } = await plan([{ type: 'init' }], {
      config: { engine: { name: 'tofu' } },
      env: { TOFUENV_LIST_URL: `${nothing.url}/versions.json` },
    });
    expect(steps[0]).toMatchObject({ step: 'tf/init', success: false });
    expect(textOf(steps[0])).toMatch(
      /^tofu was not found on PATH. It could not .*\nhttp.*\n.*opentofu\/setup-opentofu/,
    );
  });

  const replaced = job.plan([{ type: 'init' }, sh('echo $TERRATEAM_TF_CMD')], {
    engine: { name: 'tofu', override_tf_cmd: 'terraform' },
  });
  it('may be replaced by a command', async () => {
    const { steps } = await replaced();
    expect(steps[0]).toMatchObject({ step: 'tf/init', success: true });
    expect(textOf(steps[1])).toBe('terraform\n');
  });
});

describe('the environment of a step', () => {
  const printed = job.plan([sh('env | sort', { env: { OWN: 'step' } })]);
  it('tells where it runs, and holds the contexts, not what only the runner may know', async () => {
    const { steps, dir } = await printed();
    const env = new Map(
      textOf(steps[0])
        .split('\n')
        .map((line): [string, string] => [line.split('=')[0] ?? '', line.replace(/^[^=]*=/, '')]),
    );
    expect(Object.fromEntries(env)).toMatchObject({
      TERRATEAM_DIR: dir,
      TERRATEAM_WORKSPACE: 'default',
      TERRATEAM_STACK: 'default',
      TERRATEAM_RUN_KIND: 'pr',
      TERRATEAM_RUN_KIND_DATA: '{"id":"7"}',
      TERRATEAM_BASE_REF: 'main',
      TERRATEAM_ENGINE_NAME: 'terraform',
      TERRATEAM_TF_CMD: 'terraform',
      TERRATEAM_GITHUB_TOKEN: '***',
      TF_IN_AUTOMATION: 'true',
      TF_INPUT: 'false',
      TF_VAR_REGION: '***',
      TF_VAR_region: '***',
      GITHUB_TOKEN: '***',
      LEVEL: 'environment',
      N: '7',
      SECRET: '***',
      OWN: 'step',
    });
    expect(env.get('PWD')).toBe(`${env.get('TERRATEAM_ROOT')}/${dir}`);
    expect(env.get('TERRATEAM_PLAN_FILE')?.startsWith(`${env.get('TERRATEAM_TMPDIR')}/`)).toBe(
      true,
    );
    for (const name of ['TERRANE_PLAN_KEY', 'INPUT_WORK-TOKEN', 'SECRETS_CONTEXT']) {
      expect(env.has(name)).toBe(false);
    }
  });

  const ofStack = job.plan([sh('env | grep -i TF_VAR_SIZE | sort')], {
    variables: { TF_VAR_SIZE: 'large' },
  });
  it('has variables of the stack rather than those of the CI, in both cases of their names', async () => {
    const { steps } = await ofStack();
    expect(textOf(steps[0])).toBe('TF_VAR_SIZE=large\nTF_VAR_size=large\n');
  });

  it('has no forge token where the server offers none', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': '' });
    const workflows = [{ plan: [sh('echo ${TERRATEAM_GITHUB_TOKEN-none}')] }];
    const work = manifest('plan', ['a'], { config: { workflows } });
    work.changed_dirspaces[0].workflow = 0;
    server.manifests.push(work);
    server.instead.set('POST /access-token', [{ status: 404 }, { status: 404 }]);
    await run(server, repository.checkout());
    expect(textOf(stepsIn(onlyResult(server), 'a')[1])).toBe('none\n');
  });
});

describe('hooks', () => {
  const config = {
    hooks: {
      all: { pre: [sh('echo all-pre')], post: [sh('echo all-post', { run_on: 'always' })] },
      plan: {
        pre: [sh('echo plan-pre')],
        post: [sh('cat $TERRATEAM_RESULTS_FILE', { run_on: 'always' })],
      },
      apply: { pre: [sh('echo never')] },
    },
  };

  it('run around the dirspaces, and the last ones see the results', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': '' });
    const work = manifest('plan', ['a'], {
      config: { ...config, workflows: [{ plan: [sh('exit 1')] }] },
    });
    work.changed_dirspaces[0].workflow = 0;
    server.manifests.push(work);
    await run(server, repository.checkout());
    const result = onlyResult(server);
    expect(stepsIn(result, 'pre').map((step) => step.payload.text)).toEqual([
      undefined,
      'all-pre\n',
      'plan-pre\n',
    ]);
    const post = stepsIn(result, 'post');
    expect(post[0]?.payload.text).toBe('all-post\n');
    const seen = JSON.parse(textOf(post[1]));
    expect(seen.success).toBe(false);
    expect(seen.steps).toEqual(result.steps.slice(0, -2));
  });

  it('that fail before the dirspaces end the run', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': '' });
    const failing = { hooks: { ...config.hooks, all: { pre: [sh('exit 1')] } } };
    server.manifests.push(manifest('plan', ['a'], { config: failing }));
    const workspace = repository.checkout();
    const { exitCode } = await run(server, workspace);
    expect(onlyResult(server).steps).toHaveLength(2);
    expect(outline(onlyResult(server), 'pre')[1]).toBe('run!');
    expect(exitCode).toBe(1);
  });
});

describe('dirspaces', () => {
  it('run in parallel by rank, never two of one directory at once', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/x': '', 'b/x': '', 'c/x': '' });
    const trace = join(repository.folder, 'trace');
    // b waits until a runs: only a runner that runs both at once gets past this.
    const script =
      'echo "+ $TERRATEAM_DIR $TERRATEAM_WORKSPACE" >> $TRACE; ' +
      'case $TERRATEAM_DIR in [ab]) while ! { grep -q "+ a" $TRACE && grep -q "+ b" $TRACE; }; do sleep 0.02; done;; esac; ' +
      'echo "- $TERRATEAM_DIR $TERRATEAM_WORKSPACE" >> $TRACE';
    const workflows = [
      { plan: [{ type: 'run', cmd: ['sh', '-c', script.replaceAll('$TRACE', trace)] }] },
    ];
    const work = manifest('plan', ['c', 'a:one', 'a:two', 'b'], { config: { workflows } });
    for (const dir of work.changed_dirspaces) {
      dir.workflow = 0;
      dir.rank = dir.path === 'c' ? 1 : 0;
    }
    server.manifests.push(work);
    const { exitCode, log } = await run(server, repository.checkout());
    expect(exitCode).toBe(0);
    const lines = readFileSync(trace, 'utf8').trim().split('\n');
    expect(lines.slice(-2)).toEqual(['+ c default', '- c default']);
    const ofA = lines.filter((line) => line.includes(' a '));
    expect(ofA).toEqual(['+ a one', '- a one', '+ a two', '- a two']);
    expect(
      onlyResult(server).steps.map(({ scope }) => ('dir' in scope ? scope.dir : 'hook')),
    ).toEqual(['hook', 'c', 'c', 'a', 'a', 'a', 'a', 'b', 'b']);
    expect(log).toMatch(/^::group::✔ \[\d\/4\] a \(two\) in \d/m);
  });

  it('are grouped in the log without mixing', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/x': '', 'b/x': '', 'c/x': '' });
    const script = 'for i in 1 2 3; do echo "from $TERRATEAM_DIR"; sleep 0.01; done';
    const workflows = [{ plan: [sh(script.replace('$TERRATEAM_DIR', '$$TERRATEAM_DIR'))] }];
    const work = manifest('plan', ['a', 'b', 'c'], { config: { workflows } });
    for (const dir of work.changed_dirspaces) dir.workflow = 0;
    server.manifests.push(work);
    const { log } = await run(server, repository.checkout());
    for (const { title, lines } of groupsOf(log).slice(1)) {
      const [, name] = /\] ([abc]) /.exec(title) ?? [];
      const mine = lines.filter((line) => /from [abc]$/.test(line));
      expect(mine).toEqual(Array(3).fill(expect.stringContaining(`from ${name}`)));
    }
  });
});
