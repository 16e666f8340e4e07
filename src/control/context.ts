import type pg from 'pg';
import type { Logger } from 'pino';
import type { Forge } from '../forge/forge.ts';
import type { CommentTemplates } from './comments/templates.ts';
import type { ConfigurationReader } from './evaluate/configuration-reader.ts';
import type { KeyRing } from './key-ring.ts';
import type { ControlMetrics } from './metrics.ts';
import type { Point } from './points.ts';
import type { IdentitySettings } from './runner-routes/runner-identity.ts';

/** What every part of the room works with. */
export type ControlContext = {
  readonly pool: pg.Pool;
  readonly forge: Forge;
  readonly configurations: ConfigurationReader;
  readonly keys: KeyRing;
  /** Where runners and people reach the server, without a slash at its end. */
  readonly publicUrl: string;
  /** What runners may use of it besides. */
  readonly capabilities: readonly string[];
  /** File name of the workflow that runs are dispatched to. */
  readonly workflow: string;
  readonly identity: IdentitySettings;
  /** The login under which the app comments. */
  readonly ourLogin: () => Promise<string>;
  readonly log: Logger;
  readonly metrics: ControlMetrics;
  readonly templates: CommentTemplates;
  readonly uuid: () => string;
  readonly randomBytes: (size: number) => Uint8Array;
  /** Called at each named point; what it throws, or never returns from, happens there. */
  readonly onPoint: (point: Point) => Promise<void>;
};
