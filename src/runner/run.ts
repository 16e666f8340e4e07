import type { OperationManifest, WorkManifestDir } from '../protocol/manifest.ts';
import type { PlanSummary } from '../protocol/step-payload.ts';
import type { Clock } from './clock.ts';
import type { ProviderDownloads } from './engines/providers/provider-downloads.ts';
import type { Host } from './host/host.ts';
import type { ControlPlane } from './http/control-plane.ts';
import type { JobLog } from './log/job-log.ts';
import type { OperationConfig } from './manifest/operation-config.ts';
import type { Masker } from './mask/mask.ts';
import type { Interruption } from './process/interruption.ts';
import type { ProgramRunner } from './process/program.ts';
import type { Settings } from './settings.ts';
import type { Checkout } from './source/checkout.ts';
import type { Source } from './source/source.ts';

/** What every part of the job shares. */
export type Job = {
  host: Host;
  settings: Settings;
  controlPlane: ControlPlane;
  checkout: Checkout;
  masker: Masker;
  log: JobLog;
  programs: ProgramRunner;
  interruption: Interruption;
  clock: Clock;
};

/** One work manifest at work. */
export type Run = Job & {
  manifest: OperationManifest;
  config: OperationConfig;
  /** Folder for temporary files, removed at the end. */
  tmpdir: string;
  source: Source;
  tools: Tools;
  /** What ends when the run does. */
  ends: AsyncDisposableStack;
  /** What its inits share. */
  providers: ProviderDownloads;
  /** The plans of this run that could be shown as JSON; what estimates costs reads them. */
  readonly planDocuments: PlanDocument[];
  /** Whose review was asked for: each is asked once, whatever dirspaces need them. */
  readonly reviewsAsked: Set<string>;
};

/** Where steps run. A step may change `env` for those that follow. */
export type StepPlace = {
  run: Run;
  cwd: string;
  env: Record<string, string>;
  /** Shows masked output in the log. */
  show: (text: string) => void;
  /** Undefined for hooks. */
  dirspace: DirspacePlace | undefined;
};

export type DirspacePlace = {
  dir: WorkManifestDir;
  engine: Engine;
  planFile: string;
  /** The plan as JSON, once somebody has asked for it. */
  document: Promise<PlanDocument | undefined> | undefined;
};

/** The place of a step that needs a dirspace. */
export type DirspaceStepPlace = StepPlace & { dirspace: DirspacePlace };

/** One command of an engine in a dirspace, with what its step adds. */
export type EngineCall = {
  readonly place: DirspaceStepPlace;
  /** Not yet substituted. */
  readonly extraArgs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/** What a command brought. Texts are masked, except where a function says that they are raw. */
export type EngineResult = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
};

/** Whether there is a plan, and whether it changes something. */
export type PlanOutcome =
  | { readonly kind: 'failed'; readonly result: EngineResult }
  | { readonly kind: 'planned'; readonly hasChanges: boolean; readonly result: EngineResult };

/**
 * A tool that plans and applies (orchestration section 6), ready to run in one dirspace. Its functions
 * throw `StepFailed` where the tool cannot be run at all.
 */
export type Engine = {
  /** As the configuration names it. */
  readonly name: string;
  /** What the names of its steps begin with in results. */
  readonly prefix: 'tf' | 'pulumi' | 'custom' | 'fly' | 'stategraph';
  /** What it adds to the environment of every step of the dirspace. */
  readonly env: Readonly<Record<string, string>>;
  /** Prepares the directory and selects the workspace. */
  init(call: EngineCall): Promise<EngineResult>;
  /** Plans into `call.place.dirspace.planFile`, or however the engine keeps a plan. */
  plan(call: EngineCall, mode: 'strict' | 'fast-and-loose'): Promise<PlanOutcome>;
  /**
   * Writes what the plan changes, as text, to `file`, as it is (it may hold secrets). Undefined, and
   * nothing written, where the engine has no such command.
   */
  showText(call: EngineCall, file: string): Promise<EngineResult | undefined>;
  /**
   * Writes the plan, in the form of `terraform show -json`, to `file`, as it is (it holds secrets).
   * Undefined for an engine that has none.
   */
  readonly showJson?: (call: EngineCall, file: string) => Promise<EngineResult>;
  /** Applies the plan that stands in `planFile`. */
  apply(call: EngineCall): Promise<EngineResult>;
  /** Applies whatever there is to do now. */
  unsafeApply(call: EngineCall): Promise<EngineResult>;
  /** Prints the outputs as JSON: standard output is raw. Undefined where none are collected. */
  readonly outputs?: (call: EngineCall) => Promise<EngineResult>;
};

/** A plan as `terraform show -json` prints it. */
export type PlanDocument = {
  readonly dir: string;
  readonly workspace: string;
  /** Where the JSON stands, as it is: it holds secrets. */
  readonly file: string;
  readonly summary: PlanSummary;
};

/** Programs that the runner can see to. */
export type ToolName =
  | 'terraform'
  | 'tofu'
  | 'terragrunt'
  | 'checkov'
  | 'conftest'
  | 'opa'
  | 'infracost'
  | 'oiq';

export type ToolRequest = {
  readonly tool: ToolName;
  /** What the configuration asks for: a version, a range, `latest`; undefined: nothing. */
  readonly version: string | undefined;
  /** The directory whose version files and `required_version` count. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Is told what is used, and why, in a line for the log. */
  readonly say: (line: string) => void;
};

/** A program to run. `environmentWith` has what is in `env` and `folder` added to the steps' environment. */
export type ProvidedTool = {
  /** A name on PATH, or an absolute path. */
  readonly command: string;
  /** As far as it had to be known. */
  readonly version: string | undefined;
  /** Tells version managers on PATH (tfenv, tenv) which version was chosen. */
  readonly env: Readonly<Record<string, string>>;
  /** Where a program lies that is not on PATH; steps get it first on theirs. */
  readonly folder: string | undefined;
  /** Why it could not be had, where it is nowhere yet but a step may bring it. */
  readonly missing?: string;
};

/** The tools of a run, each of them installed once. */
export type Tools = {
  /** The program to run for this request. Throws `StepFailed` where there is none, and why. */
  provide(request: ToolRequest): Promise<ProvidedTool>;
};
