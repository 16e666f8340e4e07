import { posix } from 'node:path';
import type { Config } from './config.ts';
import { compileGlob } from './glob.ts';
import { knownTags } from './known-tags.ts';
import { nearestName, shownName } from './names.ts';
import {
  compileTagQuery,
  globOfTag,
  parseTagQuery,
  printTagQuery,
  type Tagged,
  type TagQuery,
} from './tag-query.ts';
import { TagQueryIndex } from './tag-query-index.ts';
import type { TagQueryPlace } from './tag-query-parser.ts';

/** Something about a part of a query that is likely not meant so. The message is one line. */
export type TagQueryAdvice = TagQueryPlace & { readonly message: string };

/** Where a query stands: `relative_dir:` has a meaning in a `depends_on`, `stack_name:` none in a stack. */
export type TagQueryRole = 'depends_on' | 'stack' | 'other';

/** What the queries of a configuration can be about. Made once for all of them. */
export type TagQueryContext = {
  /** Null: any tag may be there. */
  readonly tags: ReadonlySet<string> | null;
  readonly tagIndex: TagQueryIndex;
  /** By what stands behind the colon: `workspace:prod` for `prod`. */
  readonly byName: ReadonlyMap<string, string>;
  /** The directories that have dirspaces; null where the tree is not known. */
  readonly dirs: { readonly list: readonly string[]; readonly index: TagQueryIndex } | null;
};

/** `dirs` are the directories of all dirspaces; null where the tree is not known. */
export function tagQueryContext(config: Config, dirs: readonly string[] | null): TagQueryContext {
  const tags = knownTags(config);
  const asked = (list: readonly Tagged[]) => new TagQueryIndex(list, MAX_WORK);
  return {
    tags,
    tagIndex: asked([...(tags ?? [])].map((tag) => ({ dir: '', tags: [tag] }))),
    byName: new Map([...(tags ?? [])].map((tag) => [tag.slice(tag.indexOf(':') + 1), tag])),
    dirs:
      dirs === null
        ? null
        : { list: dirs, index: asked(dirs.map((dir) => ({ dir, tags: [`dir:${dir}`] }))) },
  };
}

/** Advice is worth less time than carrying out what a configuration says. */
const MAX_WORK = 5_000_000;

/**
 * Finds what can never match in a tag query, or is easily misread. It stops nothing, since tags may
 * come from elsewhere. A query that does not parse gets no advice. One advice takes long where names
 * are compared: take as many from here as are shown, and no more.
 */
export function* lintTagQuery(
  text: string,
  role: TagQueryRole,
  context: TagQueryContext,
): Generator<TagQueryAdvice> {
  const parsed = parseTagQuery(text);
  if (!parsed.ok) return;
  const { query, mixed, places } = parsed;
  if (mixed !== null) {
    const message = `Without an operator, all that follows is read first: ${shortened(query)}. Write and, and parentheses, to say what you mean.`;
    yield { ...mixed, message };
  }
  const place = (part: TagQuery): TagQueryPlace =>
    places.get(part) ?? { at: 0, length: text.length };
  for (const part of partsOf(query)) {
    const message = adviceOn(part, role, context);
    if (message !== null) yield { ...place(part), message };
    if (part.kind === 'and' || part.kind === 'or') {
      for (const [culprit, why] of contradictions(part)) yield { ...place(culprit), message: why };
    }
  }
}

/** A query and all queries in it. */
function* partsOf(query: TagQuery): Generator<TagQuery> {
  yield query;
  if (query.kind === 'not') yield* partsOf(query.query);
  if (query.kind === 'and' || query.kind === 'or') {
    for (const one of query.queries) yield* partsOf(one);
  }
}

const LONGEST = 200;

function shortened(query: TagQuery): string {
  const text = printTagQuery(query).replaceAll(/\s+/g, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function adviceOn(query: TagQuery, role: TagQueryRole, context: TagQueryContext): string | null {
  switch (query.kind) {
    case 'everything':
      return role === 'depends_on'
        ? 'This selects all dirspaces, so each waits for each other.'
        : null;
    case 'tag':
      return (
        adviceOnOperator(query.tag, context) ??
        (query.tag.startsWith('dir:')
          ? adviceOnDir(query, query.tag.slice('dir:'.length), context)
          : adviceOnTag(query, role, context))
      );
    case 'in_dir':
      return adviceOnFragment(query, query.fragment, context);
    case 'relative_dir':
      return adviceOnRelative(query.path, role);
    default:
      return null;
  }
}

/** Operators of other languages, which are tags in this one. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '&': 'and',
  '&&': 'and',
  '+': 'and',
  '|': 'or',
  '||': 'or',
  ',': 'or',
  '!': 'not',
};

function adviceOnOperator(tag: string, { tags }: TagQueryContext): string | null {
  if (tags?.has(tag)) return null;
  if (tag === '') {
    return 'This is a tag without characters, which nothing has. To match everything, write nothing.';
  }
  const meant = Object.hasOwn(LOOKALIKES, tag) ? LOOKALIKES[tag] : undefined;
  if (meant !== undefined) return `${tag} is read as a tag. Write ${meant}.`;
  const [, bang, name = ''] = /^(!)(.+)$/s.exec(tag) ?? [];
  if (bang !== undefined) return `The ! is read as part of the tag. Write not ${shownName(name)}.`;
  const [, before = '', comma] = /^(.+)(,)$/s.exec(tag) ?? [];
  if (comma !== undefined) {
    return `The comma is read as part of the tag. Write ${shownName(before)}, and or or and behind it.`;
  }
  const [, field = '', value] = /^(dir|workspace|stack|stack_name)==?(.*)$/s.exec(tag) ?? [];
  return value === undefined
    ? null
    : `This is a tag with the sign = in it. Write ${shownName(`${field}:${value}`)}.`;
}

function adviceOnDir(
  query: TagQuery,
  path: string,
  { dirs, tags }: TagQueryContext,
): string | null {
  if (tags?.has(`dir:${path}`)) return null;
  const written = posix.normalize(path).replace(/^\/+|\/$/g, '') || '.';
  if (written !== path) {
    return `No directory is written ${shownName(path)}. Write ${shownName(`dir:${written}`)}.`;
  }
  const glob = globOfTag(`dir:${path}`) === null ? null : compileGlob(path);
  if (glob?.ok === false) return `This glob matches nothing: ${glob.problem}.`;
  if (dirs !== null && dirs.index.matching(query)?.length === 0) {
    if (glob !== null) return `No dirspace is in a directory that ${shownName(path)} matches.`;
    const nearest = nearestName(path, dirs.list.length > MOST_NAMES ? [] : dirs.list);
    return `No dirspace is in the directory ${shownName(path)}.${didYouMean(nearest, 'dir:')}`;
  }
  const odd = glob === null && dirs === null ? /[?{[]/.exec(path) : null;
  return odd === null
    ? null
    : `Without a * this is no glob: ${odd[0]} stands for itself. Write * or the directories with or.`;
}

/** Comparing more takes too long for a hint. */
const MOST_NAMES = 10_000;

function didYouMean(name: string | null, prefix = ''): string {
  return name === null ? '' : ` Did you mean ${shownName(`${prefix}${name}`)}?`;
}

function adviceOnTag(
  query: TagQuery & { readonly kind: 'tag' },
  role: TagQueryRole,
  { tags, tagIndex, byName, dirs }: TagQueryContext,
): string | null {
  const { tag } = query;
  if (role === 'stack' && tag.startsWith('stack_name:')) {
    return 'A stack is chosen before there are stack_name: tags, so this matches nothing here.';
  }
  if (tags === null || tags.has(tag)) return null;
  if (globOfTag(tag) !== null) {
    return tagIndex.matching(query)?.length === 0
      ? `Nothing in this configuration has a tag that ${shownName(tag)} matches.`
      : null;
  }
  if (/[*?]/.test(tag)) {
    return `Only in dir:, workspace: and stack: does * make a glob. Nothing in this configuration has the tag ${shownName(tag)}.`;
  }
  const isDir = dirs?.list.includes(tag) === true;
  const nearest = isDir
    ? `dir:${tag}`
    : (byName.get(tag) ?? nearestName(tag, tags.size > MOST_NAMES ? [] : [...tags]));
  return `Nothing in this configuration has the tag ${shownName(tag)}.${didYouMean(nearest)}`;
}

function adviceOnFragment(
  query: TagQuery,
  fragment: string,
  { dirs }: TagQueryContext,
): string | null {
  if (!/[^/]/.test(fragment)) return 'This is no part of any directory.';
  const prefix = /^(dir|workspace|stack|stack_name):/.exec(fragment);
  if (prefix !== null) {
    return `Here stands a part of a directory’s path, and no tag. Leave ${prefix[0]} or in dir out.`;
  }
  if (/[*?]/.test(fragment)) {
    return 'Here stands a part of a directory’s path as it is: * is no glob. For a glob, write dir: and the glob.';
  }
  const none = dirs !== null && dirs.index.matching(query)?.length === 0;
  return none ? `No dirspace has ${shownName(fragment)} as a whole part of its directory.` : null;
}

function adviceOnRelative(path: string, role: TagQueryRole): string | null {
  if (role !== 'depends_on') {
    return 'relative_dir: has a meaning only in depends_on, so this matches nothing here. Write dir: and the whole path.';
  }
  return path.includes('*')
    ? 'In relative_dir: a * is no glob: this is one directory of that name.'
    : null;
}

/** Parts of a chain that cannot hold together with others, or, with `or`, of which one always holds. */
function* contradictions({
  kind,
  queries,
}: Extract<TagQuery, { kind: 'and' | 'or' }>): Generator<[TagQuery, string]> {
  const printed = new Set(queries.map(printTagQuery));
  for (const query of queries) {
    const text = query.kind === 'not' ? printTagQuery(query.query) : '';
    if (query.kind !== 'not' || !printed.has(text)) continue;
    const what = shortened(query.query);
    yield [
      query,
      `${what} ${kind} not ${what} matches ${kind === 'and' ? 'nothing' : 'everything'}.`,
    ];
  }
  if (kind === 'and') yield* exclusions(queries);
}

/** A dirspace has one directory, one workspace, and at most one tag of each branch. */
function* exclusions(queries: readonly TagQuery[]): Generator<[TagQuery, string]> {
  const fixed = new Map<string, string>();
  for (const query of queries) {
    const name = fieldOf(query)?.name;
    if (name === undefined || query.kind !== 'tag' || globOfTag(query.tag) !== null) continue;
    if (!fixed.has(name)) fixed.set(name, query.tag);
  }
  for (const query of queries) {
    const field = fieldOf(query);
    const tag = fixed.get(field?.name ?? '');
    if (field === null || tag === undefined) continue;
    if (compileTagQuery(query)({ dir: tag.slice('dir:'.length), tags: [tag] })) continue;
    const both = `${shownName(tag)} and ${shortened(query)}`;
    yield [query, `${both} never hold together: ${field.why}. Write or for either of them.`];
  }
}

const FIELDS = [
  { name: 'dir', starts: ['dir:'], why: 'a dirspace has one directory' },
  { name: 'workspace', starts: ['workspace:', 'stack:'], why: 'a dirspace has one workspace' },
  { name: 'branch', starts: ['branch:'], why: 'a change has at most one branch: tag' },
  {
    name: 'dest_branch',
    starts: ['dest_branch:'],
    why: 'a change has at most one dest_branch: tag',
  },
];

function fieldOf(query: TagQuery) {
  if (query.kind === 'in_dir') return FIELDS[0] ?? null;
  if (query.kind !== 'tag') return null;
  const { tag } = query;
  return FIELDS.find(({ starts }) => starts.some((start) => tag.startsWith(start))) ?? null;
}
