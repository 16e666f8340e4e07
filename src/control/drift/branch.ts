import type { ForgeRepository, RepositoryRef } from '../../forge/forge.ts';
import type { ControlContext } from '../context.ts';
import type { Reading } from '../evaluate/configuration.ts';
import { gatherSources } from '../evaluate/configuration-sources.ts';
import { readConfiguration } from '../evaluate/read-configuration.ts';

/** The default branch, and the configuration at its tip. */
export type Branch = {
  readonly repository: ForgeRepository;
  readonly tip: string;
  readonly reading: Reading;
};

/**
 * Reads the default branch; null for an archived repository, where nothing runs. `planned`: commits of
 * it that stored plans were made of.
 */
export async function readBranch(
  { forge, pool, configurations }: ControlContext,
  repositoryId: number,
  ref: RepositoryRef,
  planned: readonly string[] = [],
): Promise<Branch | null> {
  const repository = await forge.repository(ref);
  if (repository.archived) return null;
  const { defaultBranch } = repository;
  const tip = await forge.branchTip(ref, defaultBranch);
  if (tip === null) throw new Error(`There is no branch ${defaultBranch}.`);
  const gathered = await gatherSources(forge, ref, {
    repository,
    pull: {
      ...{ headRef: defaultBranch, headSha: tip, baseRef: defaultBranch, baseSha: tip },
      ...{ fork: false, state: 'open' },
    },
    baseTip: tip,
    planTips: planned,
    wanted: { index: false, shown: false },
  });
  const reader = { repositoryId, isStranger: false };
  const reading = await readConfiguration(pool, configurations, reader, gathered.sources);
  return { repository, tip, reading };
}
