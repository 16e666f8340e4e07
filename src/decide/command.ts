import { closest, distance } from 'fastest-levenshtein';
import { isToken } from '../config/gate-token.ts';
import { parseTagQuery, showTagQueryError } from '../config/tag-query.ts';

/** What a comment asks for. Plain JSON. Tag queries are text that is known to parse. */
export type Command =
  | { readonly kind: 'plan' | 'apply' | 'apply-autoapprove'; readonly query: string }
  /** `drift`: drift runs; without them, no numbers mean this pull request. */
  | {
      readonly kind: 'unlock';
      readonly pullNumbers: readonly number[];
      readonly drift: boolean;
    }
  /** Approves the gates with these tokens. */
  | { readonly kind: 'gate-approve'; readonly tokens: readonly string[] }
  | { readonly kind: 'bad-gate' }
  | { readonly kind: 'help' }
  /** Show the configuration. */
  | { readonly kind: 'repo-config' }
  /** Find out anew which modules the directories call. */
  | { readonly kind: 'index' }
  | { readonly kind: 'unavailable'; readonly given: string }
  | { readonly kind: 'unknown'; readonly given: string; readonly nearest: string | null }
  | { readonly kind: 'bad-query'; readonly query: string; readonly error: string }
  | { readonly kind: 'bad-unlock-id'; readonly given: string };

const COMMANDS = [
  'plan',
  'apply',
  'apply-autoapprove',
  'unlock',
  'gate',
  'repo-config',
  'index',
  'help',
] as const;
/** Commands of the language that are not carried out yet. */
const UNAVAILABLE = ['apply-force', 'feedback'];
/** Longer texts are not repeated in a reply. */
const MAX_SHOWN = 60;

/**
 * Reads a comment. Its first word must be one of ours; the next word is the command, both in any
 * case, and the rest of the line is what it is about. Backticks around it, as from a copied code span, and
 * following lines do not matter. Null: the comment is not for us (spec orchestration.md 1.1).
 */
export function parseCommand(comment: string): Command | null {
  const [line = ''] = comment
    .trimStart()
    .replace(/^`+\s*/, '')
    .split(/\r?\n/, 1);
  const said = line.slice(0, endOfText(line));
  const words = /^(?:terrateam|terraform|tofu|terrane)(?:\s+(.*))?$/i.exec(said);
  if (words === null) return null;
  const [, given = '', argument = ''] = /^(\S*)\s*(.*)$/.exec(words[1] ?? '') ?? [];
  const action = given.toLowerCase();
  const command = COMMANDS.find((name) => name === action);
  switch (command) {
    case 'help':
    case 'repo-config':
    case 'index':
      return { kind: command };
    case 'unlock':
      return unlock(argument.split(/\s+/).filter((id) => id !== ''));
    case 'gate':
      return gate(argument.split(/\s+/).filter((word) => word !== ''));
    case undefined:
      return UNAVAILABLE.includes(action) ? { kind: 'unavailable', given: action } : unknown(given);
    default:
      return withQuery(command, argument);
  }
}

/** Where spaces and backticks begin that only end a line. */
function endOfText(line: string): number {
  let end = line.length;
  // Step by step: a regular expression for this takes quadratic time on long runs of backticks.
  while (end > 0 && /[\s`]/.test(line.charAt(end - 1))) end -= 1;
  return end;
}

/** A configuration may have longer ones, but these are asked while others wait. */
const MAX_QUERY = 4_096;

function withQuery(kind: 'plan' | 'apply' | 'apply-autoapprove', query: string): Command {
  const parsed = parseTagQuery(query, MAX_QUERY);
  return parsed.ok
    ? { kind, query }
    : { kind: 'bad-query', query, error: showTagQueryError(query, parsed.error) };
}

function unlock(words: readonly string[]): Command {
  const ids = words.filter((word) => word.toLowerCase() !== 'drift');
  const wrong = ids.find((id) => !/^#?[1-9]\d{0,8}$/.test(id));
  if (wrong !== undefined) return { kind: 'bad-unlock-id', given: wrong.slice(0, MAX_SHOWN) };
  return {
    kind: 'unlock',
    pullNumbers: ids.map((id) => Number(id.replace('#', ''))),
    drift: ids.length < words.length,
  };
}

const MOST_TOKENS = 50;

function gate([action, ...tokens]: readonly string[]): Command {
  const isApproval =
    action?.toLowerCase() === 'approve' && tokens.length > 0 && tokens.length <= MOST_TOKENS;
  return isApproval && tokens.every(isToken)
    ? { kind: 'gate-approve', tokens }
    : { kind: 'bad-gate' };
}

function unknown(given: string): Command {
  const short = given.slice(0, MAX_SHOWN);
  const word = short.toLowerCase();
  const best = closest(word, [...COMMANDS]);
  return { kind: 'unknown', given: short, nearest: distance(word, best) <= 2 ? best : null };
}
