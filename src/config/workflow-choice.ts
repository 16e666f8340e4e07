import type { Config } from './config.ts';
import type { Dirspace } from './dirspace.ts';
import { matchesTagQuery, parseTagQuery, type Tagged } from './tag-query.ts';

/** What a dirspace has from the workflow that it runs by. */
export type WorkflowChoice = Pick<Dirspace, 'workflow' | 'lockPolicy' | 'environment' | 'runsOn'>;

const BUILT_IN: WorkflowChoice = {
  workflow: null,
  lockPolicy: 'strict',
  environment: null,
  runsOn: null,
};

/**
 * Chooses workflows: the first whose tag query matches a dirspace's final tags, else the built-in one.
 * Queries are parsed once for all dirspaces.
 */
export function workflowChooser(config: Config): (dirspace: Tagged) => WorkflowChoice {
  const choices = config.workflows.map((workflow, index) => ({
    parsed: parseTagQuery(workflow.tag_query),
    choice: {
      workflow: index,
      lockPolicy: workflow.lock_policy,
      environment: workflow.environment ?? null,
      runsOn: workflow.runs_on ?? null,
    },
  }));
  return (dirspace) =>
    choices.find(({ parsed }) => parsed.ok && matchesTagQuery(parsed.query, dirspace))?.choice ??
    BUILT_IN;
}
