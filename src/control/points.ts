/**
 * The named points between a webhook and the last effect on the pull request. A server may die at any
 * of them: what comes after still happens once it is back, and nothing happens twice.
 */
export const POINTS = [
  'inbox:stored',
  'evaluate:facts',
  'evaluate:written',
  'dispatch:attempted',
  'dispatch:started',
  'dispatch:recorded',
  'initiate:stored',
  'plan:stored',
  'result:stored',
  'comment:posting',
  'comment:posted',
  'comment:recorded',
  'comment:minimized',
  'checks:posting',
  'checks:posted',
  'checks:recorded',
  'react:done',
  'merge:merged',
  'merge:done',
] as const;

export type Point = (typeof POINTS)[number];
