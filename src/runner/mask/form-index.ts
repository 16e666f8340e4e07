/** So many characters at its beginning say where a form may stand. No form is shorter. */
const prefix = 3;
const hashes = 1 << 18;

/**
 * Texts that are looked for all at once: with hundreds of secrets in tens of forms each, searching
 * for one after another would take minutes for what a provider prints in a second.
 */
export class FormIndex {
  readonly #forms = new Set<string>();
  /** By the hash of their beginnings. */
  readonly #byPrefix = new Map<number, SortedForms>();
  /** Whether there is a form for a hash: asked at every character, so it must take no time. */
  readonly #begins = new Uint8Array(hashes);
  #longest = 1;

  add(forms: readonly string[]): void {
    for (const form of forms) {
      if (this.#forms.has(form)) continue;
      this.#forms.add(form);
      this.#longest = Math.max(this.#longest, form.length);
      const hash = hashOf(form.charCodeAt(0), form.charCodeAt(1), form.charCodeAt(2));
      const same = this.#byPrefix.get(hash) ?? new SortedForms();
      this.#byPrefix.set(hash, same);
      same.add(form);
      this.#begins[hash] = 1;
    }
  }

  get all(): string[] {
    return [...this.#forms];
  }

  /** Length of the longest form; 1 without any. */
  get longest(): number {
    return this.#longest;
  }

  /** Where forms stand in `text`: ranges in order, overlapping ones joined. */
  find(text: string): [number, number][] {
    const found: [number, number][] = [];
    if (this.#forms.size === 0) return found;
    // Each character is read once.
    let [next, third] = [text.charCodeAt(0), text.charCodeAt(1)];
    for (let at = 0; at <= text.length - prefix; at += 1) {
      const first = next;
      next = third;
      third = text.charCodeAt(at + 2);
      const hash = hashOf(first, next, third);
      if (this.#begins[hash] === 0) continue;
      const length = this.#byPrefix.get(hash)?.longestAt(text.slice(at, at + this.#longest)) ?? 0;
      if (length === 0) continue;
      const last = found.at(-1);
      if (last && at < last[1]) last[1] = Math.max(last[1], at + length);
      else found.push([at, at + length]);
    }
    return found;
  }
}

/** Forms that begin alike: there may be thousands, the ARNs of one account for instance. */
class SortedForms {
  #forms: string[] = [];
  /** For each the place of the longest other one that it begins with, or -1. */
  #shorter: number[] = [];
  #isSorted = true;

  add(form: string): void {
    this.#forms.push(form);
    this.#isSorted = false;
  }

  /** Length of the longest one that `text` begins with; 0 where there is none. */
  longestAt(text: string): number {
    if (!this.#isSorted) this.#sort();
    // Whatever stands between a form and a text that begins with it begins with it as well.
    let place = this.#lastUpTo(text);
    const common = commonLength(this.#forms[place] ?? '', text);
    while (this.#lengthAt(place) > common) place = this.#shorter[place] ?? -1;
    return this.#lengthAt(place);
  }

  #lengthAt(place: number): number {
    return this.#forms[place]?.length ?? 0;
  }

  /** The place of the last one that is not greater than `text`, or -1. */
  #lastUpTo(text: string): number {
    let [low, high] = [0, this.#forms.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#forms[middle] ?? '') <= text) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #sort(): void {
    this.#forms.sort();
    this.#shorter = [];
    for (const [place, form] of this.#forms.entries()) {
      let shorter = place - 1;
      while (shorter >= 0 && !form.startsWith(this.#forms[shorter] ?? '')) {
        shorter = this.#shorter[shorter] ?? -1;
      }
      this.#shorter.push(shorter);
    }
    this.#isSorted = true;
  }
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  return length;
}

function hashOf(first: number, second: number, third: number): number {
  return (first ^ (second << 6) ^ (third << 12)) & (hashes - 1);
}
