/** An error for people: what failed, and below it why, down to the first cause. */
export function explain(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  const first = error instanceof AggregateError ? error.errors[0] : undefined;
  const cause = error instanceof Error ? (error.cause ?? first) : undefined;
  return cause === undefined ? message : `${message}\n  because: ${explain(cause)}`;
}
