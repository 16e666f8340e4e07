import type { Decision, NewRun } from './decision.ts';

/** What was decided, in a few words each, for whoever reads a log. Checks are only counted. */
export function summaryOf(decisions: readonly Decision[]): readonly string[] {
  const checks = decisions.filter(({ kind }) => kind === 'set_check').length;
  const rest = decisions.flatMap((decision) => wordsOf(decision) ?? []);
  return checks === 0 ? rest : [...rest, checks === 1 ? '1 check' : `${checks} checks`];
}

function wordsOf(decision: Decision): string | null {
  switch (decision.kind) {
    case 'create_run':
      return `${decision.run.type} ${dirspacesOf(decision.run)}`;
    case 'create_build':
      return `${decision.build.type} of the ${decision.build.side}`;
    case 'wait_for_builds':
      return 'wait for builds';
    case 'abort_run':
      return `abort run ${decision.id}`;
    case 'set_check':
      return null;
    case 'comment':
      return `say ${decision.message.kind}`;
    case 'publish_results':
      return 'show the results';
    case 'react':
      return `react ${decision.reaction}`;
    case 'unlock':
      return ['unlock', ...decision.pullNumbers.map((number) => `#${number}`)].join(' ');
    case 'approve_gates':
      return `approval of ${decision.tokens.length} gates by ${decision.login}`;
    case 'merge':
      return 'merge';
  }
}

const NAMED = 5;

function dirspacesOf({ dirspaces }: NewRun): string {
  const names = dirspaces
    .slice(0, NAMED)
    .map(({ dir, workspace }) => (workspace === 'default' ? dir : `${dir} (${workspace})`));
  const more = dirspaces.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
