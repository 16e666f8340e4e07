import { jwtVerify, SignJWT } from 'jose';
import type { KeyRing } from '../key-ring.ts';

const AUDIENCE = 'work-manifest';

/** The bearer token of a work manifest. It has no date: it is good while its manifest is open. */
export function signManifestToken(keys: KeyRing, manifestId: string): Promise<string> {
  const [key] = keys;
  return new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', kid: key.id })
    .setSubject(manifestId)
    .setAudience(AUDIENCE)
    .sign(key.signing);
}

/** The manifest that a token names; null when no key of the ring has signed it. */
export async function manifestOfToken(keys: KeyRing, token: string): Promise<string | null> {
  for (const key of keys) {
    const verified = await jwtVerify(token, key.signing, {
      algorithms: ['HS256'],
      audience: AUDIENCE,
    }).catch(() => null);
    if (verified) return verified.payload.sub ?? null;
  }
  return null;
}
