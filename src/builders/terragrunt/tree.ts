import { readdirSync, realpathSync } from 'node:fs';
import { join, posix } from 'node:path';
import { remembered } from '../../hcl/remembered.ts';
import { isFileIn, readFileIn } from '../checkout-file.ts';

/** Folders of downloads and caches: what is in them is nobody's configuration. */
const skipped = new Set(['.terragrunt-cache', '.git', '.terraform', 'node_modules', '__pycache__']);
/** Larger files are not read: people do not write configuration of that size. */
const MAX_BYTES = 1 << 20;

/** The files of a checkout, by paths from its root. */
export class Tree {
  readonly root: string;
  /** Sorted. */
  readonly files: ReadonlySet<string>;
  readonly directories: ReadonlySet<string>;
  readonly #byDirectory: ReadonlyMap<string, readonly string[]>;

  constructor(root: string) {
    this.root = root;
    const { files, directories } = walk(realpathSync(root));
    this.files = new Set(files.sort());
    this.directories = new Set(directories);
    this.#byDirectory = Map.groupBy(files, (path) => posix.dirname(path));
  }

  /** The files that lie directly in a directory. */
  filesIn(directory: string): readonly string[] {
    return this.#byDirectory.get(directory) ?? [];
  }

  /** What is in a file; null where there is none. */
  bytes(path: string): Buffer | null {
    return this.files.has(path) ? readFileIn(this.root, path) : null;
  }

  /** The text of a file; null where there is none that could be configuration. */
  readonly read = remembered((path): string | null => {
    const bytes = this.bytes(path);
    return bytes === null || bytes.length > MAX_BYTES || bytes.includes(0)
      ? null
      : bytes.toString('utf8');
  });

  /** What an expression means that is evaluated in a directory; null outside of the repository. */
  locate(value: string, from: string): string | null {
    const path = posix.isAbsolute(value)
      ? posix.relative(this.root, posix.normalize(value))
      : posix.join(from, value);
    if (path === '..' || path.startsWith('../')) return null;
    return path.replace(/\/$/, '') || '.';
  }

  /** The absolute path, as Terragrunt's functions give them. */
  absolute(path: string): string {
    return posix.join(this.root, path);
  }
}

function walk(root: string): { files: string[]; directories: string[] } {
  const files: string[] = [];
  const directories = ['.'];
  for (const directory of directories) {
    for (const entry of readdirSync(join(root, directory), { withFileTypes: true })) {
      const path = posix.join(directory, entry.name);
      if (skipped.has(entry.name)) continue;
      if (entry.isDirectory()) directories.push(path);
      // A link may lead to files that a pull request must not read.
      else if (entry.isFile() || (entry.isSymbolicLink() && isFileIn(root, path))) files.push(path);
    }
  }
  return { files, directories };
}
