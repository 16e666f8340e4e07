import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import type { Host } from './host.ts';

/**
 * The CI that runs the job: as the arguments `--runtime gitlab` or `--runtime github` say, else as the
 * environment does. GitHub starts its actions without arguments. Undefined for any other argument.
 */
export function hostOf(args: readonly string[], env: NodeJS.ProcessEnv): Host | undefined {
  if (args.length > 0) {
    return [github, gitlab].find(({ name }) => args.join('=') === `--runtime=${name}`);
  }
  return env.TERRAT_VCS_PROVIDER === 'gitlab' || env.GITLAB_CI === 'true' ? gitlab : github;
}
