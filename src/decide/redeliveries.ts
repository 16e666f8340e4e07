/** An attempt to bring a delivery that failed. A delivery that is brought again keeps its guid. */
type FailedAttempt = { readonly id: string; readonly guid: string };

/** One that fails as often as this fails for good. */
const MOST_ATTEMPTS = 5;

/**
 * Which failed attempts the forge shall be asked to repeat: one for each delivery that never came in,
 * as long as trying again may help. `known` are the guids of those that came.
 */
export function redeliveries<T extends FailedAttempt>(
  failed: readonly T[],
  known: ReadonlySet<string>,
): readonly T[] {
  return [...Map.groupBy(failed, ({ guid }) => guid)].flatMap(([guid, [attempt, ...more]]) =>
    attempt && !known.has(guid) && more.length + 1 < MOST_ATTEMPTS ? [attempt] : [],
  );
}
