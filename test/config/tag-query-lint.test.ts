import { describe, expect, it } from 'vitest';
import {
  lintTagQuery,
  type TagQueryRole,
  tagQueryContext,
} from '../../src/config/tag-query-lint.ts';
import { configOf } from './derived.ts';

const given = {
  dirs: {
    'live/app': { tags: ['team-a'], workspaces: { prod: { tags: ['gold'] }, dev: {} } },
    cdk: { stacks: { eu: {} } },
  },
  tags: { dest_branch: { main: '^main$' } },
  stacks: { names: { base: { tag_query: 'team-a' } } },
};
const dirs = ['.', 'cdk', 'live/app', 'live/network'];

function lint(text: string, role: TagQueryRole = 'other', config: unknown = given) {
  const context = tagQueryContext(configOf(config), dirs);
  return [...lintTagQuery(text, role, context)].map(
    ({ at, length, message }) => `${text.slice(at, at + length)}: ${message}`,
  );
}

describe('nothing is said about', () => {
  it.each([
    '',
    'team-a and gold',
    'workspace:prod or workspace:default',
    'dir:live/app and not workspace:dev',
    'dir:. or dir:live/**',
    'app in dir and not (live/network in dir)',
    'team-a gold',
    'dest_branch:main and stack_name:base and stack_name:default',
    'stack:eu or stack:e* or workspace:*',
    'dir:live/app and app in dir and dir:live/*',
    'a and',
  ])('%j', (text) => {
    expect(lint(text)).toEqual([]);
  });

  it('relative_dir: in depends_on', () => {
    expect(lint('relative_dir:../network', 'depends_on')).toEqual([]);
  });

  it('tags that nobody gives, where a builder may give them', () => {
    const built = { ...given, config_builder: { enabled: true, script: 'x' } };
    expect(lint('any', 'other', built)).toEqual([]);
    expect(lint('any && gold', 'other', built)).toEqual(['&&: && is read as a tag. Write and.']);
  });
});

describe('said is', () => {
  const never = (text: string) => `Nothing in this configuration has the tag ${text}.`;
  it.each([
    [
      'dir:live/app and dir:cdk',
      'dir:cdk: dir:live/app and dir:cdk never hold together: a dirspace has one directory. Write or for either of them.',
    ],
    [
      'dir:live/app dir:cdk/**',
      'dir:cdk/**: dir:live/app and dir:cdk/** never hold together: a dirspace has one directory. Write or for either of them.',
    ],
    [
      'network in dir and dir:live/app',
      'network in dir: dir:live/app and network in dir never hold together: a dirspace has one directory. Write or for either of them.',
    ],
    [
      'workspace:prod and (gold and workspace:dev)',
      'workspace:dev: workspace:prod and workspace:dev never hold together: a dirspace has one workspace. Write or for either of them.',
    ],
    [
      'workspace:prod and stack:eu',
      'stack:eu: workspace:prod and stack:eu never hold together: a dirspace has one workspace. Write or for either of them.',
    ],
    ['gold and not gold', 'not: gold and not gold matches nothing.'],
    ['gold or not (gold)', 'not: gold or not gold matches everything.'],
    ['dir:live/app/', 'dir:live/app/: No directory is written live/app/. Write dir:live/app.'],
    ['dir:./cdk', 'dir:./cdk: No directory is written ./cdk. Write dir:cdk.'],
    ['dir:/cdk', 'dir:/cdk: No directory is written /cdk. Write dir:cdk.'],
    ['dir:./', 'dir:./: No directory is written ./. Write "dir:.".'],
    [
      'dir:live/ap',
      'dir:live/ap: No dirspace is in the directory live/ap. Did you mean dir:live/app?',
    ],
    ['dir:prod/**', 'dir:prod/**: No dirspace is in a directory that "prod/**" matches.'],
    ['prod in dir', 'prod in dir: No dirspace has prod as a whole part of its directory.'],
    [
      'relative_dir:../x',
      'relative_dir:../x: relative_dir: has a meaning only in depends_on, so this matches nothing here. Write dir: and the whole path.',
    ],
    [
      'gold or team-a workspace:prod',
      'workspace:prod: Without an operator, all that follows is read first: gold or (team-a and workspace:prod). Write and, and parentheses, to say what you mean.',
    ],
    [
      'gold team-a or workspace:prod',
      'team-a: Without an operator, all that follows is read first: gold and (team-a or workspace:prod). Write and, and parentheses, to say what you mean.',
    ],
    ['team_a', `team_a: ${never('team_a')} Did you mean team-a?`],
    ['prod', `prod: ${never('prod')} Did you mean workspace:prod?`],
    ['live/app', `live/app: ${never('live/app')} Did you mean dir:live/app?`],
    ['worksapce:prod', `worksapce:prod: ${never('worksapce:prod')} Did you mean workspace:prod?`],
    ['workspace:staging', `workspace:staging: ${never('workspace:staging')}`],
    [
      'workspace:st*',
      'workspace:st*: Nothing in this configuration has a tag that "workspace:st*" matches.',
    ],
    [
      'team-*',
      'team-*: Only in dir:, workspace: and stack: does * make a glob. Nothing in this configuration has the tag "team-*".',
    ],
    [
      'li*e in dir',
      'li*e in dir: Here stands a part of a directory’s path as it is: * is no glob. For a glob, write dir: and the glob.',
    ],
    [
      'dir:live in dir',
      'dir:live in dir: Here stands a part of a directory’s path, and no tag. Leave dir: or in dir out.',
    ],
    ['"" in dir', '"" in dir: This is no part of any directory.'],
    [
      'gold or ""',
      '"": This is a tag without characters, which nothing has. To match everything, write nothing.',
    ],
    ['gold || team-a', '||: || is read as a tag. Write or.'],
    ['!gold', '!gold: The ! is read as part of the tag. Write not gold.'],
    [
      'gold, team-a',
      'gold,: The comma is read as part of the tag. Write gold, and or or and behind it.',
    ],
    ['dir=cdk', 'dir=cdk: This is a tag with the sign = in it. Write dir:cdk.'],
  ])('of %j: %s', (text, advice) => {
    expect(lint(text)).toEqual([advice]);
  });

  it('that stack_name: is not there yet where stacks are chosen', () => {
    expect(lint('stack_name:base', 'stack')).toHaveLength(1);
  });

  it('that a depends_on of everything, or with a star, is not what it seems', () => {
    expect(lint('', 'depends_on')).toHaveLength(1);
    expect(lint('relative_dir:../*', 'depends_on')).toHaveLength(1);
  });

  it('that a glob needs a star, where no tree says what there is', () => {
    const context = tagQueryContext(configOf(given), null);
    const said = (text: string) => [...lintTagQuery(text, 'other', context)].length;
    expect([said('dir:live/{app,network}'), said('dir:live/app?'), said('dir:anything')]).toEqual([
      1, 1, 0,
    ]);
  });
});

it('takes as long as what is taken from it', () => {
  const tags = Array.from({ length: 9_000 }, (_, i) => `tag-number-${i}`);
  const context = tagQueryContext(configOf({ dirs: { a: { tags } } }), null);
  const query = Array.from({ length: 4_000 }, (_, i) => `tog-${i}`).join(' or ');
  const [first] = lintTagQuery(query, 'other', context);
  expect(first?.at).toBe(0);
});
