import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMessage, generateKey, readKey, readPrivateKey, sign } from 'openpgp';
import { describe, expect, it, test } from 'vitest';
import { hashicorpKey, opentofuKey } from '../../../src/runner/tools/release-keys.ts';
import { signatureProblem } from '../../../src/runner/tools/signature.ts';

const read = (name: string) => readFileSync(join(import.meta.dirname, 'real-release', name));
const sums = read('terraform_1.9.8_SHA256SUMS');
const signature = read('terraform_1.9.8_SHA256SUMS.sig');

describe('the keys that releases are signed with', () => {
  test.each([hashicorpKey, opentofuKey])('has $owner, by its fingerprint', async (key) => {
    for (const armoredKey of key.copies) {
      const parsed = await readKey({ armoredKey });
      expect(parsed.getFingerprint().toUpperCase()).toBe(key.fingerprint);
      expect(parsed.isPrivate()).toBe(false);
    }
  });

  it('verify a release as HashiCorp made it, and nothing else', async () => {
    expect(await signatureProblem(sums, signature, hashicorpKey)).toBeUndefined();
    const changed = Buffer.from(sums.toString().replace('be591e', 'ce591e'));
    expect(await signatureProblem(changed, signature, hashicorpKey)).toMatch(/digest/);
    expect(await signatureProblem(sums, signature, opentofuKey)).toMatch(/not find signing key/);
    const broken = Buffer.from('not a signature');
    expect(await signatureProblem(sums, broken, hashicorpKey)).toBeTruthy();
    expect(await signatureProblem(sums, Buffer.of(), hashicorpKey)).toBeTruthy();
  });
});

describe('a key that has expired', () => {
  it('is good for what was signed before', async () => {
    const { publicKey, privateKey } = await generateKey({
      userIDs: [{ name: 'A maker' }],
      date: new Date('2020-01-01'),
      keyExpirationTime: 86_400 * 365,
      format: 'armored',
    });
    const key = await readKey({ armoredKey: publicKey });
    const trusted = {
      owner: 'A maker',
      fingerprint: key.getFingerprint().toUpperCase(),
      copies: [publicKey],
    };
    const signedAt = async (date: Date) =>
      await sign({
        message: await createMessage({ binary: Buffer.from('a list') }),
        signingKeys: await readPrivateKey({ armoredKey: privateKey }),
        detached: true,
        format: 'binary',
        date,
      });
    const before = await signedAt(new Date('2020-06-01'));
    const data = Buffer.from('a list');
    expect(await signatureProblem(data, before, trusted)).toBeUndefined();
  });
});
