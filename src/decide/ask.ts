import type { Decision } from './decision.ts';
import type { PullFacts } from './facts.ts';
import type { Message } from './message.ts';

/** Who wants something done: an event of the forge, or a person's comment. */
export type Ask =
  | { readonly kind: 'event' }
  | { readonly kind: 'comment'; readonly commentId: number; readonly query: string };

/**
 * A comment of ours in answer to an ask. A person's comment gets one answer; an event at most one of
 * a kind for the commit that it is about, however often it is delivered.
 */
export function answer(ask: Ask, pull: PullFacts, message: Message): Decision {
  return ask.kind === 'comment'
    ? { kind: 'comment', key: `answer ${ask.commentId}`, message }
    : remark(ask, pull, message);
}

/** What is said beside the answer; once, as that is. */
export function remark(ask: Ask, pull: PullFacts, message: Message): Decision {
  const about = ask.kind === 'comment' ? ask.commentId : (pull.mergeSha ?? pull.headSha);
  return { kind: 'comment', key: `${message.kind} ${about}`, message };
}

/** The tag query asked for; an event asks for everything. */
export function queryOf(ask: Ask): string {
  return ask.kind === 'comment' ? ask.query : '';
}
