import type { Config } from './config.ts';

/** One stack that dirspaces belong to, with what the stacks around it say worked in. */
export type Stack = {
  /** Its own name and those of the stacks around it: the values of `stack_name:` tags. */
  readonly names: readonly string[];
  /** Names of stacks that dirspaces belong to, those behind them included. */
  readonly planAfter: readonly string[];
  readonly applyAfter: readonly string[];
  readonly modifiedBy: readonly string[];
  readonly autoApply: boolean;
  readonly variables: Readonly<Record<string, string>>;
};

/** By name. Every dirspace's `stack` is among them. */
export type Stacks = Readonly<Record<string, Stack>>;

const NO_RULES: Stack = {
  names: ['default'],
  planAfter: [],
  applyAfter: [],
  modifiedBy: [],
  autoApply: false,
  variables: {},
};

/** The stacks of a configuration. */
export function stacksOf(_config: Config): Stacks {
  return { default: NO_RULES };
}
