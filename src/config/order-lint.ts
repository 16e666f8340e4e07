import type { Config } from './config.ts';
import type { Advice } from './dirs-lint.ts';
import type { Dirspace } from './dirspace.ts';
import { firstMatch } from './first-match.ts';
import { hasPath } from './merge.ts';
import { shownDirspace } from './names.ts';
import { parseTagQuery } from './tag-query.ts';

type Ordered = {
  readonly path: readonly string[];
  readonly entries: readonly { readonly tag_query: string }[];
  /** What holds for a dirspace that no entry matches; null where that is harmless. */
  readonly otherwise: string | null;
};

/** The lists of which the first entry counts whose query matches. */
function orderedLists(config: Config): readonly Ordered[] {
  const { access_control, apply_requirements, notifications, workflows } = config;
  return [
    { path: ['workflows'], entries: workflows, otherwise: null },
    {
      path: ['access_control', 'policies'],
      entries: access_control.policies,
      otherwise: access_control.enabled ? 'nobody may plan or apply it' : null,
    },
    {
      path: ['apply_requirements', 'checks'],
      entries: apply_requirements.checks,
      otherwise: 'it cannot be applied',
    },
    { path: ['notifications', 'policies'], entries: notifications.policies, otherwise: null },
  ];
}

/**
 * Finds entries that are never reached, since one before them matches everything; and dirspaces that
 * are shut out, since no entry matches them. `dirspaces` is null where not all entries are known.
 */
export function* lintOrder(
  config: Config,
  written: unknown,
  dirspaces: readonly Dirspace[] | null,
): Generator<Advice> {
  for (const { path, entries, otherwise } of orderedLists(config)) {
    if (!hasPath(written, path)) continue;
    const last = entries.findIndex(({ tag_query }) => matchesEverything(tag_query));
    if (last >= 0 && last < entries.length - 1) {
      const message = `No entry from here on is ever reached: ${path.at(-1)}[${last}] matches everything. Put that one last.`;
      yield { path: [...path, last + 1], message };
    }
    if (last >= 0 || otherwise === null || dirspaces === null) continue;
    // Which branches there are is not known.
    if (entries.some(({ tag_query }) => tag_query.includes('branch:'))) continue;
    const find = firstMatch(entries);
    const out = dirspaces.filter((dirspace) => find(dirspace) === null);
    const [first] = out;
    if (first === undefined) continue;
    const others = out.length === 1 ? '' : ` (and ${out.length - 1} more)`;
    const message = `No entry matches ${shownDirspace(first)}${others}: ${otherwise}. An entry with tag_query: "" at the end is for all that is left.`;
    yield { path, message };
  }
}

function matchesEverything(text: string): boolean {
  const parsed = parseTagQuery(text);
  return parsed.ok && parsed.query.kind === 'everything';
}
