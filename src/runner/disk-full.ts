const reasons = new Map([
  ['ENOSPC', 'No space left on the disk'],
  ['EDQUOT', 'No space left in the quota'],
  ['EFBIG', 'The limit for the size of a file is reached'],
]);

/** What to say of an error that means there is no space; undefined for every other one. */
export function diskFull(error: unknown, what: string): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = reasons.get(code);
  if (reason === undefined) return undefined;
  return (
    `${reason} for ${what}. Free some on the machine that runs the job, give the job a larger disk ` +
    '(runs_on), or have the workflow delete what it does not need before this action.'
  );
}
