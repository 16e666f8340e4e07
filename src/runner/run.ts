import type { OperationManifest, WorkManifestDir } from '../protocol/manifest.ts';
import type { Clock } from './clock.ts';
import type { ControlPlane } from './http/control-plane.ts';
import type { JobLog } from './log/job-log.ts';
import type { Engine, OperationConfig } from './manifest/operation-config.ts';
import type { Masker } from './mask/mask.ts';
import type { Interruption } from './process/interruption.ts';
import type { ProgramRunner } from './process/program.ts';
import type { Settings } from './settings.ts';
import type { Checkout } from './source/checkout.ts';
import type { Source } from './source/source.ts';

/** What every part of the job shares. */
export type Job = {
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
};
