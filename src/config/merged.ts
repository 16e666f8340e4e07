import type { ConfigPath } from './config-error.ts';
import type { YamlSource } from './yaml-source.ts';

/** What a file is to the configuration that it is a part of. */
export type Layer =
  | 'central default'
  | 'config builder'
  | 'repository'
  | 'default branch'
  | 'forced'
  | 'central override';

/** Where a value comes from, and all that is in it. */
export type Origin = {
  readonly layer: Layer;
  readonly source: YamlSource;
  /** In the source. */
  readonly path: ConfigPath;
  /** The entries of a map or list that several files made, each with its own origin. */
  readonly parts: ReadonlyMap<string | number, Origin> | null;
};

/** A value of a configuration, and where each part of it comes from. */
export type Merged = { readonly value: unknown; readonly origin: Origin };
