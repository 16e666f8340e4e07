import { z } from 'zod';
import type { MeaningProblem } from './meaning.ts';
import { type PathPattern, pathPattern, valuesAt } from './path-pattern.ts';
import { gate } from './schema/step-policy.ts';
import { keysAsMessage, schemaProblems } from './schema-error.ts';
import {
  checkCurrency,
  checkFilePattern,
  checkGlob,
  checkPattern,
  checkRootKey,
  checkSubject,
  checkTagQuery,
  checkTime,
  checkToken,
  checkVariableName,
  checkVersion,
  type TextCheck,
} from './text-checks.ts';

const WHEN_MODIFIED = [
  'when_modified',
  ...['', ' workspaces *', ' stacks *'].map((inner) => `dirs *${inner} when_modified`),
];
const STEPS = [
  ...['plan', 'apply'].map((operation) => `workflows * ${operation} *`),
  ...['all', 'plan', 'apply'].flatMap((operation) =>
    ['pre', 'post'].map((moment) => `hooks ${operation} ${moment} *`),
  ),
];
const APPROVED = ['apply_requirements checks * approved', 'apply_requirements checks approved'];
const POLICY = ['plan', 'apply', 'apply_autoapprove', 'apply_force'].concat(
  ...['apply_with_superapproval', 'superapproval'],
);

/** Where tag queries stand in a file. */
export const TAG_QUERIES: readonly PathPattern[] = [
  ...['workflows *', 'apply_requirements checks *', 'access_control policies *'],
  ...['notifications policies *', 'stacks names *', 'drift', 'drift schedules *'],
]
  .map((parent) => `${parent} tag_query`)
  .map(pathPattern);

/** Where tag queries stand that are about other dirspaces than the one they belong to. */
export const DEPENDENCIES: readonly PathPattern[] = WHEN_MODIFIED.flatMap((parent) =>
  [`${parent} depends_on`, `${parent} depends_on tag_query`].map(pathPattern),
);

/** Where a step says which gate its failure asks for. */
const GATES = STEPS.flatMap((step) => [`${step} gate`, `${step} on_error *`]);

/** Where approvals are asked for. */
export const APPROVALS: readonly PathPattern[] = [...APPROVED, ...GATES].map(pathPattern);

/** Where people are named. */
export const SUBJECTS: readonly PathPattern[] = [
  ...['ci_config_update *', 'terrateam_config_update *', 'unlock *', 'files * *'].map(
    (key) => `access_control ${key}`,
  ),
  ...POLICY.map((key) => `access_control policies * ${key} *`),
]
  .map(pathPattern)
  .concat(
    APPROVALS.flatMap((owner) => [
      [...owner, 'all_of', '*'],
      [...owner, 'any_of', '*'],
    ]),
  );

/** Texts that are in a language of their own, and where they stand. */
const TEXTS: readonly (readonly [TextCheck, readonly PathPattern[]])[] = [
  [checkTagQuery, [...TAG_QUERIES, ...DEPENDENCIES]],
  [checkFilePattern, WHEN_MODIFIED.map((parent) => pathPattern(`${parent} file_patterns *`))],
  [checkPattern, ['branch', 'dest_branch'].map((kind) => pathPattern(`tags ${kind} *`))],
  [checkSubject, SUBJECTS],
  [checkTime, ['start', 'end'].map((end) => pathPattern(`drift schedules * window ${end}`))],
  [checkToken, GATES.map((owner) => pathPattern(`${owner} token`))],
  [
    checkVersion,
    [
      'default_tf_version',
      'workflows * terraform_version',
      ...['engine', 'workflows * engine'].flatMap((engine) =>
        ['version', 'tf_version'].map((key) => `${engine} ${key}`),
      ),
    ].map(pathPattern),
  ],
  [checkCurrency, [pathPattern('cost_estimation currency')]],
  [checkRootKey, [pathPattern('default_branch_overrides *')]],
];

/**
 * What is wrong with a file's value beyond its shape, found in each part that has the right shape:
 * texts that are not in the language which their key is in.
 */
export function* fileProblems(value: unknown): Generator<MeaningProblem> {
  for (const [check, patterns] of TEXTS) {
    for (const pattern of patterns) {
      for (const { path, value: text } of valuesAt(value, pattern)) {
        const problem = typeof text === 'string' ? check(text) : null;
        if (problem !== null) yield { path, ...problem };
      }
    }
  }
  yield* gateProblems(value);
  yield* commandProblems(value);
  yield* variableProblems(value);
  yield* retryProblems(value);
  for (const { path } of valuesAt(value, pathPattern('dirs *'))) {
    const key = String(path.at(-1));
    const glob = key.includes('*') ? checkGlob(key) : null;
    if (glob !== null) yield { path, atKey: true, ...glob };
  }
}

const COMMANDS = STEPS.map((step) => pathPattern(`${step} cmd`));

function* commandProblems(value: unknown): Generator<MeaningProblem> {
  for (const { path, value: cmd } of COMMANDS.flatMap((one) => [...valuesAt(value, one)])) {
    if (!Array.isArray(cmd) || cmd.length > 0) continue;
    const message = 'This step has no program to run.';
    yield { path, message, expected: 'the program and its arguments' };
  }
}

const ENV_STEPS = STEPS.map(pathPattern);

function* variableProblems(value: unknown): Generator<MeaningProblem> {
  for (const { path, value: step } of ENV_STEPS.flatMap((one) => [...valuesAt(value, one)])) {
    const named = namedVariable.safeParse(step);
    const problem = named.success ? checkVariableName(named.data.name) : null;
    if (problem !== null) yield { path: [...path, 'name'], ...problem };
  }
}

const namedVariable = z.object({ type: z.literal('env'), name: z.string() });

const RETRY: readonly (readonly [string, (given: number) => boolean, string])[] = [
  ['tries', (given) => given >= 1, 'at least 1'],
  ['initial_sleep', (given) => given >= 0, 'at least 0'],
  ['backoff', (given) => given > 0, 'more than 0'],
];

/** The schema takes any numbers, but with these nothing would be tried, or no wait be counted. */
function* retryProblems(value: unknown): Generator<MeaningProblem> {
  for (const [key, isPossible, least] of RETRY) {
    const patterns = STEPS.map((step) => pathPattern(`${step} retry ${key}`));
    for (const { path, value: given } of patterns.flatMap((one) => [...valuesAt(value, one)])) {
      if (typeof given !== 'number' || isPossible(given)) continue;
      const message = `${given} is too little for this key.`;
      yield { path, message, expected: `a number of ${least}` };
    }
  }
}

const ON_ERROR = STEPS.map((step) => pathPattern(`${step} on_error *`));
const gateEntry = gate.unwrap().extend({ type: z.literal('gate') });

/** The schema takes anything for an entry of `on_error`; but what is no gate would ask nobody. */
function* gateProblems(value: unknown): Generator<MeaningProblem> {
  for (const { path, value: entry } of ON_ERROR.flatMap((one) => [...valuesAt(value, one)])) {
    const parsed = gateEntry.safeParse(entry, { error: keysAsMessage });
    const problems = parsed.success ? [] : schemaProblems(entry, parsed.error.issues);
    for (const problem of problems) yield { ...problem, path: [...path, ...problem.path] };
  }
}
