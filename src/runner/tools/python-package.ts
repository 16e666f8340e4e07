import { join } from 'node:path';
import { StepFailed } from '../steps/step-result.ts';
import type { ToolJob } from './tool-job.ts';

/**
 * Installs a program that is a package of Python into an environment of its own, in `folder`. pip takes
 * its settings (an index of your own, a proxy) from `env`. Throws `StepFailed`.
 */
export async function installPythonPackage(
  { programs }: ToolJob,
  name: string,
  version: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const run = async (...argv: string[]) => {
    const result = await programs.run({ argv, cwd: folder, env: { ...env } }, { kind: 'quiet' });
    if (result.kind === 'exited' && result.exitCode === 0) return;
    const reason =
      result.kind === 'not-found'
        ? `${result.program} was not found`
        : `${argv.join(' ')} failed:\n${result.stderr}${result.stdout}`.trim().slice(-4000);
    throw new StepFailed(
      `${name} is not on PATH, and could not be installed: ${reason}\nInstall ${name} in the workflow ` +
        'before this action, or Python 3 with venv and pip.',
    );
  };
  await run('python3', '-m', 'venv', folder);
  const pip = join(folder, 'bin', 'python3');
  const quiet = ['--disable-pip-version-check', '--no-input', '--quiet'];
  await run(pip, '-m', 'pip', 'install', ...quiet, `${name}==${version}`);
}
