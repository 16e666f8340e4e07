import { git } from './bare.ts';

/** What happened to one file between two commits. */
export interface FileChange {
  status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed';
  path: string;
  previousPath: string | undefined;
  /** The blob after the change; before it for a removed file. */
  sha: string;
  additions: number;
  deletions: number;
  /** The hunks; undefined for a binary file. */
  patch: string | undefined;
}

const STATUS: Record<string, FileChange['status']> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
};

/** The files that differ between two commits, renames found, in path order. */
export async function diffFiles(gitDir: string, from: string, to: string): Promise<FileChange[]> {
  const range = ['-M', from, to, '--'];
  const [raw, counts, patches] = await Promise.all([
    git(gitDir, ['diff', '--raw', '--no-abbrev', '-z', ...range]),
    git(gitDir, ['diff', '--numstat', '-z', ...range]),
    git(gitDir, ['diff', '--no-color', '--no-ext-diff', ...range]),
  ]);
  const lines = parseCounts(counts);
  const hunks = splitPatches(patches);
  return parseRaw(raw).map((change, index) => ({
    ...change,
    ...(lines[index] ?? { additions: 0, deletions: 0 }),
    patch: hunks[index],
  }));
}

type RawChange = Pick<FileChange, 'status' | 'path' | 'previousPath' | 'sha'>;

function parseRaw(raw: string): RawChange[] {
  const fields = raw.split('\0');
  const changes: RawChange[] = [];
  for (let at = 0; at < fields.length; ) {
    const header = fields[at++];
    if (!header) break;
    const [, , before = '', after = '', letter = ''] = header.split(' ');
    const status = STATUS[letter.charAt(0)] ?? 'changed';
    const first = fields[at++] ?? '';
    const moved = status === 'renamed' || status === 'copied';
    changes.push({
      status,
      path: moved ? (fields[at++] ?? '') : first,
      previousPath: moved ? first : undefined,
      sha: status === 'removed' ? before : after,
    });
  }
  return changes;
}

/** In `--numstat -z` a rename has an empty path, then both paths as further fields. */
function parseCounts(numstat: string): { additions: number; deletions: number }[] {
  const fields = numstat.split('\0');
  const counts = [];
  for (let at = 0; at < fields.length; ) {
    const field = fields[at++];
    if (!field) break;
    const [added = '0', deleted = '0', path = ''] = field.split('\t');
    if (path === '') at += 2;
    counts.push({ additions: Number(added) || 0, deletions: Number(deleted) || 0 });
  }
  return counts;
}

function splitPatches(text: string): (string | undefined)[] {
  return text
    .split(/^diff --git /m)
    .slice(1)
    .map((section) => {
      const at = section.search(/^@@ /m);
      return at < 0 ? undefined : section.slice(at).trimEnd();
    });
}
