import type { Key } from 'openpgp';
import type { ReleaseKey } from './release-keys.ts';

/**
 * Why a detached OpenPGP signature of `data` is not one by this key; undefined when it is. The key has
 * to have been valid when the signature was made, not now: what was released before a key expired stays
 * as good as it was.
 */
export async function signatureProblem(
  data: Uint8Array,
  signature: Uint8Array,
  key: ReleaseKey,
): Promise<string | undefined> {
  const copies = await Promise.all(key.copies.map((armored) => readCopy(armored, key)));
  const problems = await Promise.all(copies.map((copy) => problemWith(data, signature, copy)));
  return problems.includes(undefined) ? undefined : problems.join('; ');
}

/** Loaded only here: it is large, and most jobs download nothing. */
const library = () => import('openpgp');

async function readCopy(armoredKey: string, { owner, fingerprint }: ReleaseKey): Promise<Key> {
  const { readKey } = await library();
  const key = await readKey({ armoredKey });
  if (key.getFingerprint().toUpperCase() === fingerprint) return key;
  throw new Error(`The key of ${owner} in the runner does not have its fingerprint.`);
}

async function problemWith(
  data: Uint8Array,
  binarySignature: Uint8Array,
  verificationKeys: Key,
): Promise<string | undefined> {
  const { createMessage, readSignature, verify } = await library();
  try {
    const message = await createMessage({ binary: data });
    const signature = await readSignature({ binarySignature });
    const { signatures } = await verify({ message, signature, verificationKeys });
    await Promise.any(signatures.map(({ verified }) => verified));
    return undefined;
  } catch (error) {
    const reasons: unknown[] = error instanceof AggregateError ? error.errors : [error];
    return reasons.map(String).join(', ') || 'there is no signature in it';
  }
}
