import type { BuildManifest, OperationManifest } from '../../protocol/manifest.ts';
import { type Checkout, CheckoutError } from './checkout.ts';

/** What is checked out: the commit as it was given, and the tree with the base branch merged. */
export type Source = { head: string; tree: string };

/**
 * Sees to it that the expected commit is checked out, and merges the base branch into it. A build is of
 * the commit that it names, and of that alone: what it brings is kept for the commit.
 */
export async function prepareSource(
  checkout: Checkout,
  manifest: OperationManifest | BuildManifest,
): Promise<Source> {
  const { checkout: other, head_sha: expected, base_ref: base } = manifest;
  if (other && isOfBase(manifest)) await checkout.switchToCommit(other.sha);
  else if (other) await checkout.switchTo(other);
  const checkedOut = await checkout.givenCommit();
  if (expected !== undefined && expected !== checkedOut) {
    throw new CheckoutError(
      `This work is for commit ${expected}, but ${checkedOut} is checked out. Was the branch ` +
        'pushed to since? The workflow must check out the commit it was started for.',
    );
  }
  const isAlone = expected !== undefined && !('changed_dirspaces' in manifest);
  if (!isAlone) await checkout.mergeBase(base);
  return { head: checkedOut, tree: await checkout.tree() };
}

/** Whether the work is about the base branch itself. */
export function isOfBase({ checkout, base_ref }: OperationManifest | BuildManifest): boolean {
  return checkout?.ref === `refs/heads/${base_ref}`;
}
