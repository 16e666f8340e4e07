import { z } from 'zod';
import { accessControl } from './schema/access-control.ts';
import { applyRequirements } from './schema/apply-requirements.ts';
import { automerge } from './schema/automerge.ts';
import { defaultBranchOverrides, destinationBranches, tags } from './schema/branches.ts';
import { configBuilder, indexer, treeBuilder } from './schema/builders.ts';
import { costEstimation } from './schema/cost-estimation.ts';
import { dirs } from './schema/dirs.ts';
import { drift } from './schema/drift.ts';
import { rootEngine } from './schema/engine.ts';
import { rootIntegrations } from './schema/integrations.ts';
import { notifications } from './schema/notifications.ts';
import {
  batchRuns,
  checkoutStrategy,
  createAndSelectWorkspace,
  parallelRuns,
} from './schema/runs.ts';
import { stacks } from './schema/stacks.ts';
import { storage } from './schema/storage.ts';
import { defaultTfVersion, definitions, enabled, version } from './schema/top.ts';
import { rootWhenModified } from './schema/when-modified.ts';
import { hooks, workflows } from './schema/workflows.ts';

export type { ApplyCheck } from './schema/apply-requirements.ts';
export type { DirConfig } from './schema/dirs.ts';
export type { WhenModified } from './schema/when-modified.ts';

/**
 * `.terrateam/config.yml`, whole. A file without content means every default. Each key is described
 * where its schema is; the published JSON Schema and the reference are made of that.
 */
export const configSchema = z.strictObject({
  version,
  enabled,
  access_control: accessControl,
  apply_requirements: applyRequirements,
  automerge,
  batch_runs: batchRuns,
  checkout_strategy: checkoutStrategy,
  config_builder: configBuilder,
  cost_estimation: costEstimation,
  create_and_select_workspace: createAndSelectWorkspace,
  default_branch_overrides: defaultBranchOverrides,
  default_tf_version: defaultTfVersion,
  definitions,
  destination_branches: destinationBranches,
  dirs,
  drift,
  engine: rootEngine,
  hooks,
  indexer,
  integrations: rootIntegrations,
  notifications,
  parallel_runs: parallelRuns,
  stacks,
  storage,
  tags,
  tree_builder: treeBuilder,
  when_modified: rootWhenModified,
  workflows,
});

/** A loaded configuration: every default filled in, the older forms brought to the newer. */
export type Config = z.output<typeof configSchema>;
