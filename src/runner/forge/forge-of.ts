import type { Settings } from '../settings.ts';
import type { ForgeActions } from './forge-actions.ts';
import { githubActions } from './github-actions.ts';
import { gitlabActions } from './gitlab-actions.ts';

/** The forge that the repository of the job is on, as steps use it. */
export function forgeOf({ forge }: Settings): ForgeActions {
  return forge.kind === 'github' ? githubActions : gitlabActions;
}
