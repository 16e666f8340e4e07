import { describe, expect, it } from 'vitest';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { onlyResult, stepsIn, textOf } from '../results.ts';
import { run } from '../runner-process.ts';
import { SharedJob, sh } from './planned.ts';

const exec = (name: string, script: string, more: object = {}) => ({
  type: 'env',
  name,
  cmd: ['sh', '-c', script],
  ...more,
});
const source = (cmd: string[], more: object = {}) => ({
  type: 'env',
  method: 'source',
  cmd,
  ...more,
});

const ignored = { ignore_errors: true };
const job = new SharedJob({ GONE: 'before', SECOND: 'second-before', SAME: 'same-as-before' });

describe('env exec', () => {
  const setting = job.plan([
    exec('TAG', 'echo working >&2; printf "v1\\n\\n"'),
    exec('RAW', 'printf "two\\nlines\\n"', { trim_trailing_newlines: false }),
    exec('OTHER', 'echo "<$TAG>"'),
    sh('printf "%s|" "$TAG" "$RAW" "$OTHER"'),
  ]);
  it('has what a program prints as the value, for the steps that follow', async () => {
    const { steps } = await setting();
    expect(steps[0]).toMatchObject({ step: 'env', success: true, ignore_errors: false });
    expect(steps[0]?.payload).toEqual({
      cmd: ['sh', '-c', 'echo working >&2; printf "v1\\n\\n"'],
      method: 'exec',
      text: 'v1\n\n',
    });
    expect(textOf(steps[3])).toBe('v1|two\nlines\n|<v1>|');
  });

  const sensitive = job.plan([
    exec('PASSWORD', 'echo "found hunter2hunter2" >&2; echo hunter2hunter2', { sensitive: true }),
    exec('PIN', 'echo 17', { sensitive: true }),
    sh('echo "$PASSWORD"; test "$PASSWORD" = hunter2hunter2 && test "$PIN" = 17'),
    exec('FAILED', 'echo sesame-sesame; echo "no sesame-sesame for you" >&2; exit 3', {
      sensitive: true,
      ignore_errors: true,
    }),
  ]);
  it('that is sensitive is a secret before anything shows it', async () => {
    const { steps, finished } = await sensitive();
    expect(steps.slice(0, 2).map(textOf)).toEqual(['***', '***']);
    expect(steps[2]).toMatchObject({ success: true, payload: { text: '***\n' } });
    expect(textOf(steps[3])).toBe('no *** for you\n\n***');
    expect(finished.log).not.toMatch(/hunter2|sesame/);
  });

  const failing = job.plan([
    exec('A', 'echo out; echo err >&2; exit 1', ignored),
    { type: 'env', name: 'A', cmd: ['echo', '$NO_SUCH_VARIABLE'], ...ignored },
    { type: 'env', name: 'A', cmd: ['no-such-program'], ...ignored },
    exec('A', 'head -c 200000 /dev/zero | tr "\\0" x', ignored),
    exec('A', 'yes | head -c 3000000', ignored),
    exec('A', 'printf "a\\0b"', ignored),
    exec('A=B', 'echo c', ignored),
    sh('echo "${A-unset}"'),
  ]);
  it('fails with what was wrong', async () => {
    const { steps } = await failing();
    expect(steps[0]?.payload).toMatchObject({ method: 'exec', text: 'err\n\nout\n' });
    expect(steps[1]?.payload).toMatchObject({ method: 'exec', cmd: ['echo', '$NO_SUCH_VARIABLE'] });
    expect(steps.slice(1, 7).map(textOf)).toEqual([
      expect.stringContaining('ERROR: Missing environment variable: NO_SUCH_VARIABLE'),
      'ERROR: Could not find program to run: no-such-program',
      expect.stringContaining('The value for A is too long'),
      expect.stringContaining('The value for A is too long'),
      expect.stringContaining('NUL'),
      expect.stringContaining('"A=B" cannot be the name of a variable'),
    ]);
    expect(steps.slice(0, 7).some((step) => step.success)).toBe(false);
    expect(textOf(steps[7])).toBe('unset\n');
  });
});

describe('env source', () => {
  const script = [
    'echo "this is no variable: X=1"; export GIVEN="$1" LINES_OF_IT="$(printf "one\\ntwo=2")"',
    'unset GONE; not_exported=1; cd /',
    'shout() { echo "$1!"; }; export -f shout',
    // Left running, it would hold whatever the environment is read from.
    'sleep 60 > /dev/null 2>&1 & echo $! > pid-of-sleep; PATH=/nowhere',
  ].join('\n');

  const shout = 'shout "$GIVEN|$LINES_OF_IT|${GONE-gone}|${not_exported-not}|$PATH|$(pwd)"';
  const setting = job.plan(
    [source(['./environment.sh', '$GONE']), { type: 'run', cmd: ['/bin/bash', '-c', shout] }],
    { files: { 'environment.sh': script.replace('cd /', 'cd /; cd "$OLDPWD"') } },
  );
  it('leaves the environment as the script does', async () => {
    const { steps, dir } = await setting();
    expect(steps[0]?.payload).toEqual({
      cmd: ['./environment.sh', 'before'],
      method: 'source',
      text: 'this is no variable: X=1\n',
    });
    expect(textOf(steps[1])).toMatch(/^before\|one\ntwo=2\|gone\|not\|\/nowhere\|.*!\n$/);
    expect(textOf(steps[1])).toContain(`/${dir}!`);
  });

  const sensitive = job.plan(
    [
      source(['./environment.sh'], { sensitive: true }),
      sh('echo "$FIRST $SECOND $SAME"; echo "$THIRD"'),
      source(['./failing.sh'], { sensitive: true, ignore_errors: true }),
    ],
    {
      files: {
        'environment.sh': [
          'set -x; echo first-secret; export FIRST=first-secret SECOND=second-after',
          'export SAME=same-as-before THIRD="third-secret\nfourth-secret"',
          'shout() { echo "$1"; }; export -f shout',
        ].join('\n'),
        'failing.sh': 'echo fifth-secret; echo fifth-secret >&2; false; export A=fifth-secret',
      },
    },
  );
  it('that is sensitive hides every value that is new or changed', async () => {
    const { steps, finished } = await sensitive();
    expect(textOf(steps[0])).toBe('***');
    expect(textOf(steps[1])).toBe('*** *** same-as-before\n***\n');
    expect(textOf(steps[2])).toMatch(/failed with exit code 1.*not shown/);
    expect(finished.log).not.toMatch(/(first|third|fourth|fifth)-secret|second-after/);
  });

  const failing = job.plan(
    [
      source(['./unset.sh'], ignored),
      source(['./exit.sh'], ignored),
      source(['./none.sh'], ignored),
      sh('echo "${CHANGED-unchanged}"'),
    ],
    {
      files: {
        'unset.sh': 'export CHANGED=1; echo "$NO_SUCH_VARIABLE"',
        'exit.sh': 'export CHANGED=1; exit 0',
      },
    },
  );
  it('fails with what was wrong, and changes nothing then', async () => {
    const { steps } = await failing();
    expect(textOf(steps[0])).toMatch(/NO_SUCH_VARIABLE: unbound variable/);
    expect(textOf(steps[1])).toMatch(/ended bash.*return/);
    expect(textOf(steps[2])).toMatch(/none\.sh: No such file/);
    expect(textOf(steps[3])).toBe('unchanged\n');
  });
});

describe('what an env step sets', () => {
  it('in a pre hook reaches dirspaces and post hooks, in a dirspace no other', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({
      'a/x': '',
      'b/x': '',
      'hook.sh': 'export SOURCED=s; unset GONE',
    });
    const show = sh('echo "$SET $SOURCED ${GONE-gone} ${MINE-none}"');
    const config = {
      hooks: {
        all: { pre: [exec('SET', 'echo e'), source(['./hook.sh'])], post: [show] },
      },
      workflows: [{ plan: [exec('MINE', 'echo $TERRATEAM_DIR'), show] }],
    };
    const work = manifest('plan', ['a', 'b'], { config });
    for (const dir of work.changed_dirspaces) dir.workflow = 0;
    server.manifests.push(work);
    await run(server, repository.checkout(), { GONE: 'before' });
    const result = onlyResult(server);
    const last = (where: string) => textOf(stepsIn(result, where).at(-1));
    expect([last('a'), last('b'), last('post')]).toEqual([
      'e s gone a\n',
      'e s gone b\n',
      'e s gone none\n',
    ]);
  });
});
