import type { OperationManifest } from '../../protocol/manifest.ts';
import type { ProvidedTool, ToolRequest, Tools } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import { replaceVariables } from '../steps/substitute.ts';
import { PathPrograms } from './path-programs.ts';
import { publicSources, type ReleaseSources, type ToolKind, tools } from './releases.ts';
import { RequiredVersions } from './required-versions.ts';
import { ToolInstaller } from './tool-installer.ts';
import type { ToolJob } from './tool-job.ts';
import { allows, anyRelease } from './version-constraint.ts';
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
  readonly #logged = new Set<string>();

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
    const { tool, env } = request;
    const kind = tools[tool];
    const { search, because } = await this.#wanted(request, kind);
    const program = await this.#onPath.find(tool, env.PATH);
    const onPath = program && (await this.#willDo(search, program, request));
    if (onPath) {
      const { version } = onPath;
      const named = [tool, version].filter(Boolean).join(' ');
      this.#log(`Using ${named} of PATH (${because}).`);
      return { command: tool, version, env: managerEnv(kind, version), folder: undefined };
    }
    try {
      const version = await this.#installer.choose(request, releasesOf(search, kind), because);
      const installed = await this.#installer.install(request, version, because);
      this.#log(`Using ${tool} ${version} (${because}).`);
      return { ...installed, version, env: managerEnv(kind, version) };
    } catch (error) {
      // Nobody asked for a version, and maybe nothing runs the engine, or a step brings it.
      const mayLack = search.kind === 'path' && kind.versionFiles !== undefined;
      if (!mayLack || !(error instanceof StepFailed)) throw error;
      this.#log(error.message);
      return { command: tool, version: undefined, env: {}, folder: undefined };
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
    { tool, version, cwd, env }: ToolRequest,
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
    return { text, where: `the configured version of ${tool}` };
  }

  /** The version of what is on PATH, as far as it is asked for; undefined when it is not the one. */
  async #willDo(
    search: Search,
    program: string,
    { tool, env }: ToolRequest,
  ): Promise<{ version: string | undefined } | undefined> {
    // Of Terragrunt the version decides how it is called.
    if (search.kind === 'path' && tool !== 'terragrunt') return { version: undefined };
    if (search.kind === 'release' && !search.orPath) return undefined;
    const version = await this.#onPath.versionOf(program, tools[tool].versionArgs, env);
    if (search.kind === 'path') return { version };
    if (version === undefined) return undefined;
    const wanted =
      search.kind === 'exact' ? version === search.version : allows(search.constraint, version);
    return wanted ? { version } : undefined;
  }

  #log(line: string): void {
    if (this.#logged.has(line)) return;
    this.#logged.add(line);
    this.#job.log.line(line);
  }
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
