import type { DirspaceStepPlace } from '../run.ts';
import type { PlanBinding } from './plan-seal.ts';

/** What a plan that is made or applied here is for. */
export function bindingOf({ run, dirspace }: DirspaceStepPlace): PlanBinding {
  const { manifest, settings, source } = run;
  return {
    repository: settings.repository,
    pull_request: manifest.run_kind_data?.id ?? manifest.run_kind,
    dir: dirspace.dir.path,
    workspace: dirspace.dir.workspace,
    base_ref: manifest.base_ref,
    head_sha: source.head,
    tree: source.tree,
  };
}
