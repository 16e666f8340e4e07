import { join } from 'node:path';
import semver from 'semver';
import { allows } from '../../config/version-constraint.ts';
import { DownloadFailed, type Waiting } from '../http/download.ts';
import type { ToolName, ToolRequest } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import { installRelease } from './install.ts';
import { installPythonPackage } from './python-package.ts';
import { releasedVersions } from './release-list.ts';
import { type Platform, type Release, type ReleaseSources, tools, type Where } from './releases.ts';
import { cachedFolder, type Placing, toolCacheFolder } from './tool-cache.ts';
import type { ToolJob } from './tool-job.ts';
import type { Search } from './version-request.ts';

/** A program of the tool cache, and the folder that steps get on their PATH, where it is for that. */
type Installed = { readonly command: string; readonly folder: string | undefined };

const howToInstall: Readonly<Partial<Record<ToolName, string>>> = {
  terraform: 'for example with hashicorp/setup-terraform, or set TFENV_REMOTE to a mirror',
  tofu: 'for example with opentofu/setup-opentofu, or set TOFUENV_REMOTE to a mirror',
  terragrunt: 'for example with gruntwork-io/terragrunt-action, or set TG_REMOTE to a mirror',
};

/** Who wants a tool, and the version of it that PATH has instead, where that is known. */
type Why = { readonly because: string; readonly onPath: string | undefined };

/** A tool that PATH lacks could not be downloaded. `reason` follows upon its name. */
export class ToolUnavailable extends StepFailed {
  readonly reason: string;

  constructor(what: string, { because, onPath }: Why, reason: string) {
    const instead = onPath === undefined ? '' : ` (which has ${onPath})`;
    super(`${what} (${because}) was not found on PATH${instead}, and ${reason}`);
    this.reason = reason;
  }
}

/** Downloads tools into the tool cache, each of them once. */
export class ToolInstaller {
  readonly #job: ToolJob;
  readonly #sources: ReleaseSources;
  readonly #githubProxy: string | undefined;
  readonly #lists = new Map<string, Promise<string[]>>();
  readonly #installed = new Map<string, Promise<Installed>>();

  constructor(job: ToolJob, sources: ReleaseSources, githubProxy: string | undefined) {
    this.#job = job;
    this.#sources = sources;
    this.#githubProxy = githubProxy;
  }

  /** The version that a search comes to. Throws `StepFailed` where no release is the one. */
  async choose(
    request: ToolRequest,
    search: Exclude<Search, { kind: 'path' }>,
    why: Why,
  ): Promise<string> {
    if (search.kind === 'exact') return search.version;
    const { tool } = request;
    const { origin } = tools[tool];
    if (origin.kind === 'none') throw notDownloaded(tool, origin.because);
    const url = tools[tool].list?.(this.#where(request));
    if (url === undefined) {
      throw new StepFailed(
        `${why.because} has to be a version of ${tool}, such as 1.7.1, not a range.`,
      );
    }
    const versions = await this.#listed(request, url).catch((error: unknown) => {
      throw asUnlisted(tool, why, error);
    });
    const allowed = semver.sort(versions.filter((version) => allows(search.constraint, version)));
    const version = search.pick === 'newest' ? allowed.at(-1) : allowed[0];
    if (version !== undefined) return version;
    const onPath = why.onPath === undefined ? '' : ` PATH has ${why.onPath}.`;
    throw new StepFailed(
      `No release of ${tool} is allowed by ${why.because}.\nOf ${versions.length} releases, the newest is ` +
        `${semver.sort(versions).at(-1)}.${onPath}`,
    );
  }

  /** Throws `StepFailed`. */
  async install(request: ToolRequest, version: string, why: Why): Promise<Installed> {
    const what = `${request.tool} ${version}`;
    const known = this.#installed.get(what);
    if (known) return await known;
    const installed = this.#install(request, version, `${what} (${why.because})`).catch(
      (error: unknown) => {
        throw asUnavailable(request.tool, what, why, error);
      },
    );
    this.#installed.set(what, installed);
    return await installed;
  }

  async #install(request: ToolRequest, version: string, what: string): Promise<Installed> {
    const { tool, env } = request;
    const { origin } = tools[tool];
    const platform = thisPlatform();
    const cache = toolCacheFolder(this.#job.settings.environment);
    const folder = join(cache, tool, version, `${platform.os}_${platform.arch}`);
    switch (origin.kind) {
      case 'release': {
        const release = origin.of(version, platform, this.#where(request));
        await this.#fill(folder, 'move', what, async (empty) => {
          const bytes = await installRelease(release, empty, tool, this.#waiting);
          return this.#from(release, bytes);
        });
        return { command: join(folder, tool), folder };
      }
      case 'python':
        await this.#fill(folder, 'link', what, async (empty) => {
          await installPythonPackage(this.#job, origin.package, version, empty, env);
          return 'PyPI';
        });
        // Its folder has a Python as well, which steps must not get for theirs.
        return { command: join(folder, 'bin', tool), folder: undefined };
      case 'none':
        throw notDownloaded(tool, origin.because);
    }
  }

  /** Fills a folder of the cache, unless it is there, and logs what `download` says of the origin. */
  async #fill(
    folder: string,
    placing: Placing,
    what: string,
    download: (empty: string) => Promise<string>,
  ): Promise<void> {
    const { clock, log } = this.#job;
    const began = clock.now();
    await cachedFolder(folder, placing, async (empty) => {
      const origin = await download(empty);
      const seconds = ((clock.now() - began) / 1000).toFixed(1);
      log.line(`Downloaded ${what} in ${seconds} s from ${origin}.`);
    });
  }

  #from({ url, checksums }: Release, bytes: number): string {
    const proxied = this.#githubProxy !== undefined && url.startsWith(this.#githubProxy);
    const host = proxied ? 'the control plane' : URL.parse(url)?.host;
    const verified = checksums.signature
      ? `signed by ${checksums.signature.key.owner}`
      : 'its checksum is right, and not signed with a key that the runner knows';
    return `${host}: ${(bytes / 1e6).toFixed(1)} MB, ${verified}`;
  }

  async #listed({ env }: ToolRequest, url: string): Promise<string[]> {
    const known = this.#lists.get(url);
    if (known) return await known;
    const { settings } = this.#job;
    // The token of another GitHub is none of github.com's business.
    const token = env.TENV_GITHUB_TOKEN || env.GITHUB_TOKEN;
    const { githubTokenIsPublic } = settings.forge;
    const listed = releasedVersions(url, this.#waiting, githubTokenIsPublic ? token : undefined);
    this.#lists.set(url, listed);
    return await listed;
  }

  get #waiting(): Waiting {
    return { clock: this.#job.clock, until: this.#job.interruption.begun };
  }

  #where({ env }: ToolRequest): Where {
    return { sources: this.#sources, env, githubProxy: this.#githubProxy };
  }
}

function notDownloaded(tool: ToolName, because: string): StepFailed {
  return new StepFailed(
    `${tool} was not found on PATH, and is not downloaded, because ${because}. Install it in the ` +
      'workflow before this action.',
  );
}

function asUnlisted(tool: ToolName, why: Why, error: unknown): unknown {
  if (!(error instanceof DownloadFailed)) return error;
  return new ToolUnavailable(
    tool,
    why,
    `could not be downloaded, since the list of its releases could not be read:\n${error.message}\n` +
      `Name an exact version, which needs no list, or install it${howTo(tool)}`,
  );
}

/** An expected failure says what to do instead of downloading; another stays as it is. */
function asUnavailable(tool: ToolName, what: string, why: Why, error: unknown): unknown {
  if (!(error instanceof DownloadFailed)) return error;
  const reason = `could not be downloaded:\n${error.message}\nInstall it${howTo(tool)}`;
  return new ToolUnavailable(what, why, reason);
}

function howTo(tool: ToolName): string {
  return ` in the workflow before this action, ${howToInstall[tool] ?? 'so that it is on PATH'}.`;
}

/** Throws `StepFailed` for a machine that nothing is released for. */
function thisPlatform(): Platform {
  const { platform, arch } = process;
  const os = platform === 'linux' || platform === 'darwin' ? platform : undefined;
  const known = { x64: 'amd64', arm64: 'arm64' } as const;
  const cpu = arch === 'x64' || arch === 'arm64' ? known[arch] : undefined;
  if (os !== undefined && cpu !== undefined) return { os, arch: cpu };
  throw new StepFailed(
    `Tools are downloaded for Linux and macOS on x64 and arm64, not ${platform} ${arch}.`,
  );
}
