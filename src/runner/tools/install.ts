import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadBytes, downloadFile, shownUrl, type Waiting } from '../http/download.ts';
import { StepFailed } from '../steps/step-result.ts';
import type { Release } from './releases.ts';
import { signatureProblem } from './signature.ts';
import { unpack } from './unpack.ts';

/**
 * Downloads a release, verifies it, and puts its program into `folder` under the name `program`.
 * Resolves to how many bytes were downloaded. Throws `DownloadFailed`, and `StepFailed` for what is not
 * what its maker released; nothing of that is left.
 */
export async function installRelease(
  { file, url, packing, checksums }: Release,
  folder: string,
  program: string,
  waiting: Waiting,
): Promise<number> {
  const expected = await checksumOf(file, checksums, waiting);
  const archive = join(folder, 'download');
  const { sha256, bytes } = await downloadFile(url, archive, waiting);
  if (sha256 !== expected) {
    await rm(archive);
    throw new StepFailed(
      `${shownUrl(url)} is not what was released, and was deleted: its SHA-256 is ${sha256}, and ` +
        `${shownUrl(checksums.url)} says ${expected}.`,
    );
  }
  await unpack(archive, packing, join(folder, program)).catch((error: unknown) => {
    throw new StepFailed(`${shownUrl(url)} could not be unpacked: ${String(error)}`);
  });
  await rm(archive, { force: true });
  await chmod(join(folder, program), 0o755);
  return bytes;
}

/** What the list of checksums, if it is signed a verified one, says of a file. */
async function checksumOf(
  file: string,
  { url, signature }: Release['checksums'],
  waiting: Waiting,
): Promise<string> {
  const list = await downloadBytes(url, waiting);
  if (signature !== undefined) {
    const signed = await downloadBytes(signature.url, waiting);
    const problem = await signatureProblem(list, signed, signature.key);
    if (problem !== undefined) {
      const { owner, fingerprint } = signature.key;
      throw new StepFailed(
        `${shownUrl(signature.url)} is not a signature of ${shownUrl(url)} by ${owner} (key ${fingerprint}): ${problem}. ` +
          'Nothing was installed.',
      );
    }
  }
  const checksum = checksumIn(list.toString(), file);
  if (checksum !== undefined) return checksum;
  throw new StepFailed(
    `${shownUrl(url)} has no checksum of ${file}: there is no release for this machine.`,
  );
}

/** From a list as `sha256sum` writes it: a checksum, one or two spaces or an asterisk, a name. */
function checksumIn(list: string, file: string): string | undefined {
  for (const line of list.split('\n')) {
    const [, checksum, name] = /^([0-9a-fA-F]{64})\s+[*]?(\S+)\s*$/.exec(line) ?? [];
    if (checksum !== undefined && name === file) return checksum.toLowerCase();
  }
  return undefined;
}
