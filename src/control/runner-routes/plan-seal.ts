import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { KeyRing } from '../key-ring.ts';

/** What a stored plan belongs to. A sealed plan opens for exactly this, and nothing else. */
export type PlanBinding = {
  readonly manifestId: string;
  readonly repositoryId: number;
  /** Null for a drift run's. */
  readonly pullNumber: number | null;
  readonly dir: string;
  readonly workspace: string;
  readonly baseSha: string;
  readonly headSha: string;
};

const ALGORITHM = 'aes-256-gcm';
const VERSION = 1;
const ID_BYTES = 4;
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + ID_BYTES + NONCE_BYTES;

/** Seals with the ring's first key: version, key id, nonce, ciphertext, tag. A nonce is used once. */
export function sealPlan(
  keys: KeyRing,
  binding: PlanBinding,
  nonce: Uint8Array,
  plan: Uint8Array,
): Buffer {
  const [key] = keys;
  const cipher = createCipheriv(ALGORITHM, key.sealing, nonce);
  cipher.setAAD(boundTo(binding));
  const header = Buffer.concat([Buffer.of(VERSION), Buffer.from(key.id, 'hex'), nonce]);
  return Buffer.concat([header, cipher.update(plan), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Opens what {@link sealPlan} sealed. Null when the ring no longer has its key, when it was sealed
 * for something else, or when a bit of it has changed.
 */
export function openPlan(keys: KeyRing, binding: PlanBinding, sealed: Uint8Array): Buffer | null {
  if (sealed.length < HEADER_BYTES + TAG_BYTES || sealed[0] !== VERSION) return null;
  const id = Buffer.from(sealed.subarray(1, 1 + ID_BYTES)).toString('hex');
  const key = keys.find((candidate) => candidate.id === id);
  if (!key) return null;
  const decipher = createDecipheriv(ALGORITHM, key.sealing, sealed.subarray(5, HEADER_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(boundTo(binding));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const body = decipher.update(sealed.subarray(HEADER_BYTES, -TAG_BYTES));
    return Buffer.concat([body, decipher.final()]);
  } catch {
    // GCM says no more than that the tag does not fit.
    return null;
  }
}

function boundTo(binding: PlanBinding): Buffer {
  return Buffer.from(
    JSON.stringify([
      binding.manifestId,
      binding.repositoryId,
      binding.pullNumber,
      binding.dir,
      binding.workspace,
      binding.baseSha,
      binding.headSha,
    ]),
  );
}
