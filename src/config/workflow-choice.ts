import type { Config } from './config.ts';
import type { Dirspace } from './dirspace.ts';
import type { MeaningProblem } from './meaning.ts';
import type { InStack } from './stack-assignment.ts';
import { fillEnvironment } from './stack-variables.ts';
import type { Stacks } from './stacks.ts';
import { parseTagQuery } from './tag-query.ts';
import type { TagQueryIndex } from './tag-query-index.ts';

/** What a dirspace has from the workflow that it runs by. */
type WorkflowChoice = Pick<Dirspace, 'workflow' | 'lockPolicy' | 'environment' | 'runsOn'>;

const BUILT_IN: WorkflowChoice = {
  workflow: null,
  lockPolicy: 'strict',
  environment: null,
  runsOn: null,
};

type Chosen =
  | { readonly ok: true; readonly dirspaces: readonly Dirspace[] }
  | { readonly ok: false; readonly problems: readonly MeaningProblem[] };

/**
 * Chooses workflows: the first whose tag query matches a dirspace's final tags, else the built-in one.
 * Fills the variables of stacks into their environments. `index` is one of `dirspaces`.
 */
export function withWorkflows(
  config: Config,
  stacks: Stacks,
  dirspaces: readonly InStack[],
  index: TagQueryIndex,
): Chosen {
  const chosen = firstWorkflows(config, dirspaces, index);
  if (!chosen.ok) return chosen;
  const problems: MeaningProblem[] = [];
  const choices = new Map<string, WorkflowChoice>();
  const withChoice = dirspaces.map((dirspace, i) => {
    const workflow = chosen.workflows[i] ?? null;
    const key = `${workflow} ${dirspace.stack}`;
    const known = choices.get(key);
    if (known !== undefined) return { ...dirspace, ...known };
    const made = choiceOf(config, stacks, workflow, dirspace.stack);
    choices.set(key, made.choice);
    if (made.problem !== null) problems.push(made.problem);
    return { ...dirspace, ...made.choice };
  });
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, MAX_PROBLEMS) };
  return { ok: true, dirspaces: withChoice };
}

/** More are not said at once: one mistake may show in every stack. */
const MAX_PROBLEMS = 20;

function firstWorkflows(config: Config, dirspaces: readonly InStack[], index: TagQueryIndex) {
  const workflows: (number | null)[] = dirspaces.map(() => null);
  let left = dirspaces.length;
  for (const [i, { tag_query }] of config.workflows.entries()) {
    if (left === 0) break;
    const parsed = parseTagQuery(tag_query);
    const places = parsed.ok ? index.matching(parsed.query) : null;
    if (places === null) {
      const problem: MeaningProblem = {
        path: ['workflows', i, 'tag_query'],
        message: parsed.ok
          ? 'Finding the workflows of all directories takes too much work.'
          : `The tag query does not parse: ${parsed.error.message}.`,
        expected: 'a tag query that names tags or directories, e.g. dir:network or prod',
      };
      return { ok: false as const, problems: [problem] };
    }
    for (const place of places) {
      if (workflows[place] !== null) continue;
      workflows[place] = i;
      left -= 1;
    }
  }
  return { ok: true as const, workflows };
}

/** One for all dirspaces of a stack that run by a workflow. */
function choiceOf(
  config: Config,
  stacks: Stacks,
  index: number | null,
  stack: string,
): { readonly choice: WorkflowChoice; readonly problem: MeaningProblem | null } {
  const workflow = index === null ? undefined : config.workflows[index];
  if (index === null || workflow === undefined) return { choice: BUILT_IN, problem: null };
  const { environment, lock_policy, runs_on: runsOn = null } = workflow;
  const of = { workflow: index, lockPolicy: lock_policy, runsOn };
  if (environment === undefined) return { choice: { ...of, environment: null }, problem: null };
  const filled = fillEnvironment(environment, stack, stacks[stack]?.variables ?? {});
  if (filled.ok) return { choice: { ...of, environment: filled.text }, problem: null };
  const path = ['workflows', index, 'environment'];
  return { choice: { ...of, environment: null }, problem: { path, ...filled.problem } };
}
