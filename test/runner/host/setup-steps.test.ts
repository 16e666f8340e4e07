import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { ControlPlane, forgeToken, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { onlyResult, outline, stepsIn, textOf } from '../results.ts';
import { run } from '../runner-process.ts';
import { FileServer } from './file-server.ts';

const sh = (script: string) => ({ type: 'run', cmd: ['sh', '-c', script] });

const keys = mkdtempSync(join(tmpdir(), 'ssh-keys-'));
afterAll(() => rmSync(keys, { recursive: true }));

function newKey(name: string, passphrase = ''): { text: string; fingerprint: string } {
  const file = join(keys, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', name, '-f', file]);
  const fingerprint = execFileSync('ssh-keygen', ['-lf', `${file}.pub`], { encoding: 'utf8' });
  return { text: readFileSync(file, 'utf8'), fingerprint: fingerprint.split(' ')[1] ?? '' };
}

/** Where nobody collects what ended, the dead stay listed as Z. */
function isRunning(pid: string | undefined): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z\s]/.test(stdout);
}

describe('what the runner sets up', () => {
  it('comes between the hooks of all operations and those of this one, and ends with the run', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': '' });
    const [plain, windows, escaped] = [newKey('plain'), newKey('windows'), newKey('escaped')];
    const look =
      'ssh-add -l; eval "$GIT_SSH_COMMAND -G github.com" | grep -i ^globalknown; echo "$SSH_AUTH_SOCK $SSH_AGENT_PID"';
    const hooks = {
      all: {
        pre: [
          { type: 'env', name: 'TF_API_TOKEN', cmd: ['echo', 'cloud-token-1'], sensitive: true },
        ],
      },
      plan: { pre: [sh(look)] },
    };
    const check = 'ssh-add -l >/dev/null && test "$TF_TOKEN_app_terraform_io" = cloud-token-1';
    const config = { hooks, workflows: [{ plan: [sh(check)] }] };
    const work = manifest('plan', ['a'], { config });
    work.changed_dirspaces[0].workflow = 0;
    server.manifests.push(work);
    const { log, exitCode } = await run(server, repository.checkout(), {
      SECRETS_CONTEXT: JSON.stringify({
        TERRATEAM_SSH_KEY: plain.text.trim(),
        TERRATEAM_SSH_KEY_WINDOWS: windows.text.replaceAll('\n', '\r\n'),
        TERRATEAM_SSH_KEY_ONE_LINE: escaped.text.replaceAll('\n', '\\n'),
      }),
    });
    const result = onlyResult(server);
    expect(outline(result, 'pre').slice(1)).toEqual([
      'env',
      'tf/tf_cloud_setup',
      'tf/terrateam_ssh_key_setup',
      'run',
    ]);
    const [, , cloud, ssh, hook] = stepsIn(result, 'pre');
    expect(cloud?.payload).toEqual({
      text: 'Terraform uses TF_API_TOKEN for app.terraform.io.',
      visible_on: 'error',
    });
    expect(textOf(ssh)).toContain('TERRATEAM_SSH_KEY_WINDOWS');
    for (const { fingerprint } of [plain, windows, escaped]) {
      expect(textOf(hook)).toContain(fingerprint);
    }
    expect(textOf(hook)).toMatch(
      /^globalknownhostsfile \/.*\/known_hosts \/etc\/ssh\/ssh_known_hosts$/m,
    );
    const [socket = '', pid] = textOf(hook).trim().split('\n').at(-1)?.split(' ') ?? [];
    expect(existsSync(socket)).toBe(false);
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false));
    expect(`${log}${JSON.stringify(result)}`).not.toContain('cloud-token-1');
    expect(exitCode).toBe(0);
  });

  it('fails by the name of the variable whose key ssh does not take', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': '' });
    const config = { hooks: { plan: { pre: [sh('echo not reached')] } } };
    server.manifests.push(manifest('plan', ['a'], { config }), manifest('plan', ['a']));
    const locked = newKey('locked', 'a passphrase').text;
    const { exitCode } = await run(server, repository.checkout(), {
      TERRATEAM_SSH_KEY_GOOD: newKey('good').text,
      TERRATEAM_SSH_KEY_LOCKED: locked,
      TF_API_TOKEN: 'a-token',
      TF_TOKEN_app_terraform_io: 'another-one',
    });
    const [first] = server.results;
    const steps = first && 'steps' in first ? first.steps : [];
    expect(steps.map(({ step, success }) => [step, success]).slice(1)).toEqual([
      ['tf/tf_cloud_setup', true],
      ['tf/terrateam_ssh_key_setup', false],
    ]);
    expect(textOf(steps[1])).toContain('TF_TOKEN_app_terraform_io is set already');
    expect(textOf(steps[2])).toMatch(/^TERRATEAM_SSH_KEY_LOCKED holds no key that ssh takes: /);
    expect(textOf(steps[2])).toContain('without a passphrase');
    expect(exitCode).toBe(1);
  });
});

describe('a module that is named by an ssh address of the forge', () => {
  it('is read over https with the token of the job where there is no key', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({
      'a/main.tf': `
        module "long" { source = "git::ssh://git@127.0.0.1/origin.git//module" }
        module "short" { source = "git@127.0.0.1:origin.git//module" }`,
      'module/main.tf': '',
    });
    execFileSync('git', ['-C', join(repository.folder, 'origin.git'), 'update-server-info']);
    const basic = `x-access-token:${forgeToken}`;
    await using forge = await new FileServer(repository.folder, { basic }).start();
    server.manifests.push(manifest('plan', ['a']));
    const { exitCode, log } = await run(server, repository.checkout(), {
      GITHUB_SERVER_URL: `http://127.0.0.1:${forge.port}`,
    });
    expect(outline(onlyResult(server), 'a')).toEqual([
      'auth/update-terrateam-github-token',
      'tf/init',
      'tf/plan',
    ]);
    expect(forge.authorizations.filter(Boolean).length).toBeGreaterThan(0);
    expect(log).not.toContain(forgeToken);
    expect(exitCode).toBe(0);
  });

  it.each([
    ['TERRATEAM_SSH_KEY', newKey('module').text],
    ['SSH_AUTH_SOCK', '/an/agent'],
  ])('is left to ssh where there is %s', async (name, value) => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    const list = 'git config --get-regexp "^(url|credential)[.]http://127.0.0.1" || echo none';
    const config = { hooks: { plan: { pre: [sh(list)] } } };
    server.manifests.push(manifest('plan', [], { config }));
    const { exitCode } = await run(server, repository.checkout(), {
      [name]: value,
      GITHUB_SERVER_URL: 'http://127.0.0.1',
    });
    expect(textOf(stepsIn(onlyResult(server), 'pre').at(-1))).toBe('none\n');
    expect(exitCode).toBe(0);
  });
});

describe('the environment of steps', () => {
  it('has the user’s programs around those of the machine, and tokens under their names', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    const tools = mkdtempSync(join(tmpdir(), 'tools-'));
    mkdirSync(join(tools, 'first'));
    const script =
      'echo "$PATH"; echo "$TF_VAR_REGION $TF_VAR_region"; test "$GITHUB_TOKEN" = "$TENV_GITHUB_TOKEN" -a "$GITHUB_TOKEN" = hush';
    const config = { hooks: { plan: { pre: [sh(script)] } } };
    server.manifests.push(manifest('plan', [], { config }));
    const { exitCode } = await run(server, repository.checkout(), {
      PATH: '/usr/bin:/bin',
      TERRATEAM_PREPEND_PATH: join(tools, 'first'),
      VARIABLES_CONTEXT: JSON.stringify({
        TERRATEAM_APPEND_PATH: '/opt/last',
        TF_VAR_REGION: 'north',
      }),
      SECRETS_CONTEXT: JSON.stringify({ Github_Token: 'hush' }),
    });
    rmSync(tools, { recursive: true });
    const [path, region] = textOf(stepsIn(onlyResult(server), 'pre').at(-1)).split('\n');
    expect(path).toBe(`${join(tools, 'first')}:/usr/bin:/bin:/opt/last`);
    expect(region).toBe('north north');
    expect(exitCode).toBe(0);
  });
});
