import type { Config } from './config.ts';
import type { ConfigPath } from './config-error.ts';
import { dirsProblems } from './dirs-meaning.ts';
import { taken } from './error-list.ts';
import type { MeaningProblem } from './meaning.ts';
import { rightKeyFor } from './misplaced-keys.ts';
import { nearestName } from './names.ts';
import { notYet } from './not-yet.ts';
import { compilePattern } from './pattern.ts';
import { knownEngine } from './schema/engine.ts';
import { keysAsMessage, type SchemaProblem, schemaProblems } from './schema-error.ts';
import { show } from './show-value.ts';
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
    if (!enabled || (script !== undefined && script.trim() !== '')) return [];
    const message = `The ${key.replace('_', ' ')} is enabled and has no script.`;
    const path = [key, script === undefined ? 'enabled' : 'script'];
    const expected = script === undefined ? `${key}.script` : 'what is to be run';
    return [{ path, message, expected }];
  });
}

type PlacedEngine = { readonly path: ConfigPath; readonly engine: Config['engine'] };

function enginesOf({ engine, workflows }: Config): readonly PlacedEngine[] {
  const inWorkflows = workflows.map((workflow, i) => ({
    path: ['workflows', i, 'engine'],
    engine: workflow.engine,
  }));
  return [{ path: ['engine'], engine }, ...inWorkflows];
}

/** The schema lets every map of texts through as an engine, but only these can run anything. */
const ENGINES = knownEngine.options.map(({ shape }) => shape.name.value);

function engines(config: Config): readonly MeaningProblem[] {
  return enginesOf(config).flatMap(({ path, engine }): readonly MeaningProblem[] => {
    if (engine === undefined) return [];
    const expected = `one of ${ENGINES.join(', ')}`;
    const { name } = engine;
    if (name === undefined) return [{ path, message: 'This engine has no name.', expected }];
    if (!ENGINES.some((known) => known === name)) {
      const isOpenTofu = /^open\W?tofu$/i.test(String(name));
      const nearest = isOpenTofu ? 'tofu' : nearestName(String(name).toLowerCase(), ENGINES);
      const message = `There is no engine ${show(name)}.`;
      return [{ path: [...path, 'name'], message, expected, nearest }];
    }
    return engineProblems(path, engine).filter((problem) => olderKey(problem) === null);
  });
}

/** A key that older documentation shows comes through, too, and does nothing. */
function olderEngineKeys(config: Config): readonly Remark[] {
  return enginesOf(config).flatMap(({ path, engine }) =>
    engineProblems(path, engine).flatMap((problem) => {
      const right = olderKey(problem);
      const message = `${problem.message} Did you mean ${right}?`;
      return right === null ? [] : [{ path: problem.path, message }];
    }),
  );
}

/** The key that is to be written instead of one from older documentation. */
function olderKey({ path, atKey }: SchemaProblem): string | null {
  return atKey === true ? rightKeyFor(path) : null;
}

function engineProblems(path: ConfigPath, engine: Config['engine']): readonly SchemaProblem[] {
  const parsed = knownEngine.safeParse(engine, { error: keysAsMessage });
  if (engine === undefined || parsed.success) return [];
  return taken(schemaProblems(engine, parsed.error.issues)).map((problem) => ({
    ...problem,
    path: [...path, ...problem.path],
  }));
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
    ...olderEngineKeys(config),
    ...unusedPatterns(config),
    ...guardsOfNoFile(config),
  ];
}

/** Whoever guards `scripts/**` believes that all below is guarded. */
function guardsOfNoFile({ access_control }: Config): readonly Remark[] {
  return Object.keys(access_control.files)
    .filter((file) => file.includes('*') || file.endsWith('/'))
    .map((file) => ({
      path: ['access_control', 'files', file],
      message:
        'Files are named here by their whole paths, not by globs or directories: this guards nothing.',
    }));
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
