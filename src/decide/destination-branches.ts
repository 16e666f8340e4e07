import type { Config } from '../config/config.ts';

/**
 * Whether the configuration lets a branch be merged into another at all. The first entry whose
 * `branch` matches the destination decides. Without entries only the default branch is one. `*`
 * is any characters; case does not matter (spec orchestration.md 2.4).
 */
export function branchAllowed(
  { destination_branches }: Pick<Config, 'destination_branches'>,
  branches: { readonly source: string; readonly destination: string; readonly fallback: string },
): boolean {
  const entries = destination_branches.map((entry) =>
    typeof entry === 'string'
      ? { branch: entry, sources: ['*'] }
      : { branch: entry.branch, sources: entry.source_branches ?? ['*'] },
  );
  if (entries.length === 0) return branches.destination === branches.fallback;
  const entry = entries.find(({ branch }) => wildcardMatch(branch, branches.destination));
  return entry !== undefined && sourceAllowed(entry.sources, branches.source);
}

function sourceAllowed(patterns: readonly string[], source: string): boolean {
  const refused = patterns.filter((p) => p.startsWith('!')).map((p) => p.slice(1));
  const wanted = patterns.filter((p) => !p.startsWith('!'));
  if (refused.some((pattern) => wildcardMatch(pattern, source))) return false;
  return (
    (wanted.length === 0 && refused.length > 0) || wanted.some((p) => wildcardMatch(p, source))
  );
}

/** Takes each piece between stars where it comes first, which loses no match. */
function wildcardMatch(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const lower = text.toLowerCase();
  const last = rest.pop();
  if (last === undefined) return lower === first;
  if (!lower.startsWith(first)) return false;
  let from = first.length;
  for (const piece of rest) {
    const found = lower.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return lower.length - last.length >= from && lower.endsWith(last);
}
