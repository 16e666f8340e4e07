import type { Masker } from '../mask/mask.ts';
import { BuildFailed } from './build-answer.ts';

/** Keys beyond these say no more of where something stands. */
const shownKeys = 8;
const longestKey = 200;

/**
 * Refuses what a script printed when a secret is in it: everybody may read a configuration and a tree.
 * What is `known` of the repository is no secret, also when a variable among the job's secrets, a
 * region for instance, has the same value. Throws `BuildFailed`.
 */
export async function refuseSecrets(
  name: string,
  printed: string,
  masker: Masker,
  known: () => Promise<string>,
): Promise<void> {
  const value = json(printed);
  // Both as it is printed and as it would be posted: JSON may write each character in another way.
  const found = masker.formsIn(`${printed}\n${JSON.stringify(value) ?? ''}`);
  if (found.length === 0) return;
  const shown = await known();
  const secrets = found.filter((form) => !shown.includes(form));
  if (secrets.length === 0) return;
  const place = placeOf(value, (text) => secrets.some((form) => text.includes(form)));
  throw new BuildFailed(
    `${name} printed a secret of the job${place && `, at ${place}`}. Nothing that it printed was ` +
      'taken, because everybody who sees the repository could read it. Have the script leave it out.',
  );
}

/** The keys that lead to it. */
function placeOf(value: unknown, reveals: (text: string) => boolean): string {
  const keys: string[] = [];
  for (let at = value; typeof at === 'object' && at !== null && keys.length < shownKeys; ) {
    const next = Object.entries(at).find(([key, part]) => reveals(JSON.stringify({ [key]: part })));
    if (next === undefined || next[0].length > longestKey) break;
    keys.push(next[0]);
    if (reveals(next[0])) break;
    at = next[1];
  }
  return keys.join('.');
}

function json(printed: string): unknown {
  try {
    return JSON.parse(printed);
  } catch {
    return undefined; // which is said when the answer is read
  }
}
