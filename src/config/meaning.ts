import type { Config, WhenModified } from './config.ts';
import type { ConfigPath } from './config-error.ts';
import { globalPatterns, patternFor } from './file-patterns.ts';
import { compileGlob } from './glob.ts';
import { notYet } from './not-yet.ts';
import { compilePattern } from './pattern.ts';
import { parseSubject } from './subject.ts';
import { parseTagQuery, showTagQueryError } from './tag-query.ts';

/** Something that has the right shape and yet cannot be meant so. */
export type MeaningProblem = {
  readonly path: ConfigPath;
  readonly message: string;
  readonly expected: string | null;
};

/**
 * Checks what shapes cannot say: tag queries, globs, patterns and subjects parse, and nothing is
 * asked for that would silently not happen. Warnings stop nothing.
 */
export function meaningProblems(config: Config): {
  readonly errors: readonly MeaningProblem[];
  readonly warnings: readonly string[];
  /** What is meant well, but asks for what this version does not carry out. */
  readonly unavailable: readonly MeaningProblem[];
} {
  return {
    errors: [
      ...tagQueries(config),
      ...globs(config),
      ...patterns(config),
      ...subjects(config),
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

function tagQueries(config: Config): readonly MeaningProblem[] {
  const queries: readonly (readonly [ConfigPath, string])[] = [
    ...config.workflows.map(
      ({ tag_query }, i) => [['workflows', i, 'tag_query'], tag_query] as const,
    ),
    ...config.apply_requirements.checks.map(
      ({ tag_query }, i) => [['apply_requirements', 'checks', i, 'tag_query'], tag_query] as const,
    ),
    ...config.notifications.policies.map(
      ({ tag_query }, i) => [['notifications', 'policies', i, 'tag_query'], tag_query] as const,
    ),
  ];
  return queries.flatMap(([path, text]) => {
    const parsed = parseTagQuery(text);
    if (parsed.ok) return [];
    const message = `The tag query does not parse:\n${showTagQueryError(text, parsed.error)}`;
    return [{ path, message, expected: 'a tag query, e.g. dir:network and workspace:prod' }];
  });
}

function globs(config: Config): readonly MeaningProblem[] {
  const lists: readonly (readonly [ConfigPath, WhenModified])[] = [
    [['when_modified'], config.when_modified],
    ...Object.entries(config.dirs).flatMap(([dir, definition]) => [
      [['dirs', dir, 'when_modified'], definition.when_modified] as const,
      ...Object.entries(definition.workspaces ?? {}).map(
        ([name, { when_modified }]) =>
          [['dirs', dir, 'workspaces', name, 'when_modified'], when_modified] as const,
      ),
    ]),
  ];
  const given = lists.flatMap(([path, { file_patterns = [] }]) =>
    (path.length === 1 ? globalPatterns(file_patterns) : file_patterns).map((pattern, i) => ({
      path: [...path, 'file_patterns', i],
      pattern: patternFor(pattern, 'dir', 'workspace').replace(/^!/, ''),
    })),
  );
  const keys = Object.keys(config.dirs).filter((key) => key.includes('*'));
  return [...given, ...keys.map((key) => ({ path: ['dirs', key], pattern: key }))].flatMap(
    ({ path, pattern }) => {
      const glob = compileGlob(pattern);
      if (glob.ok) return [];
      const message = `This glob cannot be used: ${glob.problem}.`;
      return [{ path, message, expected: 'a glob, e.g. network/**/*.tf' }];
    },
  );
}

function patterns(config: Config): readonly MeaningProblem[] {
  const given: readonly (readonly [ConfigPath, string])[] = [
    ...Object.entries(config.tags.branch).map(([k, v]) => [['tags', 'branch', k], v] as const),
    ...Object.entries(config.tags.dest_branch).map(
      ([k, v]) => [['tags', 'dest_branch', k], v] as const,
    ),
    ...config.apply_requirements.checks.flatMap(({ status_checks }, i) =>
      status_checks.ignore_matching.map(
        (v, j) =>
          [['apply_requirements', 'checks', i, 'status_checks', 'ignore_matching', j], v] as const,
      ),
    ),
  ];
  return given.flatMap(([path, text]) => {
    const pattern = compilePattern(text);
    if (pattern.ok) return [];
    const message = `This pattern cannot be used: ${pattern.problem}.`;
    return [{ path, message, expected: 'a regular expression in RE2 syntax' }];
  });
}

function subjects(config: Config): readonly MeaningProblem[] {
  return config.apply_requirements.checks.flatMap(({ approved }, i) =>
    (['all_of', 'any_of'] as const).flatMap((key) =>
      approved[key].flatMap((text, j) =>
        parseSubject(text) === null
          ? [
              {
                path: ['apply_requirements', 'checks', i, 'approved', key, j],
                message: `${JSON.stringify(text)} names nobody.`,
                expected: '*, user:login, team:slug or role:read|triage|write|maintain|admin',
              },
            ]
          : [],
      ),
    ),
  );
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

function warnings(config: Config): readonly string[] {
  const stubborn = config.notifications.policies.some((p) => p.comment_strategy !== 'minimize');
  const engines = [config.engine, ...config.workflows.map(({ engine }) => engine)];
  const versioned =
    config.default_tf_version !== undefined ||
    config.workflows.some(({ terraform_version }) => terraform_version !== undefined) ||
    engines.some((engine) => Object.keys(engine ?? {}).some((key) => key.endsWith('version')));
  return [
    ...(stubborn
      ? ['notifications.policies: every comment_strategy is carried out as minimize.']
      : []),
    ...(config.checkout_strategy !== 'merge'
      ? [
          'checkout_strategy: always carried out as merge, which plans what will be there afterwards.',
        ]
      : []),
    ...(versioned
      ? ['engine: versions are not installed yet; what runs is the program on PATH.']
      : []),
  ];
}
