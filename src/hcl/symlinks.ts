/** More links on the way to one path are a loop. */
const MAX_LINKS = 40;

/**
 * Where paths of a repository really lead. `links` are its symbolic links, from the repository's root,
 * with their targets as they are written.
 */
export class Symlinks {
  readonly #links: ReadonlyMap<string, string>;

  constructor(links: ReadonlyMap<string, string>) {
    this.#links = links;
  }

  /** The path without links in it, `.` for the root; null where it leaves the repository, or loops. */
  resolve(path: string): string | null {
    const real: string[] = [];
    const ahead = path.split('/').reverse();
    let followed = 0;
    for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
      if (name === '' || name === '.') continue;
      if (name === '..') {
        if (real.pop() === undefined) return null;
        continue;
      }
      real.push(name);
      const target = this.#links.get(real.join('/'));
      if (target === undefined) continue;
      followed += 1;
      if (target.startsWith('/') || followed > MAX_LINKS) return null;
      real.pop();
      ahead.push(...target.split('/').reverse());
    }
    return real.join('/') || '.';
  }

  /** Each link to where it leads in the end; without those that contain themselves or lead outside. */
  resolved(): Record<string, string> {
    const found = [...this.#links.keys()].flatMap((link): [string, string][] => {
      const target = this.resolve(link);
      const contains = target === '.' || link.startsWith(`${target}/`);
      return target === null || contains ? [] : [[link, target]];
    });
    return Object.fromEntries(found);
  }
}
