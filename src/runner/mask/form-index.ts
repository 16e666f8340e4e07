/** So many characters at its beginning say where a form may stand. No form is shorter. */
const prefix = 3;
const hashes = 1 << 18;

/**
 * Texts that are looked for all at once: with hundreds of secrets in tens of forms each, searching
 * for one after another would take minutes for what a provider prints in a second.
 */
export class FormIndex {
  readonly #forms = new Set<string>();
  /** Longest first, by the hash of their beginnings. */
  readonly #byPrefix = new Map<number, string[]>();
  /** Whether there is a form for a hash: asked at every character, so it must take no time. */
  readonly #begins = new Uint8Array(hashes);
  #longest = 1;

  add(forms: readonly string[]): void {
    for (const form of forms) {
      if (this.#forms.has(form)) continue;
      this.#forms.add(form);
      this.#longest = Math.max(this.#longest, form.length);
      const hash = hashOf(form.charCodeAt(0), form.charCodeAt(1), form.charCodeAt(2));
      const same = [...(this.#byPrefix.get(hash) ?? []), form];
      this.#byPrefix.set(
        hash,
        same.sort((a, b) => b.length - a.length),
      );
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
      const form = this.#byPrefix.get(hash)?.find((one) => text.startsWith(one, at));
      if (form === undefined) continue;
      const last = found.at(-1);
      if (last && at < last[1]) last[1] = Math.max(last[1], at + form.length);
      else found.push([at, at + form.length]);
    }
    return found;
  }
}

function hashOf(first: number, second: number, third: number): number {
  return (first ^ (second << 6) ^ (third << 12)) & (hashes - 1);
}
