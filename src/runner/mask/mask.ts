import { secretForms } from './secret-forms.ts';

export const mask = '***';

/**
 * Knows the secrets of a run and hides them in texts. A text is masked where any form of any secret
 * stands, overlapping ones included.
 */
export class Masker {
  readonly #secrets = new Set<string>();
  readonly #exempt = new Set<string>();
  readonly #announce: (secret: string) => void;
  #forms: string[] | undefined;

  /** `announce` is told of each new secret, so that the CI can mask it as well. */
  constructor(announce: (secret: string) => void = () => {}) {
    this.#announce = announce;
  }

  /** From now on `secret` is hidden. */
  add(secret: string): void {
    if (this.#secrets.has(secret) || secretForms(secret).length === 0) return;
    this.#secrets.add(secret);
    this.#forms = undefined;
    this.#announce(secret);
  }

  /** These values are shown although they equal a secret: directories, workspaces, names of steps. */
  exempt(values: Iterable<string>): void {
    for (const value of values) this.#exempt.add(value);
    this.#forms = undefined;
  }

  mask(text: string): string {
    const found = this.#find(text);
    if (found.length === 0) return text;
    let masked = '';
    let position = 0;
    for (const [start, end] of found) {
      masked += text.slice(position, start) + mask;
      position = end;
    }
    return masked + text.slice(position);
  }

  /** What stands in `text` of secrets, in whatever form. */
  formsIn(text: string): string[] {
    return this.#sorted().filter((form) => text.includes(form));
  }

  /** Masks every text in a JSON value, keys of objects included. */
  maskJson(value: unknown): unknown {
    if (typeof value === 'string') return this.mask(value);
    if (Array.isArray(value)) return value.map((item) => this.maskJson(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [this.mask(key), this.maskJson(item)]),
    );
  }

  /**
   * The longest beginning of `text` that can be masked and let go before the rest has arrived: what
   * is held back may be the beginning of a secret.
   */
  safeLength(text: string): number {
    const longest = this.#sorted()[0]?.length ?? 1;
    const cut = Math.max(0, text.length - (longest - 1));
    const straddling = this.#find(text).find(([start, end]) => start < cut && end > cut);
    return straddling ? straddling[0] : cut;
  }

  #sorted(): string[] {
    this.#forms ??= [...this.#secrets]
      .filter((secret) => !this.#exempt.has(secret))
      .flatMap(secretForms)
      .sort((a, b) => b.length - a.length);
    return this.#forms;
  }

  /** Where secrets stand: ranges in order, overlapping ones joined. */
  #find(text: string): [number, number][] {
    const ranges: [number, number][] = [];
    for (const form of this.#sorted()) {
      let start = text.indexOf(form);
      while (start !== -1) {
        ranges.push([start, start + form.length]);
        start = text.indexOf(form, start + 1);
      }
    }
    ranges.sort((a, b) => a[0] - b[0]);
    const joined: [number, number][] = [];
    for (const range of ranges) {
      const last = joined.at(-1);
      if (last && range[0] < last[1]) last[1] = Math.max(last[1], range[1]);
      else joined.push(range);
    }
    return joined;
  }
}
