import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether one of the secrets has made the signature (`sha256=` and the HMAC-SHA256 of the raw bytes
 * in hexadecimal). Every secret is tried to the end, in the same time.
 */
export function isSignedBy(
  secrets: readonly string[],
  body: Uint8Array,
  signature: string,
): boolean {
  const given = Buffer.from(signature);
  let signed = false;
  for (const secret of secrets) {
    const expected = Buffer.from(
      `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    );
    if (given.length === expected.length && timingSafeEqual(given, expected)) signed = true;
  }
  return signed;
}
