import {
  type AnchoredGlob,
  anchorGlob,
  type CompiledGlob,
  compileGlob,
  escapeGlob,
} from './glob.ts';
import { directoryOf } from './repository-path.ts';

/** Globs that are known to be valid, each compiled once. */
export class CompiledGlobs {
  readonly #compiled = new Map<string, CompiledGlob>();
  readonly #anchored = new Map<string, AnchoredGlob>();

  compile(glob: string): CompiledGlob {
    const known = this.#compiled.get(glob);
    if (known !== undefined) return known;
    const compiled = compileGlob(glob);
    if (!compiled.ok) throw new Error(`An unchecked file pattern reached a change: ${glob}`);
    this.#compiled.set(glob, compiled);
    return compiled;
  }

  /** Where all that a glob matches is: `a/b/**` also matches a file `a/b`, and that is in `a`. */
  anchor(glob: string): AnchoredGlob {
    const anchored = anchorGlob(glob);
    if (!anchored.rest.includes('**')) return anchored;
    const known = this.#anchored.get(glob) ?? this.#further(anchored);
    this.#anchored.set(glob, known);
    return known;
  }

  #further({ dir, rest }: AnchoredGlob): AnchoredGlob {
    if (dir === '.' || !this.compile(rest).matchesNothing) return { dir, rest };
    const above = directoryOf(dir);
    const name = above === '.' ? dir : dir.slice(above.length + 1);
    return { dir: above, rest: `${escapeGlob(name)}/${rest}` };
  }
}
