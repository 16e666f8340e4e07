import { type GlobPart, glued } from './glob-syntax.ts';

/**
 * Globs as one automaton that reads paths character by character. It is in several places of the globs
 * at once, so it never goes back, and a character costs at most one look at each place: matching
 * takes time linear in globs times path, whatever they are.
 *
 * A set of places is a state. States are made when they are first reached and kept with where each
 * ASCII character leads to, so that of a second path a character costs one look into a table.
 *
 * Every name ends with a slash, that of a file too: so `**` is any number of names, and each of them
 * can be told from its beginning.
 */
export type State = {
  /** Where in the globs it is. */
  readonly places: readonly number[];
  /** The first of the globs that matches what has been read; null when none does. */
  readonly accepts: number | null;
  /** By code, of states that are kept; what is missing has not been asked for yet. */
  readonly next: (State | undefined)[];
  readonly kept: boolean;
};

type Place =
  | { readonly kind: 'character'; readonly code: number; readonly next: number }
  /** Any character but a slash that `has` accepts. */
  | { readonly kind: 'name'; readonly has: (code: number) => boolean; readonly next: number }
  | { readonly kind: 'fork'; next: readonly number[] }
  | { readonly kind: 'end'; readonly glob: number };

const SLASH = '/'.charCodeAt(0);
const ASCII = 128;
/**
 * Numbers that kept states hold together. Further states are made anew each time: globs fill no
 * memory.
 */
const ROOM = { ofEachGlob: 30_000, together: 2_000_000 };

/** States that share a number by chance: more of them is no chance. */
const MOST_ALIKE = 8;
const SPREAD = 0x9e3779b1;
/** Nothing matches any more. */
export const DEAD: State = { places: [], accepts: null, next: [], kept: true };

export class GlobAutomaton {
  readonly start: State;
  readonly #places: Place[] = [];
  /** By a number that states of the same places share. */
  readonly #states = new Map<number, readonly State[]>();
  /** In which round of making a state each place was seen last. */
  readonly #lastSeen: number[] = [];
  #round = 0;
  #room: number;

  /** Throws a `GlobProblem` when a `**` has something other than a slash or the end behind it. */
  constructor(globs: readonly (readonly GlobPart[])[]) {
    this.#room = Math.min(globs.length * ROOM.ofEachGlob, ROOM.together);
    const starts = globs.map((parts, glob) => {
      const end = this.#add({ kind: 'end', glob });
      return this.#sequence(parts, this.#add({ kind: 'character', code: SLASH, next: end }));
    });
    this.start = this.#stateOf(starts);
  }

  /** The state after more characters. */
  after(state: State, text: string): State {
    let reached = state;
    for (let i = 0; i < text.length; i += 1) {
      if (reached === DEAD) return DEAD;
      const unit = text.charCodeAt(i);
      if (unit < ASCII) reached = reached.next[unit] ?? this.#remember(reached, unit);
      else {
        const code = text.codePointAt(i) ?? unit;
        if (code > 0xffff) i += 1;
        reached = this.#step(reached, code);
      }
    }
    return reached;
  }

  /** From the end to the beginning: each part is added with the place that comes after it. */
  #sequence(parts: readonly GlobPart[], end: number): number {
    return parts.reduceRight((next, part) => this.#part(part, next), end);
  }

  #part(part: GlobPart, next: number): number {
    switch (part.kind) {
      case 'character':
        return this.#add({ kind: 'character', code: part.code, next });
      case 'any':
        return this.#add({ kind: 'name', has: () => true, next });
      case 'class':
        return this.#add({ kind: 'name', has: (code) => isIn(part, code), next });
      case 'star':
        return this.#star(next);
      case 'globstar':
        return this.#globstar(part.at, next);
      case 'either':
        return this.#add({
          kind: 'fork',
          next: part.alternatives.map((alternative) => this.#sequence(alternative, next)),
        });
    }
  }

  #star(next: number): number {
    const fork: Place = { kind: 'fork', next: [] };
    const index = this.#add(fork);
    fork.next = [this.#add({ kind: 'name', has: () => true, next: index }), next];
    return index;
  }

  /** Names with the slashes behind them, as many as there are, up to what comes after its own slash. */
  #globstar(at: number, next: number): number {
    const slash = this.#places[next];
    if (slash?.kind !== 'character' || slash.code !== SLASH) throw glued(at);
    const fork: Place = { kind: 'fork', next: [] };
    const index = this.#add(fork);
    const name = this.#star(this.#add({ kind: 'character', code: SLASH, next: index }));
    fork.next = [name, slash.next];
    return index;
  }

  #add(place: Place): number {
    return this.#places.push(place) - 1;
  }

  #remember(state: State, code: number): State {
    const next = this.#step(state, code);
    if (state.kept && next.kept) state.next[code] = next;
    return next;
  }

  #step({ places }: State, code: number): State {
    const reached: number[] = [];
    for (const index of places) {
      const place = this.#places[index];
      if (place?.kind === 'character') {
        if (place.code === code) reached.push(place.next);
      } else if (place?.kind === 'name' && code !== SLASH && place.has(code)) {
        reached.push(place.next);
      }
    }
    return this.#stateOf(reached);
  }

  /** With the places that forks lead to. Uses up the list that it is given. */
  #stateOf(open: number[]): State {
    this.#round += 1;
    const places: number[] = [];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (this.#lastSeen[index] === this.#round) continue;
      this.#lastSeen[index] = this.#round;
      const place = this.#places[index];
      if (place?.kind === 'fork') for (const next of place.next) open.push(next);
      else places.push(index);
    }
    return places.length === 0 ? DEAD : this.#known(places);
  }

  /** The state of the places that were seen last, which may be known in another order. */
  #known(places: readonly number[]): State {
    let hash = 0;
    for (const index of places) hash = (hash + Math.imul(index, SPREAD)) | 0;
    const alike = this.#states.get(hash) ?? [];
    const known = alike.find(
      (state) =>
        state.places.length === places.length &&
        state.places.every((index) => this.#lastSeen[index] === this.#round),
    );
    if (known !== undefined) return known;
    this.#room -= places.length + ASCII;
    const kept = this.#room >= 0 && alike.length < MOST_ALIKE;
    const next = kept ? new Array<State | undefined>(ASCII) : [];
    const state = { places, accepts: this.#accepted(places), next, kept };
    if (kept) this.#states.set(hash, [...alike, state]);
    return state;
  }

  #accepted(places: readonly number[]): number | null {
    let first: number | null = null;
    for (const index of places) {
      const place = this.#places[index];
      if (place?.kind === 'end') first = Math.min(first ?? place.glob, place.glob);
    }
    return first;
  }
}

function isIn({ negated, ranges }: Extract<GlobPart, { kind: 'class' }>, code: number): boolean {
  return ranges.some(([from, to]) => from <= code && code <= to) !== negated;
}
