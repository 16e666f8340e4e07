import type { Clock } from '../clock.ts';
import type { Masker } from '../mask/mask.ts';
import type { Settings } from '../settings.ts';

/** How the log of a job is written, so that the CI folds, marks and masks. Texts are masked already. */
export type LogDialect = {
  /** Begins a part that can be folded; `id` is one of the job's own (letters, digits, `_`). */
  openGroup(id: string, title: string, now: number): string;
  closeGroup(id: string, now: number): string;
  error(text: string): string;
  /** Has the CI mask a secret from now on; empty where it cannot. */
  announceSecret(secret: string): string;
  /** The text with nothing in it that the CI carries out as a command. */
  harmless(text: string): string;
};

/** The CI does not give the job an identity; the message says what the job needs for one. */
export class IdentityUnavailable extends Error {}

/** What asking for an identity needs of the job. */
export type IdentifiedJob = {
  readonly settings: Settings;
  readonly masker: Masker;
  readonly clock: Clock;
};

/** The CI that runs the job. */
export type Host = {
  readonly name: 'github' | 'gitlab';
  readonly dialect: LogDialect;
  /** What its users call the setting that says where the control plane is, and what a change is to them. */
  readonly words: { readonly baseUrl: string; readonly change: string };
  /** What the CI and the customer tell the job. Throws `SettingsError` with every problem. */
  readSettings(env: NodeJS.ProcessEnv): Settings;
  /**
   * Shows Markdown where the CI shows what a job did. Resolves to where that is, where the reader has to
   * be told.
   */
  writeSummary(settings: Settings, markdown: string): Promise<string | undefined>;
  /**
   * The CI's proof, for `audience`, of which job of which repository this is. It is a secret of the
   * run from then on. Throws `IdentityUnavailable`.
   */
  identityToken(job: IdentifiedJob, audience: string): Promise<string>;
};
