import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from '../../../src/runner/plans/base64-stream.ts';
import { LongMember } from '../../../src/runner/plans/long-member.ts';

function pieces(bytes: Buffer, size: number): Readable {
  const count = Math.ceil(bytes.length / size);
  return Readable.from(
    Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size)),
  );
}

async function split(json: string, size = 7) {
  const member = new LongMember();
  const data = await text(member.text(pieces(Buffer.from(json), size)));
  return { data, rest: member.rest };
}

describe('a long member', () => {
  it('is taken out of any object, in whatever pieces it comes', async () => {
    const others = fc.dictionary(fc.string(), fc.jsonValue()).filter((one) => !('data' in one));
    const base64 = fc
      .uint8Array({ maxLength: 60 })
      .map((bytes) => Buffer.from(bytes).toString('base64'));
    await fc.assert(
      fc.asyncProperty(
        ...([others, others, base64, fc.nat(2), fc.integer({ min: 1, max: 30 })] as const),
        async (before, after, data, indent, size) => {
          const json = JSON.stringify({ ...before, data, ...after }, null, indent);
          const found = await split(json, size);
          expect(found.data).toBe(data);
          expect(JSON.parse(found.rest)).toEqual(
            JSON.parse(JSON.stringify({ ...before, data: '', ...after })),
          );
        },
      ),
    );
  });

  it.each([
    [String.raw`{"data":"a\/b+"}`, 'a/b+'],
    [String.raw`{"\"data":"no","data" : "yes"}`, 'yes'],
    ['{"a":{"data":"no"},"b":["data",":"],"data":"yes"}', 'yes'],
    ['{"a":",\\"data\\":\\"no","data":"yes"}', 'yes'],
    ['{"data":{"data":"no"}}', ''],
    ['no JSON', ''],
  ])('of %s is %s', async (json, data) => {
    expect((await split(json)).data).toBe(data);
  });
});

it('bytes go through base64 in whatever pieces they come', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array(), fc.integer({ min: 1, max: 9 }), async (bytes, size) => {
      const given = Buffer.from(bytes);
      const encoded = await text(toBase64(pieces(given, size)));
      expect(encoded).toBe(given.toString('base64'));
      const decoded = await buffer(fromBase64(pieces(Buffer.from(encoded), size)));
      expect(decoded.equals(given)).toBe(true);
    }),
  );
});
