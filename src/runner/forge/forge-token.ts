import type { BuildManifest, OperationManifest } from '../../protocol/manifest.ts';
import type { Job } from '../run.ts';
import { isOfBase } from '../source/source.ts';

/**
 * A fresh token for what runs next, known to the masker, or why there is none. Throws
 * `ControlPlaneError`.
 */
export async function forgeToken(
  { controlPlane, masker, settings }: Job,
  manifest: OperationManifest | BuildManifest,
): Promise<{ token: string; why?: never } | { token?: never; why: string }> {
  const { tokenVariable } = settings.forge;
  if (tokenVariable === undefined) return { why: 'Jobs get no token for this forge.' };
  if (manifest.checkout && !isOfBase(manifest)) {
    return { why: `A stranger’s code gets no token: ${tokenVariable} is not set.` };
  }
  const token = await controlPlane.accessToken();
  if (token === undefined) {
    return { why: `The control plane offers no token: ${tokenVariable} is not set.` };
  }
  masker.add(token);
  return { token };
}
