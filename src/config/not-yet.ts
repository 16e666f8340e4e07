import type { Config } from './config.ts';
import type { ConfigPath } from './config-error.ts';

/** A key that would do something else than it says, or weaken a rule, if it were ignored. */
export type NotYet = { readonly path: ConfigPath; readonly what: string };

/** A part of the language that this version does not carry out. */
type Gap = {
  /** Where it stands in a file, as the documentation writes it. */
  readonly key: string;
  readonly what: string;
  /** Where a configuration asks for it. */
  readonly asked: (config: Config) => readonly ConfigPath[];
};

/** What a configuration asks for that this version does not carry out. */
export function notYet(config: Config): readonly NotYet[] {
  return GAPS.flatMap(({ what, asked }) => asked(config).map((path) => ({ path, what })));
}

/** Everything of the language that this version does not carry out; the documentation lists it. */
export const GAPS: readonly Gap[] = [
  {
    key: '`apply_requirements.checks[].approved.require_completed_reviews`',
    what: 'completed reviews',
    asked: ({ apply_requirements }) =>
      apply_requirements.checks.flatMap(({ approved }, i) =>
        approved.require_completed_reviews
          ? [['apply_requirements', 'checks', i, 'approved', 'require_completed_reviews']]
          : [],
      ),
  },
];
