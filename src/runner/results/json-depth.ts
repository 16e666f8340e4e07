/** A server takes results with lists and maps within each other up to 200, and part of that is ours. */
export const deepestJson = 150;

/**
 * Whether lists and maps in a JSON value nest deeper than a result may have it. A program can print a
 * million brackets, and what reads a value by calling itself runs out of stack.
 */
export function isTooDeep(value: unknown): boolean {
  let level = containersAmong([value]);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > deepestJson) return true;
    level = level.flatMap((container) => containersAmong(Object.values(container)));
  }
  return false;
}

function containersAmong(values: readonly unknown[]): object[] {
  return values.filter((value) => typeof value === 'object' && value !== null);
}
