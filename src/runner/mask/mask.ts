import { FormIndex } from './form-index.ts';
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
  #forms = new FormIndex();

  /** `announce` is told of each new secret, so that the CI can mask it as well. */
  constructor(announce: (secret: string) => void = () => {}) {
    this.#announce = announce;
  }

  /** From now on `secret` is hidden. */
  add(secret: string): void {
    if (this.#secrets.has(secret)) return;
    const forms = secretForms(secret);
    if (forms.length === 0) return;
    this.#secrets.add(secret);
    if (!this.#exempt.has(secret)) this.#forms.add(forms);
    this.#announce(secret);
  }

  /** These values are shown although they equal a secret: directories, workspaces, names of steps. */
  exempt(values: Iterable<string>): void {
    for (const value of values) this.#exempt.add(value);
    this.#forms = new FormIndex();
    for (const secret of this.#secrets) {
      if (!this.#exempt.has(secret)) this.#forms.add(secretForms(secret));
    }
  }

  mask(text: string): string {
    const found = this.find(text);
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
    return this.#forms.all.filter((form) => text.includes(form));
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

  /** How long a secret may be in any form, in UTF-16 units; at least 1. */
  get longest(): number {
    return this.#forms.longest;
  }

  /** Where secrets stand: ranges in order, overlapping ones joined. */
  find(text: string): [number, number][] {
    return this.#forms.find(text);
  }
}
