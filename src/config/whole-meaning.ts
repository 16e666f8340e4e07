import type { Config } from './config.ts';
import type { ConfigPath } from './config-error.ts';
import { dirsProblems } from './dirs-meaning.ts';
import type { MeaningProblem } from './meaning.ts';
import { notYet } from './not-yet.ts';
import { compilePattern } from './pattern.ts';
import { stacksOf } from './stacks.ts';

/** What is worth saying about a key, and stops nothing. */
export type Remark = { readonly path: ConfigPath; readonly message: string };

/**
 * What shows only when all files are together: stacks that refer to each other, builders without a
 * script, and what is asked for that would silently not happen.
 */
export function wholeProblems(config: Config): {
  readonly errors: readonly MeaningProblem[];
  readonly warnings: readonly Remark[];
  /** What is meant well, but asks for what this version does not carry out. */
  readonly unavailable: readonly MeaningProblem[];
} {
  const stacks = stacksOf(config);
  return {
    errors: [
      ...(stacks.ok ? [] : stacks.problems),
      ...dirsProblems(config),
      ...builders(config),
      ...engines(config),
    ],
    warnings: warnings(config),
    unavailable: notYet(config).map(({ path, what }) => ({
      path,
      message: `The language has ${what}, but this version of Terrane does not carry it out yet.`,
      expected: 'this key left out',
    })),
  };
}

function builders(config: Config): readonly MeaningProblem[] {
  return (['config_builder', 'tree_builder'] as const).flatMap((key) => {
    const { enabled, script } = config[key];
    if (!enabled || script !== undefined) return [];
    const message = `The ${key.replace('_', ' ')} is enabled and has no script.`;
    return [{ path: [key, 'enabled'], message, expected: `${key}.script` }];
  });
}

/** The schema lets every map of texts through as an engine, but only these can run anything. */
const ENGINES = 'terraform tofu terragrunt cdktf pulumi stategraph fly custom'.split(' ');

function engines(config: Config): readonly MeaningProblem[] {
  const given: readonly (readonly [ConfigPath, Config['engine']])[] = [
    [['engine'], config.engine],
    ...config.workflows.map(({ engine }, i) => [['workflows', i, 'engine'], engine] as const),
  ];
  return given.flatMap(([path, engine]) => {
    if (engine === undefined || ENGINES.includes(String(engine.name))) return [];
    const message =
      engine.name === undefined
        ? 'This engine has no name.'
        : `There is no engine ${JSON.stringify(engine.name)}.`;
    return [{ path: [...path, 'name'], message, expected: `one of ${ENGINES.join(', ')}` }];
  });
}

function warnings(config: Config): readonly Remark[] {
  return [
    ...(config.checkout_strategy === 'merge'
      ? []
      : [
          {
            path: ['checkout_strategy'],
            message:
              'It is always carried out as merge, which plans what will be there afterwards.',
          },
        ]),
    ...versions(config).map((path) => ({
      path,
      message: 'Versions are not installed yet; what runs is the program on PATH.',
    })),
    ...unusedPatterns(config),
  ];
}

function versions(config: Config): readonly ConfigPath[] {
  const engines = [
    { path: ['engine'], engine: config.engine },
    ...config.workflows.map(({ engine }, i) => ({ path: ['workflows', i, 'engine'], engine })),
  ];
  return [
    ...(config.default_tf_version === undefined ? [] : [['default_tf_version']]),
    ...config.workflows.flatMap(({ terraform_version }, i) =>
      terraform_version === undefined ? [] : [['workflows', i, 'terraform_version']],
    ),
    ...engines.flatMap(({ path, engine }) =>
      Object.keys(engine ?? {})
        .filter((key) => key.endsWith('version'))
        .map((key) => [...path, key]),
    ),
  ];
}

/** An entry may also be a check's whole title, so one that is no pattern may be meant well. */
function unusedPatterns({ apply_requirements: { checks } }: Config): readonly Remark[] {
  return checks.flatMap(({ status_checks }, i) =>
    status_checks.ignore_matching.flatMap((text, j) => {
      const pattern = compilePattern(text);
      if (pattern.ok) return [];
      const message = `As a pattern it cannot be used (${pattern.problem}), so it only stands for a check of exactly this title.`;
      const path = ['apply_requirements', 'checks', i, 'status_checks', 'ignore_matching', j];
      return [{ path, message }];
    }),
  );
}
