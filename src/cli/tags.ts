import path from 'node:path/posix';
import { matchesTagQuery, parseTagQuery, showTagQueryError } from '../config/tag-query.ts';
import { TagQueryIndex } from '../config/tag-query-index.ts';
import { lintTagQuery } from '../config/tag-query-lint.ts';
import { visible } from './print.ts';

/** Nothing is known of the configuration that the query is for. */
const ANY_TAG = { tags: null, tagIndex: new TagQueryIndex([]), byName: new Map(), dirs: null };

/** Answers whether a tag query matches: 0 yes, 1 no, 2 for what cannot be asked. */
export function matchTags(
  text: string,
  given: { readonly tags: string; readonly dir?: string },
): 0 | 1 | 2 {
  const parsed = parseTagQuery(text);
  if (!parsed.ok) {
    console.error(`The tag query does not parse:\n${showTagQueryError(text, parsed.error)}`);
    return 2;
  }
  const tags = given.tags.split(',').flatMap((tag) => (tag.trim() === '' ? [] : [tag.trim()]));
  const tagged = tags.find((tag) => tag.startsWith('dir:'))?.slice('dir:'.length);
  const named = given.dir === undefined ? undefined : path.join(given.dir, '.').replace(/\/$/, '');
  if (named !== undefined && tagged !== undefined && named !== tagged) {
    console.error(`The tag dir:${tagged} and --dir ${given.dir} name two directories.`);
    return 2;
  }
  const dir = named ?? tagged ?? '';
  const all = named === undefined ? tags : [...tags, `dir:${named}`];
  for (const { message } of lintTagQuery(text, 'other', ANY_TAG)) {
    console.error(`warning: ${visible(message)}`);
  }
  const matches = matchesTagQuery(parsed.query, { dir, tags: all });
  // For people; scripts read the exit code.
  if (process.stdout.isTTY) console.log(matches ? 'matches' : 'does not match');
  return matches ? 0 : 1;
}
