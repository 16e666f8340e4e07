import type { Config } from './config.ts';
import type { ConfigPath } from './config-error.ts';
import type { Derived, Source } from './derive.ts';
import { compareDirspaces, type Dirspace } from './dirspace.ts';
import { type Existence, existenceOf } from './existence.ts';
import { queryMismatch } from './query-mismatch.ts';
import { asRulesSee } from './rule-tags.ts';
import { parseTagQuery, type Tagged } from './tag-query.ts';

/** What a configuration says about a directory, and where it says so. */
export type Explanation = {
  readonly asked: Asked;
  readonly existence: Existence;
  /** Those of the directory, or of the one workspace that is asked about. */
  readonly dirspaces: readonly ExplainedDirspace[];
};

export type ExplainedDirspace = {
  readonly dirspace: Dirspace;
  /** Where each rule of when_modified is given that has an effect; null for the language's default. */
  readonly rules: Readonly<Record<Rule, ConfigPath | null>>;
  /** For each list in which an entry is chosen by tag query. */
  readonly choices: readonly Choice[];
  /** Schedules that look for drift in it. */
  readonly drift: readonly ConfigPath[];
};

const RULES = [
  'file_patterns',
  'autoplan',
  'autoplan_draft_pr',
  'autoapply',
  'depends_on',
] as const;
type Rule = (typeof RULES)[number];

/** What of a list of entries with tag queries counts for a dirspace. */
export type Choice = {
  readonly list:
    | 'stack'
    | 'workflow'
    | 'apply requirement'
    | 'access policy'
    | 'notification policy';
  readonly chosen: Candidate | null;
  /** Those before it, and why they do not count. */
  readonly passedOver: readonly (Candidate & { readonly reason: string })[];
};

type Candidate = { readonly path: ConfigPath; readonly tagQuery: string };

/** A directory, or with a workspace only that of it. */
type Asked = { readonly dir: string; readonly workspace: string | null };

/** Explains a directory, or one of its workspaces. */
export function explain(
  config: Config,
  source: Source,
  derived: Derived,
  asked: Asked,
): Explanation {
  const { dir, workspace } = asked;
  const dirspaces = derived.dirspaces
    .filter((one) => one.dir === dir && (workspace === null || one.workspace === workspace))
    .toSorted(compareDirspaces);
  const existence = existenceOf(config, source, derived, asked);
  return {
    asked,
    existence,
    dirspaces: dirspaces.map((dirspace) => ({
      dirspace,
      rules: rulesOf(config, existence.entry, dirspace),
      choices: choicesOf(config, dirspace),
      drift: driftOf(config, dirspace),
    })),
  };
}

/** The innermost place where each rule is given: at the workspace, the directory or the top. */
function rulesOf(
  config: Config,
  key: string | null,
  { workspace, namedBy }: Dirspace,
): ExplainedDirspace['rules'] {
  const entry = key === null ? undefined : config.dirs[key];
  const levels = [
    {
      path: ['dirs', key ?? '', namedBy, workspace, 'when_modified'],
      given: entry?.[namedBy]?.[workspace]?.when_modified,
    },
    { path: ['dirs', key ?? '', 'when_modified'], given: entry?.when_modified },
    { path: ['when_modified'], given: config.when_modified },
  ];
  const placeOf = (rule: Rule): ConfigPath | null => {
    const level = levels.find(({ given }) => given?.[rule] !== undefined);
    return level === undefined ? null : [...level.path, rule];
  };
  return {
    file_patterns: placeOf('file_patterns'),
    autoplan: placeOf('autoplan'),
    autoplan_draft_pr: placeOf('autoplan_draft_pr'),
    autoapply: placeOf('autoapply'),
    depends_on: placeOf('depends_on'),
  };
}

function choicesOf(config: Config, dirspace: Dirspace): readonly Choice[] {
  const { apply_requirements, access_control, notifications, workflows } = config;
  const ruled = asRulesSee(dirspace);
  return [
    ...stackChoice(config, dirspace),
    choice('workflow', ['workflows'], workflows, dirspace),
    choice('apply requirement', ['apply_requirements', 'checks'], apply_requirements.checks, ruled),
    ...(access_control.enabled
      ? [choice('access policy', ['access_control', 'policies'], access_control.policies, ruled)]
      : []),
    choice('notification policy', ['notifications', 'policies'], notifications.policies, dirspace),
  ];
}

function choice(
  list: Choice['list'],
  path: ConfigPath,
  entries: readonly { readonly tag_query: string }[],
  tagged: Tagged,
): Choice {
  const passedOver: Choice['passedOver'][number][] = [];
  for (const [i, { tag_query }] of entries.entries()) {
    const candidate = { path: [...path, i], tagQuery: tag_query };
    const reason = reasonAgainst(tag_query, tagged);
    if (reason === null) return { list, chosen: candidate, passedOver };
    passedOver.push({ ...candidate, reason });
  }
  return { list, chosen: null, passedOver };
}

/** Every dirspace is in one stack, whatever their order; nobody asks where there are none. */
function stackChoice(config: Config, dirspace: Dirspace): readonly Choice[] {
  const stacks = Object.entries(config.stacks.names).flatMap(([name, stack]) =>
    'tag_query' in stack ? [{ name, tagQuery: stack.tag_query }] : [],
  );
  if (stacks.length === 0) return [];
  // A stack is chosen before there is a tag of it.
  const tags = dirspace.tags.filter((tag) => !tag.startsWith('stack_name:'));
  const candidates = stacks.map(({ name, tagQuery }) => ({
    name,
    path: ['stacks', 'names', name],
    tagQuery,
  }));
  const chosen = candidates.find(({ name }) => name === dirspace.stack) ?? null;
  const passedOver = candidates.flatMap(({ name, path, tagQuery }) => {
    if (name === dirspace.stack) return [];
    const reason = reasonAgainst(tagQuery, { dir: dirspace.dir, tags });
    return reason === null ? [] : [{ path, tagQuery, reason }];
  });
  return [
    {
      list: 'stack',
      chosen: chosen === null ? null : { path: chosen.path, tagQuery: chosen.tagQuery },
      passedOver,
    },
  ];
}

/** Null where the query matches. */
function reasonAgainst(text: string, tagged: Tagged): string | null {
  const parsed = parseTagQuery(text);
  return parsed.ok ? queryMismatch(parsed.query, tagged) : 'the query does not parse';
}

/** Schedules are not chosen among: each that matches is carried out. */
function driftOf({ drift }: Config, dirspace: Dirspace): readonly ConfigPath[] {
  if (drift === undefined || !drift.enabled) return [];
  if (!('schedules' in drift)) {
    return reasonAgainst(drift.tag_query ?? '', dirspace) === null ? [['drift']] : [];
  }
  return Object.entries(drift.schedules).flatMap(([name, { tag_query }]) =>
    reasonAgainst(tag_query, dirspace) === null ? [['drift', 'schedules', name]] : [],
  );
}
