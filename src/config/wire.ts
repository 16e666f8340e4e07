import type { WorkManifestDir } from '../protocol/manifest.ts';
import type { Config } from './config.ts';
import type { Dirspace } from './dirspace.ts';

/**
 * The configuration as a runner gets it in a work manifest: every default filled in, and every
 * directory named with its workspaces and final patterns. A runner reads `workflows` by the index
 * that a dirspace carries, `hooks`, `engine`, `parallel_runs`, and `dirs` by path.
 */
export function wireConfig(
  config: Config,
  dirspaces: readonly Dirspace[],
): Readonly<Record<string, unknown>> {
  const dirs = [...Map.groupBy(dirspaces, ({ dir }) => dir)].map(([dir, inDir]) => [
    dir,
    {
      create_and_select_workspace: inDir[0]?.createAndSelectWorkspace,
      create_if_missing: inDir[0]?.createIfMissing,
      lock_branch_target: inDir[0]?.lockBranchTarget,
      workspaces: Object.fromEntries(inDir.map((one) => [one.workspace, wireWorkspace(one)])),
    },
  ]);
  const { definitions: _anchors, hooks, ...rest } = config;
  return { ...rest, hooks: withoutDriftHooks(hooks), dirs: Object.fromEntries(dirs) };
}

/** A dirspace as a work manifest names it. */
export function wireDirspace({ dir, workspace, workflow }: Dirspace): WorkManifestDir {
  return {
    path: dir,
    workspace,
    stack_name: 'default',
    rank: 0,
    ...(workflow === null ? {} : { workflow }),
  };
}

function wireWorkspace(dirspace: Dirspace): unknown {
  return {
    tags: dirspace.tags,
    when_modified: {
      autoapply: dirspace.autoapply,
      autoplan: dirspace.autoplan,
      autoplan_draft_pr: dirspace.autoplanDraft,
      file_patterns: dirspace.filePatterns,
    },
  };
}

/** A hook that reports drift has nothing to do in the run of a pull request. */
function withoutDriftHooks({ all, plan, apply }: Config['hooks']): Config['hooks'] {
  const kept = ({ pre, post }: Config['hooks']['all']) => ({
    pre: pre.filter(({ type }) => type !== 'drift_create_issue'),
    post: post.filter(({ type }) => type !== 'drift_create_issue'),
  });
  return { all: kept(all), plan: kept(plan), apply: kept(apply) };
}
