import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createTarGzip } from 'nanotar';
import { afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { github } from '../../../src/runner/host/github.ts';
import { JobLog } from '../../../src/runner/log/job-log.ts';
import { Masker } from '../../../src/runner/mask/mask.ts';
import { Interruption } from '../../../src/runner/process/interruption.ts';
import { ProgramRunner } from '../../../src/runner/process/program.ts';
import type { ToolName, ToolRequest, Tools } from '../../../src/runner/run.ts';
import { environmentWith } from '../../../src/runner/tools/tool-environment.ts';
import { toolbox } from '../../../src/runner/tools/toolbox.ts';
import {
  arch,
  newSigner,
  os,
  programOf,
  ReleaseServer,
  type Signer,
  sha256,
} from './release-server.ts';

let maker: Signer;
let server: ReleaseServer;
let folder: string;
let root: string;
let log: string;
let interruption: Interruption;
beforeAll(async () => {
  maker = await newSigner('The maker');
});
beforeEach(async () => {
  server = await new ReleaseServer(maker).start();
  folder = mkdtempSync(join(tmpdir(), 'toolbox-'));
  root = join(folder, 'checkout');
  mkdirSync(join(root, 'a'), { recursive: true });
  mkdirSync(join(folder, 'bin'));
  log = '';
  interruption = new Interruption();
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await server[Symbol.asyncDispose]();
});

const workToken = '0b9d4d4e-3a0c-4f0e-9a53-6f5d0f6f2c11';
const env = () => ({ PATH: join(folder, 'bin'), HOME: folder });
const cache = () => join(folder, 'cache');

/** The tools of one job. */
function job(capabilities: string[] = []): Tools {
  const settings = github.readSettings({
    ...env(),
    RUNNER_TOOL_CACHE: cache(),
    RUNNER_TEMP: folder,
    'INPUT_WORK-TOKEN': workToken,
    'INPUT_API-BASE-URL': `${server.url}/api/github`,
    GITHUB_WORKSPACE: root,
    GITHUB_RUN_ID: '1',
    GITHUB_SHA: 'x',
    GITHUB_REPOSITORY: 'acme/infrastructure',
  });
  const masker = new Masker(() => {});
  masker.add(workToken);
  const clock = { now: () => 0, sleep: async () => {} };
  const print = (text: string) => {
    log += text;
  };
  const programs = new ProgramRunner(masker, interruption);
  const ofJob = {
    settings,
    programs,
    interruption,
    clock,
    log: new JobLog(masker, github.dialect, clock, print),
  };
  return toolbox(ofJob, { capabilities, changed_dirspaces: [] }, server.sources);
}

const request = (
  tool: ToolName,
  version?: string,
  more: Partial<ToolRequest> = {},
): ToolRequest => ({
  tool,
  version,
  cwd: join(root, 'a'),
  env: env(),
  say: (line) => {
    log += `${line}\n`;
  },
  ...more,
});

/** Puts a stand-in on PATH that writes down that it ran. */
function onPath(tool: string, version: string): void {
  const script = programOf(tool, version).replace('\n', `\n: > ${folder}/${tool}-ran\n`);
  writeFileSync(join(folder, 'bin', tool), script, { mode: 0o755 });
}
const ran = (tool: string) => existsSync(join(folder, `${tool}-ran`));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe('a version that is not on the machine', () => {
  it('is downloaded, verified and kept, once for all directories and jobs', async () => {
    await server.terraform('1.9.5', '1.9.8');
    write('.terraform-version', '1.9.5\n');
    const tools = job();
    const [tool, same] = await Promise.all([
      tools.provide(request('terraform')),
      tools.provide(request('terraform', undefined, { cwd: root })),
    ]);
    const place = join(cache(), 'terraform', '1.9.5', `${os}_${arch}`);
    expect(tool).toEqual({
      command: join(place, 'terraform'),
      version: '1.9.5',
      env: { TFENV_TERRAFORM_DEFAULT_VERSION: '1.9.5' },
      folder: place,
    });
    expect(same).toEqual(tool);
    expect(readdirSync(place)).toEqual(['terraform']);
    const steps = environmentWith(env(), [tool]);
    expect(steps.PATH).toBe([place, join(folder, 'bin')].join(delimiter));
    const printed = execFileSync('sh', ['-c', 'terraform version -json'], {
      env: { PATH: `${steps.PATH}:/bin:/usr/bin` },
    });
    expect(printed.toString()).toContain('1.9.5');
    expect(log).toMatch(
      /^Downloaded terraform 1\.9\.5 \(\.terraform-version:1\) in 0\.0 s from 127\.0\.0\.1:\d+: 0\.0 MB, signed by The maker\.\n(Using terraform 1\.9\.5 \(\.terraform-version:1\)\.\n){2}$/,
    );
    const before = server.requests.length;
    expect(before).toBe(3);
    expect(await job().provide(request('terraform'))).toEqual(tool);
    expect(server.requests.length).toBe(before);
  });

  it('is installed whole when jobs download it at the same time', async () => {
    await server.terraform('1.9.5');
    const jobs = [job(), job(), job()];
    const asked = jobs.map((tools) => tools.provide(request('terraform', '1.9.5')));
    const commands = (await Promise.all(asked)).map(({ command }) => command);
    expect(new Set(commands).size).toBe(1);
    expect(readdirSync(join(cache(), 'terraform', '1.9.5'))).toEqual([`${os}_${arch}`]);
  });

  it('is taken from a mirror, and from where a redirect leads', async () => {
    await using mirror = await new ReleaseServer(maker).start();
    await mirror.terraform('1.9.5');
    const file = `terraform_1.9.5_${os}_${arch}.zip`;
    const zip = mirror.files.get(`/terraform/1.9.5/${file}`);
    if (zip === undefined) throw new Error('no release');
    mirror.files.set('/signed-storage', zip);
    mirror.files.set(`/terraform/1.9.5/${file}`, { redirect: '/signed-storage' });
    const more = { env: { ...env(), TFENV_REMOTE: `${mirror.url}/` } };
    const { version } = await job().provide(request('terraform', '1.9.5', more));
    expect(version).toBe('1.9.5');
    expect(server.requests).toEqual([]);
    expect(mirror.requests).toContain('/signed-storage');
  });
});

describe('a download that is not what was released', () => {
  const archive = `/terraform/1.9.5/terraform_1.9.5_${os}_${arch}.zip`;
  const list = '/terraform/1.9.5/terraform_1.9.5_SHA256SUMS';
  const fails = async () => {
    await expect(job().provide(request('terraform', '1.9.5'))).rejects.toThrow(failure);
    expect(readdirSync(join(cache(), 'terraform', '1.9.5'))).toEqual([]);
  };
  let failure: RegExp;

  it('is deleted, and both checksums are named', async () => {
    await server.terraform('1.9.5');
    const right = String(server.files.get(list)).split('\n')[1]?.slice(0, 64);
    server.files.set(archive, 'something else');
    failure = new RegExp(`was deleted: its SHA-256 is ${sha256('something else')}.*says ${right}`);
    await fails();
  });

  it('is refused when the list of checksums is not signed by its maker', async () => {
    await server.terraform('1.9.5');
    const stranger = await newSigner('A stranger');
    const sums = Buffer.from(String(server.files.get(list)));
    server.files.set(`${list}.sig`, await stranger.sign(sums));
    failure =
      /SHA256SUMS\.sig is not a signature of .*_SHA256SUMS by The maker \(key [0-9A-F]{40}\)/;
    await fails();
    server.files.delete(`${list}.sig`);
    failure = /could not be downloaded:\n.*SHA256SUMS\.sig: HTTP 404/;
    await fails();
  });

  it('is refused when the list does not know it, or the program is not in it', async () => {
    await server.terraform('1.9.5');
    server.files.set(list, `${'0'.repeat(64)}  terraform_1.9.5_plan9_mips.zip\n`);
    await server.sign(list, '.sig');
    failure = /has no checksum of terraform_1\.9\.5_.*: there is no release for this machine/;
    await fails();
    server.checked(
      '/terraform/1.9.5',
      archive.slice('/terraform/1.9.5/'.length),
      'no zip',
      'terraform_1.9.5_SHA256SUMS',
    );
    await server.sign(list, '.sig');
    failure = /\.zip could not be unpacked/;
    await fails();
  });

  it('says what to do when there is no such version', async () => {
    await expect(job().provide(request('terraform', '9.9.9'))).rejects.toThrow(
      /^terraform 9\.9\.9 \(the engine in the configuration\) was not found on PATH, and could not be downloaded:\nhttp:.*404.*\n.*hashicorp\/setup-terraform.*TFENV_REMOTE/,
    );
  });
});

describe('a job that is asked to stop', () => {
  it('waits for no download', async () => {
    await server.terraform('1.9.5');
    const asked = server.neverAnswers('/terraform/1.9.5/terraform_1.9.5_SHA256SUMS');
    const provided = job().provide(request('terraform', '1.9.5'));
    await asked;
    interruption.signal();
    await expect(provided).rejects.toThrow(/could not be downloaded:\n.*aborted/);
  });
});

describe('what is on PATH', () => {
  it('is used unasked when nothing says a version', async () => {
    onPath('terraform', '1.4.0');
    const tool = await job().provide(request('terraform'));
    expect(tool).toEqual({ command: 'terraform', version: undefined, env: {}, folder: undefined });
    expect(ran('terraform')).toBe(false);
    expect(log).toBe('Using terraform of PATH (no version is said anywhere).\n');
  });

  it('is used when it is the version, or in the range, and asked once', async () => {
    onPath('tofu', '1.9.1');
    const tools = job();
    const more = { env: { ...env(), tf_version: '1.9.1' } };
    for (const version of ['1.9.1', '~> 1.9.0', '1.9.x', '>= 1.6, != 1.8.0', '${tf_version}']) {
      expect(await tools.provide(request('tofu', version, more))).toEqual({
        command: 'tofu',
        version: '1.9.1',
        env: { TOFUENV_TOFU_DEFAULT_VERSION: '1.9.1' },
        folder: undefined,
      });
      rmSync(join(folder, 'tofu-ran'), { force: true });
    }
    expect(ran('tofu')).toBe(false);
    expect(server.requests).toEqual([]);
    expect(log).toBe('Using tofu 1.9.1 of PATH (the engine in the configuration).\n'.repeat(5));
  });

  it('gives way to another version, and to the newest where that is asked for', async () => {
    await server.tofu('1.8.5', '1.9.1', '1.10.0', '1.11.0-beta1');
    onPath('tofu', '1.9.1');
    const versions = ['1.8.5', '~> 1.10', 'latest', 'latest:1.8', '1.11.0-beta1'].map(
      async (version) => {
        const tool = await job().provide(request('tofu', version));
        return tool.version;
      },
    );
    expect(await Promise.all(versions)).toEqual([
      '1.8.5',
      '1.10.0',
      '1.10.0',
      '1.8.5',
      '1.11.0-beta1',
    ]);
  });

  it('that is missing, with no version said anywhere, is the newest release', async () => {
    await server.terraform('1.9.8', '1.10.0', '1.11.0-rc1');
    expect(await job().provide(request('terraform'))).toMatchObject({ version: '1.10.0' });
    expect(log).toContain('Using terraform 1.10.0 (no version is said anywhere).');
  });

  it('that is missing, and cannot be had, is left to who runs it when no version is said', async () => {
    const tools = job();
    const missing = {
      ...{ command: 'tofu', version: undefined, env: {}, folder: undefined },
      missing: expect.stringMatching(/^It could not be downloaded, since the list .*\nhttp:.* 404/),
    };
    expect(await tools.provide(request('tofu'))).toEqual(missing);
    expect(await tools.provide(request('tofu', undefined, { cwd: root }))).toEqual(missing);
    expect(log).toMatch(
      /^tofu \(no version is said anywhere\) was not found on PATH, and could not .*the list/,
    );
  });

  it('gives way to the variable of tfenv, which says the version over everything', async () => {
    await server.terraform('1.9.8');
    write('a/.terraform-version', '1.4.0');
    const more = { env: { ...env(), TFENV_TERRAFORM_VERSION: '1.9.8' } };
    expect(await job().provide(request('terraform', '1.5.0', more))).toMatchObject({
      version: '1.9.8',
    });
  });
});

describe('a range that no release is in', () => {
  it('is refused, with the newest there is', async () => {
    await server.tofu('1.9.1', '1.10.0');
    onPath('tofu', '1.9.1');
    await expect(job().provide(request('tofu', '~> 3.0'))).rejects.toThrow(
      /No release of tofu is allowed by the engine in the configuration\.\nOf 2 .*, the newest is 1\.10\.0\. PATH has 1\.9\.1/,
    );
  });

  it('is said to need a list, when that cannot be read', async () => {
    await expect(job().provide(request('tofu', '~> 3.0'))).rejects.toThrow(
      /the list of its releases could not be read:\nhttp:.*api\.json: HTTP 404\nName an exact version/,
    );
  });
});

describe('terragrunt', () => {
  const terragrunt = (version: string) =>
    server.checked(
      `/gruntwork-io/terragrunt/releases/download/v${version}`,
      `terragrunt_${os}_${arch}`,
      programOf('terragrunt', version),
      'SHA256SUMS',
    );

  it('has a checksum without a signature, and its releases are listed by pages', async () => {
    terragrunt('0.75.3');
    const tags = Array.from({ length: 100 }, (_, index) => ({ tag_name: `v0.9.${index}` }));
    tags[7] = { tag_name: 'v0.75.3' };
    server.files.set('/api/repos/gruntwork-io/terragrunt/releases', JSON.stringify(tags));
    const more = { env: { ...env(), TG_LIST_URL: `${server.url}/list` } };
    server.files.set('/list', JSON.stringify(tags.slice(0, 8)));
    const tool = await job().provide(request('terragrunt', '~> 0.75.0', more));
    expect(tool).toMatchObject({ version: '0.75.3', env: { TG_DEFAULT_VERSION: '0.75.3' } });
    expect(log).toContain(
      'its checksum is right, and not signed with a key that the runner knows.',
    );
    expect(server.requests).toContain('/list?per_page=100&page=1');
  });

  it('and tofu come through a control plane that can do that', async () => {
    await server.tofu('1.9.1');
    terragrunt('0.75.3');
    const proxied = `/api/github/tenv/${workToken}`;
    for (const [path, file] of [...server.files]) {
      if (!path.includes('/releases/download/')) continue;
      server.files.delete(path);
      server.files.set(`${proxied}${path}`, file);
    }
    const tools = job(['tenv']);
    expect(await tools.provide(request('tofu', '1.9.1'))).toMatchObject({ version: '1.9.1' });
    expect(await tools.provide(request('terragrunt', '0.75.3'))).toMatchObject({
      version: '0.75.3',
    });
    expect(log).toMatch(/Downloaded tofu 1\.9\.1 .* from the control plane: /);
    await expect(tools.provide(request('tofu', '1.8.0'))).rejects.toThrow(/404/);
    expect(log).not.toContain(workToken);
  });
});

describe('tools for policies and costs', () => {
  it('are downloaded in the usual version, or the one of their variable', async () => {
    const gh = (path: string) => `/${path}/releases/download`;
    const opa = `opa_${os}_${arch}${os === 'linux' || arch === 'arm64' ? '_static' : ''}`;
    server.checked(
      `${gh('open-policy-agent/opa')}/v1.7.1`,
      opa,
      programOf('opa', '1.7.1'),
      `${opa}.sha256`,
    );
    const platform = `${os === 'linux' ? 'Linux' : 'Darwin'}_${arch === 'amd64' ? 'x86_64' : arch}`;
    const conftest = await createTarGzip([
      { name: 'README.md', data: 'read me' },
      { name: 'conftest', data: programOf('conftest', '0.60.0') },
    ]);
    server.checked(
      `${gh('open-policy-agent/conftest')}/v0.60.0`,
      `conftest_0.60.0_${platform}.tar.gz`,
      conftest,
      'checksums.txt',
    );
    const member = `infracost-${os}-${arch}`;
    const infracost = await createTarGzip([
      { name: member, data: programOf('infracost', '0.10.41') },
    ]);
    server.checked(
      `${gh('infracost/infracost')}/v0.10.41`,
      `${member}.tar.gz`,
      infracost,
      `${member}.tar.gz.sha256`,
    );
    const tools = job();
    const more = { env: { ...env(), CONFTEST_VERSION: 'v0.60.0' } };
    const provided = await Promise.all([
      tools.provide(request('opa')),
      tools.provide(request('conftest', undefined, more)),
      tools.provide(request('infracost')),
    ]);
    expect(provided.map(({ version }) => version)).toEqual(['1.7.1', '0.60.0', '0.10.41']);
    for (const { command, version } of provided) {
      expect(execFileSync(command, { env: { PATH: '/bin:/usr/bin' } }).toString()).toContain(
        version,
      );
    }
  });

  it('are those on PATH, unless the variable says another version', async () => {
    onPath('opa', '1.2.0');
    onPath('oiq', '1.0.0');
    expect(await job().provide(request('opa'))).toMatchObject({ command: 'opa' });
    expect(await job().provide(request('oiq'))).toMatchObject({ command: 'oiq' });
    const wants = (version: string) =>
      job().provide(request('opa', undefined, { env: { ...env(), OPA_VERSION: version } }));
    expect(await wants('1.2.0')).toMatchObject({ command: 'opa', version: '1.2.0' });
    await expect(wants('1.3.0')).rejects.toThrow(
      /opa 1\.3\.0 \(OPA_VERSION\) was not found on PATH \(which has 1\.2\.0\)/,
    );
    await expect(wants('~> 2.0')).rejects.toThrow(/OPA_VERSION has to be a version of opa/);
  });

  it('are asked for when they can be downloaded from nowhere', async () => {
    await expect(job().provide(request('oiq'))).rejects.toThrow(
      /oiq was not found on PATH.*Install it/,
    );
  });

  test('checkov is installed with pip into an environment of its own', async () => {
    // Stands for Python: makes an environment with itself in it, and the program that pip would bring.
    const python =
      '#!/bin/sh\nPATH=/bin:/usr/bin\n' +
      'case "$1 $2" in\n' +
      '"-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python3" ;;\n' +
      '"-m pip") for last; do :; done; printf "#!/bin/sh\\necho $last\\n" > "$(dirname "$0")/checkov"; chmod +x "$(dirname "$0")/checkov" ;;\n' +
      'esac\n';
    writeFileSync(join(folder, 'bin', 'python3'), python, { mode: 0o755 });
    const tool = await job().provide(request('checkov'));
    expect(execFileSync(tool.command).toString()).toBe('checkov==2.5.10\n');
    expect(tool.folder).toBeUndefined();
    rmSync(join(folder, 'bin', 'python3'));
    expect(await job().provide(request('checkov'))).toEqual(tool);
    const more = { env: { ...env(), CHECKOV_VERSION: '3.0.0' } };
    await expect(job().provide(request('checkov', undefined, more))).rejects.toThrow(
      /checkov is not on PATH, and could not be installed: python3 was not found/,
    );
  });
});
