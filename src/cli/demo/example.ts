import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from './run-program.ts';

const EXAMPLE = path.join(import.meta.dirname, 'example');

/** A root module of the example repository, and its workspaces. */
const ROOT_MODULES = [
  { dir: 'network', workspaces: ['default'] },
  { dir: 'dns', workspaces: ['default'] },
  { dir: 'app', workspaces: ['staging', 'production'] },
] as const;

/** The first commit of the example repository, with the workflow file that starts the runner. */
export async function exampleFiles(workflow: string): Promise<Record<string, string>> {
  const main = path.join(EXAMPLE, 'main');
  const entries = await readdir(main, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(async (file) => {
      const full = path.join(file.parentPath, file.name);
      return [path.relative(main, full), await readFile(full, 'utf8')] as const;
    }),
  );
  return { ...Object.fromEntries(texts), '.github/workflows/terrateam.yml': workflow };
}

/**
 * Applies the first commit, so that there is infrastructure to change. `checkout` is a clone of the
 * repository, `stateDir` the folder in which all root modules keep their state.
 */
export async function applyExample(
  checkout: string,
  stateDir: string,
  signal: AbortSignal,
): Promise<void> {
  for (const { dir, workspaces } of ROOT_MODULES) {
    const cwd = path.join(checkout, dir);
    const env = { TF_VAR_state_dir: stateDir, TF_IN_AUTOMATION: 'true' };
    const state = path.join(stateDir, dir);
    await mkdir(state, { recursive: true });
    await runProgram(
      'terraform',
      [
        'init',
        '-input=false',
        `-backend-config=path=${state}/terraform.tfstate`,
        `-backend-config=workspace_dir=${state}/workspaces`,
      ],
      { cwd, env, signal },
    );
    for (const workspace of workspaces) {
      if (workspace !== 'default')
        await runProgram('terraform', ['workspace', 'new', workspace], { cwd, env, signal });
      await runProgram('terraform', ['apply', '-auto-approve', '-input=false'], {
        cwd,
        env,
        signal,
      });
    }
  }
}

/** Pushes a branch with the change to look at: real files, a real commit, real git. */
export async function pushChange(
  checkout: string,
  change: { branch: string; from: string; message: string; author: string },
  signal: AbortSignal,
): Promise<void> {
  const git = (...args: string[]) => runProgram('git', args, { cwd: checkout, signal });
  await git('switch', '--quiet', '--create', change.branch, 'origin/main');
  await cp(path.join(EXAMPLE, change.from), checkout, { recursive: true });
  await git('add', '--all');
  await git(
    ...['-c', `user.name=${change.author}`, '-c', `user.email=${change.author}@example.com`],
    ...['commit', '--quiet', '--message', change.message],
  );
  await git('push', '--quiet', 'origin', change.branch);
}

/** The values that the state of a dirspace holds, by resource address. */
export async function appliedResources(
  stateDir: string,
  { dir, workspace }: { dir: string; workspace: string },
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const file =
    workspace === 'default'
      ? path.join(stateDir, dir, 'terraform.tfstate')
      : path.join(stateDir, dir, 'workspaces', workspace, 'terraform.tfstate');
  const text = await runProgram('terraform', ['show', '-json', file], { signal });
  const shown: {
    values?: { root_module?: { resources?: { address: string; values: unknown }[] } };
  } = JSON.parse(text);
  const resources = shown.values?.root_module?.resources ?? [];
  return Object.fromEntries(resources.map((resource) => [resource.address, resource.values]));
}
