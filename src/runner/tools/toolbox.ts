import { allows, anyRelease } from '../../config/version-constraint.ts';
import type { OperationManifest } from '../../protocol/manifest.ts';
import type { ProvidedTool, ToolRequest, Tools } from '../run.ts';
import { replaceVariables } from '../steps/substitute.ts';
import { PathPrograms } from './path-programs.ts';
import { publicSources, type ReleaseSources, type ToolKind, tools } from './releases.ts';
import { RequiredVersions } from './required-versions.ts';
import { ToolInstaller, ToolUnavailable } from './tool-installer.ts';
import type { ToolJob } from './tool-job.ts';
import { saidInFiles } from './version-files.ts';
import { needsRequired, type Said, type Search, searchFor, wishOf } from './version-request.ts';

/**
 * Sees to it that the tools of one run are there, each of them once. What the manifest says that the
 * control plane can do decides where they are downloaded from.
 */
export function toolbox(
  job: ToolJob,
  manifest: Pick<OperationManifest, 'capabilities' | 'changed_dirspaces'>,
  sources: ReleaseSources = publicSources,
): Tools {
  return new Toolbox(job, manifest, sources);
}

/** What to look for, and who says so. */
type Wanted = { readonly search: Search; readonly because: string };

class Toolbox implements Tools {
  readonly #job: ToolJob;
  readonly #required: RequiredVersions;
  readonly #onPath: PathPrograms;
  readonly #installer: ToolInstaller;

  constructor(
    job: ToolJob,
    manifest: Pick<OperationManifest, 'capabilities' | 'changed_dirspaces'>,
    sources: ReleaseSources,
  ) {
    this.#job = job;
    const dirs = manifest.changed_dirspaces.map(({ path }) => path);
    this.#required = new RequiredVersions(job, dirs);
    this.#onPath = new PathPrograms(job);
    const { apiBaseUrl, workToken } = job.settings;
    const proxied = manifest.capabilities?.includes('tenv') === true;
    const githubProxy = proxied ? `${apiBaseUrl}/tenv/${workToken}` : undefined;
    this.#installer = new ToolInstaller(job, sources, githubProxy);
  }

  async provide(request: ToolRequest): Promise<ProvidedTool> {
    const { tool, say } = request;
    const kind = tools[tool];
    const { search, because } = await this.#wanted(request, kind);
    const onPath = await this.#ofPath(search, request);
    if (onPath && willDo(search, onPath.version)) {
      const { version } = onPath;
      const named = [tool, version].filter(Boolean).join(' ');
      say(`Using ${named} of PATH (${because}).`);
      return { command: tool, version, env: managerEnv(kind, version), folder: undefined };
    }
    const why = { because, onPath: onPath?.version };
    try {
      const version = await this.#installer.choose(request, releasesOf(search, kind), why);
      const installed = await this.#installer.install(request, version, why);
      say(`Using ${tool} ${version} (${because}).`);
      return { ...installed, version, env: managerEnv(kind, version) };
    } catch (error) {
      // Nobody asked for a version, and maybe nothing runs the engine, or a step brings it.
      const mayLack = search.kind === 'path' && kind.versionFiles !== undefined;
      if (!mayLack || !(error instanceof ToolUnavailable)) throw error;
      say(error.message);
      const missing = `It ${error.reason}`;
      return { command: tool, version: undefined, env: {}, folder: undefined, missing };
    }
  }

  async #wanted(request: ToolRequest, kind: ToolKind): Promise<Wanted> {
    const said = await this.#said(request, kind);
    const wish = said && wishOf(said);
    const { tool, cwd } = request;
    const reads = needsRequired(wish) && (tool === 'terraform' || tool === 'tofu');
    const required = reads ? await this.#required.of(cwd, tool) : [];
    const because = [
      ...(said ? [said.where] : []),
      ...required.map(({ where }) => `required_version in ${where}`),
    ];
    const nobody = 'no version is said anywhere';
    return { search: searchFor(wish, required), because: because.join(', ') || nobody };
  }

  async #said(
    { version, cwd, env }: ToolRequest,
    { versionFiles, versionVariable }: ToolKind,
  ): Promise<Said | undefined> {
    const ofVariable = env[versionVariable];
    if (ofVariable) return { text: ofVariable, where: versionVariable };
    const inFiles = versionFiles && (await saidInFiles(this.#job.settings.root, cwd, versionFiles));
    if (inFiles) return inFiles;
    if (!version) return undefined;
    // Variables of a stack may say the version.
    const text = replaceVariables(version, (name, found) =>
      Object.hasOwn(env, name) ? (env[name] ?? found) : found,
    );
    return { text, where: 'the engine in the configuration' };
  }

  /** What is on PATH, with its version as far as that is asked for. */
  async #ofPath(
    search: Search,
    { tool, env }: ToolRequest,
  ): Promise<{ version: string | undefined } | undefined> {
    const program = await this.#onPath.find(tool, env.PATH);
    if (program === undefined) return undefined;
    // Of Terragrunt the version decides how it is called.
    if (search.kind === 'path' && tool !== 'terragrunt') return { version: undefined };
    if (search.kind === 'release' && !search.orPath) return { version: undefined };
    return { version: await this.#onPath.versionOf(program, tools[tool].versionArgs, env) };
  }
}

/** Whether what is on PATH, in this version as far as it is known, is what is looked for. */
function willDo(search: Search, version: string | undefined): boolean {
  if (search.kind === 'path') return true;
  if (version === undefined) return false;
  if (search.kind === 'exact') return version === search.version;
  return search.orPath && allows(search.constraint, version);
}

/** What to download when PATH has nothing that will do. */
function releasesOf(
  search: Search,
  { defaultVersion }: ToolKind,
): Exclude<Search, { kind: 'path' }> {
  if (search.kind !== 'path') return search;
  if (defaultVersion !== undefined) return { kind: 'exact', version: defaultVersion };
  return { kind: 'release', constraint: anyRelease, orPath: false, pick: 'newest' };
}

function managerEnv(
  { defaultVariable }: ToolKind,
  version: string | undefined,
): Record<string, string> {
  return defaultVariable === undefined || version === undefined
    ? {}
    : { [defaultVariable]: version };
}
