import { closest } from 'fastest-levenshtein';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import type { Host } from './host.ts';

export const usage = `Usage: index.js [--runtime github|gitlab]

The job that plans and applies. A workflow of GitHub Actions or a pipeline of GitLab CI runs it; what it is to do
stands in its environment: INPUT_WORK-TOKEN and INPUT_API-BASE-URL (github), or WORK_TOKEN and API_BASE_URL
(gitlab), and what the CI says of the job.

  --runtime  the CI whose variables are read and in whose words the log is; without it, the one that runs the job
  --help     this text
`;

export function asksForHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h');
}

/**
 * The CI that runs the job: as the arguments `--runtime gitlab` or `--runtime github` say, else as the
 * environment does. GitHub starts its actions without arguments. For any other argument, what is wrong
 * with it.
 */
export function hostOf(args: readonly string[], env: NodeJS.ProcessEnv): Host | string {
  if (args.length === 0) {
    return env.TERRAT_VCS_PROVIDER === 'gitlab' || env.GITLAB_CI === 'true' ? gitlab : github;
  }
  const [option = '', ...values] = args.flatMap((arg) => arg.split('='));
  if (option !== '--runtime') {
    return `There is no argument ${option}. Did you mean ${closest(option, ['--runtime', '--help'])}?`;
  }
  const runtime = values.join(' ');
  const host = [github, gitlab].find(({ name }) => name === runtime);
  return host ?? `--runtime is github or gitlab, not ${JSON.stringify(runtime)}.`;
}
