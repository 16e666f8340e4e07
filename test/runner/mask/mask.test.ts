import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Masker } from '../../../src/runner/mask/mask.ts';
import { MaskedStream } from '../../../src/runner/mask/masked-stream.ts';

/** Secrets without the mask's own character, and long enough to be masked in every form. */
const secret = fc.string({ minLength: 6, maxLength: 60 }).filter((text) => {
  return text.trim() === text && text.length >= 6 && !/[*\s]/.test(text);
});
const surroundings = fc.string({ maxLength: 40 });

function masker(...secrets: string[]): Masker {
  const made = new Masker();
  for (const one of secrets) made.add(one);
  return made;
}

/** What a stream lets go of when `text` arrives cut at these places. */
function streamed(made: Masker, text: string, cuts: number[]): string {
  let shown = '';
  const stream = new MaskedStream(made, (piece) => {
    shown += piece;
  });
  const places = [0, ...[...cuts].sort((a, b) => a - b), text.length];
  for (let index = 1; index < places.length; index += 1) {
    stream.write(text.slice(places[index - 1], places[index]));
  }
  stream.end();
  return shown;
}

describe('a secret', () => {
  const encodings: Record<string, (secret: string, before: string, after: string) => string> = {
    plain: (text, before, after) => before + text + after,
    'in JSON': (text, before, after) => JSON.stringify({ [before]: [text, after] }),
    'in JSON in JSON': (text) => JSON.stringify(JSON.stringify({ text })),
    'in a URL': (text, before) =>
      `https://x/?${encodeURIComponent(before)}=${encodeURIComponent(text)}`,
    'in a form': (text) => new URLSearchParams({ text }).toString(),
  };

  it.each(Object.entries(encodings))('is hidden %s', (_, encode) => {
    fc.assert(
      fc.property(secret, surroundings, surroundings, (text, before, after) => {
        fc.pre(!before.includes(text) && !after.includes(text));
        const encoded = encode(text, '', '');
        const shown = masker(text).mask(encode(text, before, after));
        expect(shown).toContain('***');
        if (!encode('', before, after).includes(text)) expect(shown).not.toContain(text);
        expect(shown).not.toContain(encoded);
      }),
    );
  });

  it('is hidden in base64, whatever bytes stand around it', () => {
    const bytes = fc.uint8Array({ maxLength: 10 });
    fc.assert(
      fc.property(
        secret,
        bytes,
        bytes,
        fc.constantFrom('base64', 'base64url'),
        (text, a, b, kind) => {
          const all = Buffer.concat([a, Buffer.from(text), b]);
          const shown = masker(text).mask(all.toString(kind as BufferEncoding));
          // Whoever decodes what is left, at any alignment, finds no more than the ends of the secret.
          const left = shown.split('***').map((part) => part.length);
          expect(shown).toContain('***');
          const bits = left.reduce((sum, length) => sum + length, 0) * 6;
          expect(bits).toBeLessThanOrEqual((a.length + b.length) * 8 + 4 * 6);
        },
      ),
    );
  });

  it('is hidden in hexadecimal', () => {
    const digits = Buffer.from('my-secret').toString('hex');
    expect(masker('my-secret').mask(`${digits} 00${digits.toUpperCase()}00`)).toBe('*** 00***00');
  });

  it('is hidden in base64 that is wrapped', () => {
    const long = 'correct horse battery staple '.repeat(6).trim();
    for (const width of [64, 76]) {
      const wrapped = Buffer.from(long)
        .toString('base64')
        .replace(RegExp(`.{${width}}`, 'g'), '$&\n');
      const shown = masker(long).mask(wrapped);
      expect(shown.replace(/[*\n]/g, '').length).toBeLessThan(4);
    }
  });

  it('of several lines is hidden line by line', () => {
    const key = '-----BEGIN KEY-----\nMIIabc\nxyz=\n-----END KEY-----\n';
    const shown = masker(key).mask('  MIIabc\nand xyz= in\n-----END KEY-----');
    expect(shown).toBe('  ***\nand *** in\n***');
  });

  it('is hidden as HCL and Go write it', () => {
    const text = 'a<b>&"c"${d}';
    expect(masker(text).mask('"a\\u003cb\\u003e\\u0026\\"c\\"${d}"')).toBe('"***"');
    expect(masker(text).mask('"a<b>&\\"c\\"$${d}"')).toBe('"***"');
  });

  it('is hidden as other encoders write it', () => {
    const text = 'pé/ß😀\u2028word';
    expect(masker(text).mask('"p\\u00e9/\\u00df\\ud83d\\ude00\\u2028word"')).toBe('"***"');
    expect(masker(text).mask('"p\\u00e9\\/\\u00df\\ud83d\\ude00\\u2028word"')).toBe('"***"');
    expect(masker(text).mask('"pé/ß😀\\u2028word"')).toBe('"***"');
    expect(masker("it's-mine").mask("+ login 'it'\\''s-mine'")).toBe("+ login '***'");
  });

  it('that overlaps another is hidden whole', () => {
    expect(masker('xab', 'abcdefgh').mask('-xabcdefgh-')).toBe('-***-');
    expect(masker('aba').mask('-ababa-')).toBe('-***-');
  });

  it('that is too short to hide, or names what is shown anyway, is shown', () => {
    const made = masker('1', 'x ', 'network');
    made.exempt(['network']);
    expect(made.mask('1 x in network')).toBe('1 x in network');
  });

  it('is hidden in every text of a JSON value', () => {
    const value = { a: ['my-secret', 1, null, { 'my-secret': true }] };
    expect(masker('my-secret').maskJson(value)).toEqual({ a: ['***', 1, null, { '***': true }] });
  });
});

/** As it is defined: whatever any form of any secret covers is hidden, and what overlaps by one mask. */
function hiddenByDefinition(made: Masker, text: string): string {
  const places = made.formsIn(text).flatMap((form) =>
    Array.from(text, (_, at) => at)
      .filter((at) => text.startsWith(form, at))
      .map((at) => [at, at + form.length] as const),
  );
  let shown = '';
  let end = 0;
  for (const [from, to] of places.sort((a, b) => a[0] - b[0])) {
    if (from >= end || end === 0) shown += `${text.slice(end, from)}***`;
    end = Math.max(end, to);
  }
  return shown + text.slice(end);
}

it('many secrets are hidden as if each were looked for by itself', () => {
  // Few letters, so that secrets overlap each other and themselves.
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 3, maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '%', 'C', '3'), maxLength: 60 });
  const cuts = fc.array(fc.nat(60), { maxLength: 4 });
  const property = fc.property(
    fc.array(word, { maxLength: 6 }),
    text,
    cuts,
    (words, one, places) => {
      const made = masker(...words);
      expect(made.mask(one)).toBe(hiddenByDefinition(made, one));
      expect(streamed(made, one, places)).toBe(made.mask(one));
    },
  );
  fc.assert(property);
});

describe('a stream', () => {
  it('hides a secret wherever it is cut', () => {
    const cuts = fc.array(fc.nat(200), { maxLength: 8 });
    fc.assert(
      fc.property(secret, surroundings, surroundings, cuts, (text, before, after, places) => {
        const whole = `${before}${text}\n${after}${text}`;
        fc.pre(!before.includes(text) && !after.includes(text));
        const within = places.filter((place) => place < whole.length);
        const made = masker(text);
        expect(streamed(made, whole, within)).toBe(streamed(made, whole, []));
        expect(streamed(made, whole, within)).not.toContain(text);
      }),
    );
  });

  it('lets a line without end go, and still hides a secret across its pieces', () => {
    const made = masker('my-secret');
    const filler = 'x'.repeat((1 << 20) - 4);
    const shown: string[] = [];
    const stream = new MaskedStream(made, (piece) => shown.push(piece));
    stream.write(`${filler}my-se`);
    expect(shown.length).toBeGreaterThan(0);
    stream.write('cret and more');
    stream.end();
    expect(shown.join('')).toBe(`${filler}*** and more`);
  });

  it('masks a line without end as if it were short, wherever it is let go', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 3, maxLength: 6 });
    const part = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 40 });
    const sizes = fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 30, maxLength: 60 });
    const property = fc.property(
      fc.array(word, { maxLength: 3 }),
      part,
      sizes,
      (words, one, all) => {
        const made = masker(...words);
        const text = all.map((size) => one.repeat(size)).join('c');
        expect(streamed(made, text, [1 << 10, 1 << 20, 3 << 19]) === made.mask(text)).toBe(true);
      },
    );
    fc.assert(property, { numRuns: 5 });
  });

  it('strips colours wherever they are cut, also in a line that is let go before its end', () => {
    const sequence = fc.constantFrom(
      '\u001b[31m',
      '\u001b[1;38;5;196m',
      '\u001b[2K',
      '\u009b0m',
      '\u001b]8;;https://x.test/a?b\u001b\\',
      '\u001b]0;title\u0007',
    );
    const piece = fc.oneof(sequence, fc.constantFrom('my-', 'secret', ' text ', 'x'));
    const cuts = fc.array(fc.nat(300), { maxLength: 12 });
    const property = fc.property(fc.array(piece, { maxLength: 20 }), cuts, (pieces, places) => {
      const filler = '-'.repeat((1 << 20) - 100);
      const text = pieces.join('');
      const made = masker('my-secret');
      const expected = made.mask(stripVTControlCharacters(text));
      const within = places.filter((place) => place < text.length);
      expect(streamed(made, text, within)).toBe(expected);
      const long = streamed(
        made,
        filler + text,
        within.map((place) => filler.length + place),
      );
      expect(long.slice(filler.length)).toBe(expected);
    });
    fc.assert(property, { numRuns: 25 });
  });

  it('learns a secret from a line that says so, and does not show the line', () => {
    const told: string[] = [];
    const made = new Masker((one) => told.push(one));
    const text = 'before\n::add-mask::line%0Atwo and 100%25\nthen two and 100%\n';
    expect(streamed(made, text, [9, 20])).toBe('before\nthen ***\n');
    expect(told).toEqual(['line\ntwo and 100%']);
  });

  it('strips colours, also between the letters of a secret', () => {
    expect(streamed(masker('my-secret'), 'a \u001b[31mmy-\u001b[0msecret\n', [6])).toBe('a ***\n');
  });
});
