import { z } from 'zod';
import { flag, prose } from './values.ts';

const atLeastOne = (fallback: number) =>
  z
    .int()
    .default(fallback)
    .transform((n) => Math.max(1, n));

export const batchRuns = z
  .strictObject({
    enabled: flag(false, 'Split the work over several jobs.'),
    max_workspaces_per_batch: atLeastOne(1).meta({
      description: 'How many dirspaces a job has at most. Less than 1 counts as 1.',
    }),
  })
  .prefault({})
  .meta({
    description: prose(
      'Splits the dirspaces of a plan or an apply over several jobs in your CI, which run at the same',
      'time: as many as it takes.',
      '',
      'Also without it, workspaces of one directory never share a job, and neither do dirspaces with',
      'different `environment` or `runs_on`.',
    ),
    example: `batch_runs:
  enabled: true
  max_workspaces_per_batch: 10
`,
  });

export const parallelRuns = atLeastOne(3).meta({
  description: prose(
    'How many dirspaces one job works on at once. Less than 1 counts as 1. Workspaces of one directory',
    'come one after the other.',
  ),
  example: `parallel_runs: 10
`,
});

export const checkoutStrategy = z
  .enum(['merge', 'checkout'])
  .default('merge')
  .meta({
    description: prose(
      'From older files, and without effect: the destination branch is always merged into the checkout',
      'first, so that a plan shows what will be there after the merge.',
    ),
    example: `checkout_strategy: merge
`,
  });

export const createAndSelectWorkspace = flag(true).meta({
  description: prose(
    'Select the workspace of a dirspace before anything is run, and create it where it is missing.',
    'A directory in [`dirs`](dirs.md) can say otherwise.',
    '',
    '`false` is for workspaces that are only names, e.g. of environments with variables of their own.',
  ),
  example: `create_and_select_workspace: false
`,
});
