import type { Config } from '../../config/config.ts';
import { type ConfigPath, formatPath } from '../../config/config-error.ts';
import type { Derived } from '../../config/derive.ts';
import type { Dirspace } from '../../config/dirspace.ts';
import { engineOf, workflowEngine } from '../../config/engine-choice.ts';
import type { Because, Existence } from '../../config/existence.ts';
import type { Choice, ExplainedDirspace, Explanation } from '../../config/explain.ts';
import { type WaitCause, waitsFor } from '../../config/waits-for.ts';
import { applyText, lockText, nameOf, planText, stackText } from '../dirspace-text.ts';
import { few, heading, list, rows } from '../text.ts';

export type Surroundings = {
  readonly config: Config;
  readonly derived: Derived;
  /** Where the configuration says something; null for what nobody wrote. */
  readonly place: (path: ConfigPath) => string | null;
  /** What does not count or is not known here, in sentences. */
  readonly caveats: readonly string[];
};

/** An explanation for people. */
export function explanationText(explanation: Explanation, around: Surroundings): string {
  const { asked, existence, dirspaces } = explanation;
  const name =
    asked.workspace === null ? asked.dir : nameOf({ ...asked, workspace: asked.workspace });
  const verdict = dirspaces.length === 0 ? `${name} is no dirspace` : asked.dir;
  const sections = [
    ...(around.caveats.length === 0 ? [] : [list('! ', around.caveats)]),
    [heading(verdict), ...why(existence, around)],
    ...dirspaces.map((one) => dirspaceText(one, around)),
  ];
  return sections.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function why({ because, passedOver }: Existence, around: Surroundings): readonly string[] {
  return [
    ...list('  ', reasons(because, around)),
    ...passedOver.flatMap(({ key, reason }) =>
      list('  ', [`Passed over: ${said(['dirs', key], around)}: ${reason}.`]),
    ),
  ];
}

/** Why there are dirspaces or none, in sentences. */
function reasons(because: Because, around: Surroundings): readonly string[] {
  switch (because.kind) {
    case 'named':
      return [`${said(because.path, around)} names it.`];
    case 'created':
      return [`${said(because.path, around)} names it, and it is created when it is missing.`];
    case 'globbed':
      return [`${said(because.path, around)} matches ${because.file}.`];
    case 'default':
      return [`No entry of dirs is about it. ${selection(because, around)}`];
    case 'no such workspace':
      return [`It has no such workspace. There are: ${because.workspaces.join(', ')}.`];
    case 'ignored':
      return [`${said(because.path, around)} leaves it without file_patterns: it is never run.`];
    case 'module':
      return [`It is a module, called by ${few(because.callers)}: its callers are run instead.`];
    case 'not selected':
      return [
        `No entry of dirs is about it, and none of its files is selected by ${topPatterns(because.patterns, around)}.`,
        `Its files: ${few(because.files)}.`,
      ];
    case 'no file':
      return [
        `No file is directly in it, only further down: in ${few(because.below)}.`,
        ...entryInVain(because.path, around),
      ];
    case 'no directory':
      return [
        'It is a file or a symbolic link. What lies behind links is found by the indexer only.',
      ];
    case 'not in the tree':
      return [
        'There is no such directory among the files of this checkout.',
        ...(because.nearest === null ? [] : [`Did you mean ${because.nearest}?`]),
        ...entryInVain(because.path, around),
      ];
  }
}

function selection({ patterns, file }: Because & { kind: 'default' }, around: Surroundings) {
  return file === null
    ? `Every directory is one, because of ${topPatterns(patterns, around)}.`
    : `${file} is selected by ${topPatterns(patterns, around)}.`;
}

function topPatterns(patterns: readonly string[], around: Surroundings): string {
  return `${said(['when_modified', 'file_patterns'], around)}: ${patterns.join(', ')}`;
}

function entryInVain(path: ConfigPath | null, around: Surroundings): readonly string[] {
  if (path === null) return [];
  return [
    `${said(path, around)} names it, but counts only with a file, or with create_if_missing.`,
  ];
}

function dirspaceText(explained: ExplainedDirspace, around: Surroundings): readonly string[] {
  const { dirspace, rules, choices, drift } = explained;
  const stack = around.derived.stacks[dirspace.stack];
  const { dependsOn } = dirspace;
  const stackIs = stackText(dirspace.stack, stack);
  const chosen = choices.map((one): readonly [string, string] => [
    // The name of the stack stands above it already.
    one.list === 'stack' && stackIs !== null ? '' : one.list,
    chosenText(one, around),
  ]);
  return [
    heading(nameOf(dirspace)),
    ...rows(2, [
      ['tags', dirspace.tags.toSorted().join(' ')],
      ['changed by', dirspace.filePatterns.join(' ')],
      ['', said(rules.file_patterns ?? ['when_modified', 'file_patterns'], around)],
      [
        'depends on',
        dependsOn === null ? null : ruled(dependsOn.tagQuery, rules.depends_on, around),
      ],
      ['plan', ruled(planText(dirspace), rules.autoplan ?? rules.autoplan_draft_pr, around)],
      [
        'apply',
        ruled(applyText(dirspace, stack), stack?.autoApply ? null : rules.autoapply, around),
      ],
      ['lock', lockText(dirspace)],
      ['engine', engineText(dirspace.workflow, around)],
      ['environment', dirspace.environment],
      ['runs on', dirspace.runsOn === null ? null : JSON.stringify(dirspace.runsOn)],
      ['planned after', waitsText(dirspace, ['depends_on', 'plan_after'], around)],
      ['applied after', waitsText(dirspace, ['apply_after'], around)],
      ['stack', stackIs],
      ...chosen,
      ['drift', drift.length === 0 ? null : drift.map((one) => said(one, around)).join(', ')],
    ]),
    ...passedOverText(choices),
  ];
}

/** The dirspaces that it waits for where they are part of its change; null for none. */
function waitsText(
  dirspace: Dirspace,
  kinds: readonly WaitCause['kind'][],
  { derived }: Surroundings,
): string | null {
  const waits = waitsFor(derived, dirspace).filter(({ because }) => kinds.includes(because.kind));
  return waits.length === 0 ? null : few([...new Set(waits.map(({ on }) => nameOf(on)))]);
}

function passedOverText(choices: readonly Choice[]): readonly string[] {
  const entries = choices.flatMap(({ passedOver }) => passedOver);
  if (entries.length === 0) return [];
  return [
    '  passed over',
    ...entries.flatMap(({ path, tagQuery, reason }) =>
      list('    ', [`${formatPath(path)} ${tagQuery}: not matched: ${reason}`]),
    ),
  ];
}

function chosenText({ list: name, chosen }: Choice, around: Surroundings): string {
  if (chosen !== null) {
    const query = chosen.tagQuery === '' ? 'everything' : chosen.tagQuery;
    return `${said(chosen.path, around)}: ${query}`;
  }
  switch (name) {
    case 'workflow':
      return 'the built-in one';
    case 'apply requirement':
      return 'none matches: nobody may apply it';
    case 'access policy':
      return 'none matches: nobody may plan or apply it';
    case 'notification policy':
      return 'none matches: older comments are minimized';
    case 'stack':
      return 'default, because no query matches';
  }
}

function ruled(text: string, path: ConfigPath | null, around: Surroundings): string {
  return path === null ? text : `${text}: ${said(path, around)}`;
}

/** Keys that name an engine, the newer ones first. */
const ENGINE_KEYS = {
  workflow: ['engine', 'cdktf', 'terragrunt', 'terraform_version'],
  top: ['engine', 'default_tf_version'],
} as const;

function engineText(index: number | null, around: Surroundings): string {
  const { config, place } = around;
  const above = engineOf(config);
  const workflow = index === null ? undefined : config.workflows[index];
  const own = workflow === undefined ? undefined : workflowEngine(workflow, above);
  const paths: readonly ConfigPath[] =
    own === undefined
      ? ENGINE_KEYS.top.map((key) => [key])
      : ENGINE_KEYS.workflow.map((key) => ['workflows', index ?? 0, key]);
  const path = paths.find((one) => place(one) !== null) ?? null;
  return ruled(String((own ?? above)?.name ?? 'terraform'), path, around);
}

/** A key as people write it, and where it stands. */
function said(path: ConfigPath, { place }: Surroundings): string {
  return `${formatPath(path)} (${place(path) ?? 'the default'})`;
}
