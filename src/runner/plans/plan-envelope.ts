import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** What a plan is for. A sealed plan opens for nothing else. */
const planBinding = z.strictObject({
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

const inline = z.object({
  method: z.literal('terrateam'),
  version: z.literal(1),
  data: z.base64(),
});
const sealed = z.object({
  method: z.literal('terrane-sealed'),
  version: z.literal(1),
  salt: z.base64(),
  nonce: z.base64(),
  tag: z.base64(),
  data: z.base64(),
  bound: planBinding,
});
const envelope = z.discriminatedUnion('method', [inline, sealed]);
type Sealed = z.infer<typeof sealed>;

/** A plan cannot be trusted or read; the message says why and what to do. */
export class PlanRefused extends Error {}

const planAgain = 'Plan again, then apply.';

/**
 * Wraps a plan for the way to the control plane, as base64. With a key the plan is encrypted
 * (AES-256-GCM, a fresh key derived by HKDF for each plan) and bound to what it is for.
 */
export function wrapPlan(plan: Buffer, bound: PlanBinding, key: string | undefined): string {
  const wrapped = key === undefined ? plain(plan) : seal(plan, bound, key);
  return Buffer.from(JSON.stringify(wrapped)).toString('base64');
}

/** Opens what `wrapPlan` made. Throws `PlanRefused` when it is not for `expected`, or was changed. */
export function unwrapPlan(data: string, expected: PlanBinding, key: string | undefined): Buffer {
  const parsed = envelope.safeParse(jsonOf(data));
  if (!parsed.success) {
    throw new PlanRefused(
      `The stored plan has a form that this runner does not know. ${planAgain}`,
    );
  }
  if (parsed.data.method === 'terrateam') {
    // Whoever can replace a stored plan could otherwise have an unsealed one applied.
    if (key === undefined) return Buffer.from(parsed.data.data, 'base64');
    throw new PlanRefused(
      `TERRANE_PLAN_KEY is set, but the stored plan is not sealed. ${planAgain}`,
    );
  }
  if (key === undefined) {
    throw new PlanRefused(
      'The stored plan is sealed: set the secret TERRANE_PLAN_KEY that it was sealed with.',
    );
  }
  const moved = whatMoved(parsed.data.bound, expected);
  if (moved.length > 0) {
    throw new PlanRefused(
      `The stored plan is for something else:\n${moved.join('\n')}\n${planAgain}`,
    );
  }
  return open(parsed.data, key);
}

/**
 * The same commit with the same base branch is what was planned, and so is the same tree: after a
 * merge the commit is another one.
 */
function whatMoved(bound: PlanBinding, expected: PlanBinding): string[] {
  const fields: (keyof PlanBinding)[] = [
    'repository',
    'pull_request',
    'dir',
    'workspace',
    'base_ref',
  ];
  if (bound.tree !== expected.tree) fields.push('head_sha');
  return fields
    .filter((field) => bound[field] !== expected[field])
    .map((field) => `  ${field}: planned for ${bound[field]}, now ${expected[field]}`);
}

function plain(plan: Buffer): z.infer<typeof inline> {
  return { method: 'terrateam', version: 1, data: plan.toString('base64') };
}

function seal(plan: Buffer, bound: PlanBinding, key: string): Sealed {
  const salt = randomBytes(32);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', derive(key, salt), nonce);
  cipher.setAAD(authenticated(bound));
  const data = Buffer.concat([cipher.update(plan), cipher.final()]);
  return {
    method: 'terrane-sealed',
    version: 1,
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
    bound,
  };
}

function open(box: Sealed, key: string): Buffer {
  try {
    const salt = Buffer.from(box.salt, 'base64');
    const nonce = Buffer.from(box.nonce, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', derive(key, salt), nonce, {
      authTagLength: 16,
    });
    decipher.setAAD(authenticated(box.bound));
    decipher.setAuthTag(Buffer.from(box.tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(box.data, 'base64')), decipher.final()]);
  } catch {
    throw new PlanRefused(
      `The stored plan was changed after it was made, or TERRANE_PLAN_KEY is another. ${planAgain}`,
    );
  }
}

function derive(key: string, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, 'terrane plan 1', 32));
}

/** The binding as bytes, its fields in one order whatever order JSON had them in. */
function authenticated(bound: PlanBinding): Buffer {
  const fields = planBinding.keyof().options.map((field) => [field, bound[field]]);
  return Buffer.from(JSON.stringify(fields));
}

function jsonOf(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString());
  } catch {
    return undefined;
  }
}
