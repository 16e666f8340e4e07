import { type GlobPart, glued } from './glob-syntax.ts';

/**
 * A glob as an automaton that reads paths character by character. It is in several places of the glob
 * at once, so it never goes back, and a character costs at most one look at each place: matching
 * takes time linear in glob times path, whatever they are.
 *
 * A set of places is a state. States are made when they are first reached and kept with where each
 * ASCII character leads to, so that of a second path a character costs one look into a table.
 *
 * Every name ends with a slash, that of a file too: so `**` is any number of names, and each of them
 * can be told from its beginning.
 */
export type State = {
  /** Places that wait for a character. None: nothing matches any more. */
  readonly places: readonly number[];
  readonly accepts: boolean;
  /** By code, of states that are kept; what is missing has not been asked for yet. */
  readonly next: (State | undefined)[];
  readonly kept: boolean;
};

type Place =
  | { readonly kind: 'character'; readonly code: number; readonly next: number }
  /** Any character but a slash that `has` accepts. */
  | { readonly kind: 'name'; readonly has: (code: number) => boolean; readonly next: number }
  | { readonly kind: 'fork'; next: readonly number[] }
  | { readonly kind: 'end' };

const SLASH = '/'.charCodeAt(0);
const ASCII = 128;
/** Numbers that kept states hold together. Further ones are made anew each time: globs fill no memory. */
const ROOM = 30_000;

const DEAD: State = { places: [], accepts: false, next: [], kept: true };

export class GlobAutomaton {
  readonly start: State;
  readonly #places: Place[] = [{ kind: 'end' }];
  readonly #states = new Map<string, State>();
  /** In which round of making a state each place was seen last. */
  readonly #lastSeen: number[] = [];
  #round = 0;
  #room = ROOM;

  /** Throws a `GlobProblem` when a `**` has something other than a slash or the end behind it. */
  constructor(parts: readonly GlobPart[]) {
    const end = this.#add({ kind: 'character', code: SLASH, next: 0 });
    this.start = this.#stateOf([this.#sequence(parts, end)]);
  }

  /** The state after more characters. */
  after(state: State, text: string): State {
    let reached = state;
    for (let i = 0; i < text.length; i += 1) {
      if (reached.places.length === 0) return DEAD;
      const unit = text.charCodeAt(i);
      if (unit < ASCII) reached = reached.next[unit] ?? this.#remember(reached, unit);
      else {
        const code = text.codePointAt(i) ?? unit;
        if (code > 0xffff) i += 1;
        reached = this.#stateOf(this.#step(reached, code));
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
    const next = this.#stateOf(this.#step(state, code));
    if (state.kept && next.kept) state.next[code] = next;
    return next;
  }

  #step({ places }: State, code: number): readonly number[] {
    const reached: number[] = [];
    for (const index of places) {
      const place = this.#places[index];
      if (place?.kind === 'character') {
        if (place.code === code) reached.push(place.next);
      } else if (place?.kind === 'name' && code !== SLASH && place.has(code)) {
        reached.push(place.next);
      }
    }
    return reached;
  }

  /** With the places that forks lead to. */
  #stateOf(given: readonly number[]): State {
    this.#round += 1;
    let accepts = false;
    const places: number[] = [];
    const open = [...given];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (this.#lastSeen[index] === this.#round) continue;
      this.#lastSeen[index] = this.#round;
      const place = this.#places[index];
      if (place?.kind === 'fork') open.push(...place.next);
      else if (place?.kind === 'end') accepts = true;
      else places.push(index);
    }
    return this.#known(places, accepts);
  }

  #known(places: readonly number[], accepts: boolean): State {
    if (this.#room < 0) return { places, accepts, next: [], kept: false };
    const key = `${places.join()} ${accepts}`;
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    this.#room -= places.length + ASCII;
    const state = { places, accepts, next: new Array<State | undefined>(ASCII), kept: true };
    this.#states.set(key, state);
    return state;
  }
}

function isIn({ negated, ranges }: Extract<GlobPart, { kind: 'class' }>, code: number): boolean {
  return ranges.some(([from, to]) => from <= code && code <= to) !== negated;
}
