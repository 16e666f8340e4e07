import type { WorkManifestDir } from '../protocol/manifest.ts';
import type { Config } from './config.ts';
import type { Dirspace } from './dirspace.ts';
import { engineOf, workflowEngine } from './engine-choice.ts';
import type { Stacks } from './stacks.ts';

/**
 * The configuration as a runner gets it in a work manifest: every default filled in, and every
 * directory named with its workspaces and final patterns. A runner reads `workflows` by the index
 * that a dirspace carries, `hooks`, `engine`, `parallel_runs`, and `dirs` by path. What looks for drift
 * is for no pull request.
 */
export function wireConfig(
  config: Config,
  dirspaces: readonly Dirspace[],
  kind: 'pr' | 'drift',
): Readonly<Record<string, unknown>> {
  const dirs = [...Map.groupBy(dirspaces, ({ dir }) => dir)].map(([dir, inDir]) => [
    dir,
    {
      create_and_select_workspace: inDir[0]?.createAndSelectWorkspace,
      create_if_missing: inDir[0]?.createIfMissing,
      lock_branch_target: inDir[0]?.lockBranchTarget,
      workspaces: wireWorkspaces(inDir, 'workspaces'),
      ...(inDir.some(({ namedBy }) => namedBy === 'stacks')
        ? { stacks: wireWorkspaces(inDir, 'stacks') }
        : {}),
    },
  ]);
  const { definitions: _anchors, hooks, ...rest } = config;
  const engine = engineOf(config);
  return {
    ...rest,
    ...(engine === undefined ? {} : { engine }),
    hooks: kind === 'drift' ? hooks : withoutDriftHooks(hooks),
    dirs: Object.fromEntries(dirs),
    workflows: config.workflows.map((workflow) => withEngine(workflow, engine)),
  };
}

/**
 * The configuration as a config builder reads it. It has all hooks: an item that it prints stands for
 * the one of the file at its place.
 */
export function builderInput(
  config: Config,
  dirspaces: readonly Dirspace[],
): Readonly<Record<string, unknown>> {
  return wireConfig(config, dirspaces, 'drift');
}

/** Dirspaces as a work manifest names them, with the variables of their stacks. */
export function wireDirspaces(
  dirspaces: readonly Dirspace[],
  stacks: Stacks,
): readonly WorkManifestDir[] {
  return dirspaces.map(({ dir, workspace, stack, workflow }) => {
    const variables = stacks[stack]?.variables ?? {};
    return {
      path: dir,
      workspace,
      stack_name: stack,
      rank: 0,
      ...(workflow === null ? {} : { workflow }),
      ...(Object.keys(variables).length === 0 ? {} : { variables }),
    };
  });
}

function wireWorkspaces(inDir: readonly Dirspace[], key: Dirspace['namedBy']) {
  const named = inDir.filter(({ namedBy }) => namedBy === key);
  return Object.fromEntries(named.map((one) => [one.workspace, wireWorkspace(one)]));
}

function wireWorkspace({ tags, dependsOn, ...dirspace }: Dirspace): unknown {
  return {
    tags,
    when_modified: {
      autoapply: dirspace.autoapply,
      autoplan: dirspace.autoplan,
      autoplan_draft_pr: dirspace.autoplanDraft,
      file_patterns: dirspace.filePatterns,
      ...(dependsOn === null
        ? {}
        : {
            depends_on: {
              tag_query: dependsOn.tagQuery,
              prune_on_no_change: dependsOn.pruneOnNoChange,
            },
          }),
    },
  };
}

/** A runner takes a workflow's engine as it is, without what it inherits. */
function withEngine(
  workflow: Config['workflows'][number],
  above: Config['engine'],
): Config['workflows'][number] {
  const engine = workflowEngine(workflow, above);
  return engine === undefined ? workflow : { ...workflow, engine };
}

/** A hook that reports drift has nothing to do in the run of a pull request. */
function withoutDriftHooks({ all, plan, apply }: Config['hooks']): Config['hooks'] {
  const kept = ({ pre, post }: Config['hooks']['all']) => ({
    pre: pre.filter(({ type }) => type !== 'drift_create_issue'),
    post: post.filter(({ type }) => type !== 'drift_create_issue'),
  });
  return { all: kept(all), plan: kept(plan), apply: kept(apply) };
}
