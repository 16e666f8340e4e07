import { execFile } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SignJWT } from 'jose';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';
import type { AppCredentials } from '../../src/sandbox/world.ts';
import { type Call, client } from './openapi-client.ts';

const run = promisify(execFile);

export const REPO = 'acme/infra';

export const WORKFLOW = `name: Terrateam Workflow
on:
  workflow_dispatch:
    inputs:
      work-token: { description: The work token, required: true }
      api-base-url: { description: API base URL }
      environment: { type: environment }
      runs_on: { type: string, default: '"ubuntu-latest"' }
      mode: { default: echo }
      fork: { default: "false" }
permissions:
  contents: read
  id-token: write
jobs:
  terrateam:
    name: Terrateam Action
    if: inputs.fork != 'true'
    runs-on: \${{ fromJSON(inputs.runs_on) }}
    environment: \${{ inputs.environment }}
    timeout-minutes: 1440
    steps:
      - name: Checkout
        uses: actions/checkout@v4
      - name: Run
        uses: terrateamio/action@v1
        with:
          work-token: \${{ inputs.work-token }}
          mode: \${{ inputs.mode }}
        env:
          SECRETS_CONTEXT: \${{ toJson(secrets) }}
          VARIABLES_CONTEXT: \${{ toJson(vars) }}
  fork:
    if: \${{ inputs.fork == 'true' }}
    runs-on: ubuntu-latest
    permissions: { contents: read }
    steps:
      - uses: actions/checkout@v4
      - uses: terrateamio/action@v1
        with:
          work-token: \${{ inputs.work-token }}
`;

/** Runs git as someone; resolves with its output. */
export async function git(folder: string, ...args: string[]): Promise<string> {
  const identity = ['-c', 'user.name=Alice', '-c', 'user.email=alice@example.com'];
  const { stdout } = await run('git', [...identity, ...args], { cwd: folder });
  return stdout.trim();
}

/** A sandbox with a repository, its people, and what tests do to it. */
export async function startExample(options: Partial<SandboxOptions> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'terrane-sandbox-test-'));
  const sandbox = await startSandbox({ dataDir, ...options });
  const alice = sandbox.addUser('alice', 'Alice');
  const bob = sandbox.addUser('bob');
  const carol = sandbox.addUser('carol');
  await sandbox.createRepository({
    repo: REPO,
    files: {
      'README.md': 'infrastructure\n',
      'network/main.tf': 'resource "terraform_data" "a" {}\n',
      '.github/workflows/terrateam.yml': WORKFLOW,
    },
    secrets: { CLOUD_KEY: 'cloud-secret-value', MULTI: 'first line\nsecond line' },
    variables: { REGION: 'eu' },
  });
  sandbox.setPermission(REPO, 'alice', 'write');
  sandbox.setPermission(REPO, 'bob', 'read');
  sandbox.setPermission(REPO, 'carol', 'maintain');
  const people = { alice, bob, carol };
  const appJwt = (claims: { iat?: number; exp?: number; iss?: string } = {}) =>
    signAppJwt(sandbox.app, claims);
  const asApp = client(sandbox.apiUrl, await appJwt());
  return {
    sandbox,
    dataDir,
    appJwt,
    /** Calls as the App itself. */
    asApp,
    /** Calls as the App's installation, with what the token was narrowed to. */
    asInstallation: async (narrow: object = {}): Promise<Call> => {
      const { body } = await asApp(`GET /repos/${REPO}/installation`);
      const token = await asApp(`POST /app/installations/${body.id}/access_tokens`, narrow);
      return client(sandbox.apiUrl, token.body.token);
    },
    as: (who: keyof typeof people): Call => client(sandbox.apiUrl, people[who].token),
    /** The address with which someone clones and pushes. */
    remote: (who: keyof typeof people, repo = REPO) => {
      const url = new URL(`${sandbox.url}/${repo}.git`);
      url.username = who;
      url.password = people[who].token;
      return url.href;
    },
    close: async () => {
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
export type Example = Awaited<ReturnType<typeof startExample>>;

/** Clones as alice, writes files on a branch, commits and pushes; the clone stays for more. */
export async function pushBranch(
  example: Example,
  branch: string,
  files: Record<string, string>,
  remote = example.remote('alice'),
): Promise<string> {
  const folder = await mkdtemp(join(example.dataDir, 'clone-'));
  await git(folder, 'clone', '--quiet', remote, '.');
  await git(folder, 'checkout', '--quiet', '-b', branch);
  await pushMore(folder, files);
  return folder;
}

/** Commits files in a clone and pushes its branch; resolves with the commit. */
export async function pushMore(folder: string, files: Record<string, string>): Promise<string> {
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '-m', `Change ${Object.keys(files).join(', ')}`);
  await git(folder, 'push', '--quiet', 'origin', 'HEAD');
  return git(folder, 'rev-parse', 'HEAD');
}

function signAppJwt(
  app: AppCredentials,
  claims: { iat?: number; exp?: number; iss?: string },
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss: String(app.id), iat: now - 30, exp: now + 300, ...claims })
    .setProtectedHeader({ alg: 'RS256' })
    .sign(createPrivateKey(app.privateKeyPem));
}
