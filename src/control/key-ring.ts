import { createHash, hkdfSync } from 'node:crypto';

/** One secret and the keys made of it: one purpose, one key. */
type RingKey = {
  /** Eight hexadecimal digits: says which key of the ring was used, and nothing about it. */
  readonly id: string;
  /** 32 bytes, AES-256-GCM over stored plans. */
  readonly sealing: Uint8Array;
  /** 32 bytes, HMAC-SHA256 over runners' tokens. */
  readonly signing: Uint8Array;
};

/** The first key seals and signs; all of them open and verify, so that a key can be rotated out. */
export type KeyRing = readonly [RingKey, ...RingKey[]];

/** Makes a ring of secrets, newest first. Throws when there is none, or one of under 32 bytes. */
export function keyRing(secrets: readonly Uint8Array[]): KeyRing {
  for (const secret of secrets) {
    if (secret.length < 32) throw new Error('A secret key has fewer than 32 bytes.');
  }
  const [first, ...rest] = secrets.map(ringKey);
  if (!first) throw new Error('There is no secret key to seal and sign with.');
  return [first, ...rest];
}

function ringKey(secret: Uint8Array): RingKey {
  return {
    id: createHash('sha256').update('terrane key id').update(secret).digest('hex').slice(0, 8),
    sealing: derive(secret, 'terrane plan sealing'),
    signing: derive(secret, 'terrane token signing'),
  };
}

function derive(secret: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
}
