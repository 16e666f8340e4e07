import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

/** What a plan is for. It is applied to nothing else. */
export const planBinding = z.strictObject({
  repository: z.string(),
  /** Number of the pull request, or the kind of a run that has none. */
  pull_request: z.string(),
  dir: z.string(),
  workspace: z.string(),
  base_ref: z.string(),
  /** The commit that was planned. */
  head_sha: z.string(),
  /** The git tree that was planned: that commit with the base branch merged. */
  tree: z.string(),
});
export type PlanBinding = z.infer<typeof planBinding>;

/** What it takes to open a sealed file, but for the key; all in base64. */
export const planSeal = z.object({ salt: z.base64(), nonce: z.base64(), tag: z.base64() });
export type PlanSeal = z.infer<typeof planSeal>;

/**
 * Encrypts `file` into `sealedFile` (AES-256-GCM, a fresh key derived by HKDF for each plan), so that it
 * opens for `bound` alone.
 */
export async function sealFile(
  file: string,
  sealedFile: string,
  bound: PlanBinding,
  key: string,
): Promise<PlanSeal> {
  const salt = randomBytes(32);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', derive(key, salt, 'plan'), nonce);
  cipher.setAAD(authenticated(bound));
  await pipeline(createReadStream(file), cipher, createWriteStream(sealedFile, { mode: 0o600 }));
  const tag = cipher.getAuthTag();
  return {
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    tag: tag.toString('base64'),
  };
}

/**
 * Decrypts what `sealFile` made; resolves to whether it is what was sealed. Where it is not, there is no
 * `file`.
 */
export async function openSealedFile(
  sealedFile: string,
  file: string,
  seal: PlanSeal,
  bound: PlanBinding,
  key: string,
): Promise<boolean> {
  const bytes = (text: string) => Buffer.from(text, 'base64');
  try {
    const opening = derive(key, bytes(seal.salt), 'plan');
    const options = { authTagLength: 16 };
    const decipher = createDecipheriv('aes-256-gcm', opening, bytes(seal.nonce), options);
    decipher.setAAD(authenticated(bound));
    decipher.setAuthTag(bytes(seal.tag));
    await pipeline(
      createReadStream(sealedFile),
      decipher,
      createWriteStream(file, { mode: 0o600 }),
    );
    return true;
  } catch (error) {
    await rm(file, { force: true });
    if (error instanceof Error && 'syscall' in error) throw error;
    return false;
  }
}

/** Proves that whoever sealed a file for `bound` said `text` with it; in base64. */
export function proofOf(
  text: string,
  { salt }: Pick<PlanSeal, 'salt'>,
  bound: PlanBinding,
  key: string,
): string {
  const proving = derive(key, Buffer.from(salt, 'base64'), 'commands');
  return createHmac('sha256', proving).update(authenticated(bound)).update(text).digest('base64');
}

/** Whether a `proof` is the one that `proofOf` makes. */
export function isProof(
  proof: string,
  ...[text, seal, bound, key]: Parameters<typeof proofOf>
): boolean {
  const right = Buffer.from(proofOf(text, seal, bound, key));
  const given = Buffer.from(proof);
  return given.length === right.length && timingSafeEqual(given, right);
}

/** The SHA-256 of a file, in hexadecimal. */
export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function derive(key: string, salt: Buffer, what: 'plan' | 'commands'): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, `terrane ${what} 1`, 32));
}

/** The binding as bytes, its fields in one order whatever order JSON had them in. */
function authenticated(bound: PlanBinding): Buffer {
  const fields = planBinding.keyof().options.map((field) => [field, bound[field]]);
  return Buffer.from(JSON.stringify(fields));
}
