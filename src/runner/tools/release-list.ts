import semver from 'semver';
import { z } from 'zod';
import { DownloadFailed, downloadBytes, type Waiting } from '../http/download.ts';

/** GitHub gives no more releases at once, and nobody has more pages. */
const onPage = 100;
const mostPages = 50;

/** HashiCorp's index.json; OpenTofu's api.json; releases as GitHub lists them. */
const list = z.union([
  z
    .object({ versions: z.array(z.object({ id: z.string() })) })
    .transform(({ versions }) => ({ versions: versions.map(({ id }) => id), pages: false })),
  z
    .object({ versions: z.record(z.string(), z.unknown()) })
    .transform(({ versions }) => ({ versions: Object.keys(versions), pages: false })),
  z
    .array(z.object({ tag_name: z.string() }))
    .transform((tags) => ({ versions: tags.map((tag) => tag.tag_name), pages: true })),
]);

/**
 * Every version that is listed at an address. `token` is GitHub's, which asks more often with one.
 * Throws `DownloadFailed`.
 */
export async function releasedVersions(
  url: string,
  waiting: Waiting,
  token: string | undefined,
): Promise<string[]> {
  // A token is for GitHub alone, whatever the address is.
  const isGithub = URL.parse(url)?.origin === 'https://api.github.com';
  const headers: Record<string, string> =
    isGithub && token ? { authorization: `Bearer ${token}` } : {};
  const found: string[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const bytes = await downloadBytes(pageOf(url, page), waiting, headers);
    const { versions, pages } = parsedList(url, bytes);
    found.push(...versions.flatMap((version) => semver.valid(version) ?? []));
    if (!pages || versions.length < onPage) break;
  }
  return found;
}

function parsedList(url: string, bytes: Buffer): z.infer<typeof list> {
  try {
    return list.parse(JSON.parse(bytes.toString()));
  } catch {
    throw new DownloadFailed(url, 'what it answers is not a list of releases');
  }
}

function pageOf(url: string, page: number): string {
  const address = new URL(url);
  if (address.pathname.endsWith('.json')) return url;
  address.searchParams.set('per_page', String(onPage));
  address.searchParams.set('page', String(page));
  return address.href;
}
