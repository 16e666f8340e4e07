import type { Config, DirConfig, WhenModified } from './config.ts';
import type { DependsOn, Dirspace } from './dirspace.ts';
import { globalPatterns, type PatternTemplate, patternTemplate } from './file-patterns.ts';

/** What an entry of `dirs` says of one of its workspaces, with all that it inherits. */
export type WorkspaceRules = {
  readonly named: Pick<Dirspace, 'workspace' | 'namedBy'>;
  readonly rules: Pick<Dirspace, 'autoplan' | 'autoplanDraft' | 'autoapply' | 'dependsOn'>;
  /** Beside those that come of its directory and its own name. */
  readonly tags: readonly string[];
  readonly patterns: readonly PatternTemplate[];
};

/** What a directory without an entry has. */
export const NO_ENTRY: DirConfig = {
  create_if_missing: false,
  lock_branch_target: 'all',
  tags: [],
  when_modified: {},
};

/** The workspaces and stacks of an entry; `default` where it names none. */
export function workspaceRules(config: Config, entry: DirConfig): readonly WorkspaceRules[] {
  const inherited = { ...config.when_modified, ...given(entry.when_modified) };
  const patterns =
    entry.when_modified.file_patterns ?? globalPatterns(config.when_modified.file_patterns);
  const { workspaces, stacks } = entry;
  const standard: Workspaces =
    stacks === undefined ? { default: { tags: [], when_modified: {} } } : {};
  const named = [
    ...namedBy('workspaces', workspaces ?? standard),
    ...namedBy('stacks', stacks ?? {}),
  ];
  return named.map(([by, name, workspace]) => {
    const own = { ...inherited, ...given(workspace.when_modified) };
    return {
      named: { workspace: name, namedBy: by },
      rules: {
        autoplan: own.autoplan ?? true,
        autoplanDraft: own.autoplan_draft_pr ?? true,
        autoapply: own.autoapply ?? false,
        dependsOn: dependsOn(own.depends_on),
      },
      tags: [...entry.tags, ...workspace.tags],
      patterns: (workspace.when_modified.file_patterns ?? patterns).map((pattern) =>
        patternTemplate(pattern, name),
      ),
    };
  });
}

type Workspaces = NonNullable<DirConfig['workspaces']>;

function namedBy(key: Dirspace['namedBy'], workspaces: Workspaces) {
  return Object.entries(workspaces).map(([name, one]) => [key, name, one] as const);
}

/** Without the keys that are not given: those are inherited. */
function given(rules: WhenModified): WhenModified {
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
}

function dependsOn(value: WhenModified['depends_on']): DependsOn | null {
  if (value === undefined) return null;
  if (typeof value === 'string') return { tagQuery: value, pruneOnNoChange: false };
  return { tagQuery: value.tag_query, pruneOnNoChange: value.prune_on_no_change ?? false };
}
