import { GraphqlResponseError } from '@octokit/graphql';
import type { ForgeComment, ForgeReaction, RepositoryRef } from '../forge.ts';
import type { GitHubClient } from './client.ts';
import { GitHubError, unless } from './github-error.ts';
import { at } from './repository.ts';

/** Whether the App, and not a person or another app, wrote it. */
export type IsOwn = (comment: IssueComment) => Promise<boolean>;

type IssueComment = Awaited<
  ReturnType<GitHubClient['rest']['issues']['listComments']>
>['data'][number];

const PAGE = 100;

/**
 * Not tried again when the answer is lost, for the comment may be there: the caller looks with
 * {@link findOwnComment} before it asks a second time.
 */
export async function createComment(
  client: GitHubClient,
  ref: RepositoryRef,
  number: number,
  body: string,
): Promise<ForgeComment> {
  const { data } = await client.rest.issues.createComment({
    ...at(ref),
    issue_number: number,
    body,
    request: { retries: 0 },
  });
  return { id: data.id, nodeId: data.node_id };
}

/** GitHub lists comments oldest first only: the last page is read first. */
export async function findOwnComment(
  client: GitHubClient,
  ref: RepositoryRef,
  number: number,
  containing: string,
  isOwn: IsOwn,
): Promise<ForgeComment | null> {
  const page = async (n: number) =>
    client.rest.issues.listComments({
      ...at(ref),
      issue_number: number,
      per_page: PAGE,
      page: n,
    });
  const first = await page(1);
  for (let n = lastPage(first.headers.link); n >= 1; n--) {
    const { data } = n === 1 ? first : await page(n);
    for (const comment of data.toReversed()) {
      if (comment.body?.includes(containing) && (await isOwn(comment))) {
        return { id: comment.id, nodeId: comment.node_id };
      }
    }
  }
  return null;
}

/** Recognises the App's comments by its id, or by its bot user where GitHub does not name the App. */
export function ownComments(appId: number, ownLogin: () => Promise<string>): IsOwn {
  return async (comment) => {
    const writer = comment.performed_via_github_app;
    if (writer) return writer.id === appId;
    if (comment.user?.type !== 'Bot') return false;
    return comment.user.login === (await ownLogin());
  };
}

export async function minimizeComment(client: GitHubClient, comment: ForgeComment): Promise<void> {
  await client
    .graphql(
      `mutation ($subjectId: ID!) {
        minimizeComment(input: { subjectId: $subjectId, classifier: OUTDATED }) { clientMutationId }
      }`,
      { subjectId: comment.nodeId },
    )
    .catch((error: unknown) => {
      // Deleted by somebody: as much out of the way as can be.
      if (isGone(error)) return;
      throw GitHubError.from(error, '');
    });
}

export async function deleteComment(
  client: GitHubClient,
  ref: RepositoryRef,
  comment: ForgeComment,
): Promise<void> {
  await client.rest.issues
    .deleteComment({ ...at(ref), comment_id: comment.id })
    .catch(unless([404], null));
}

export async function react(
  client: GitHubClient,
  ref: RepositoryRef,
  commentId: number,
  reaction: ForgeReaction,
): Promise<void> {
  await client.rest.reactions.createForIssueComment({
    ...at(ref),
    comment_id: commentId,
    content: reaction,
  });
}

function isGone(error: unknown): boolean {
  return (
    error instanceof GraphqlResponseError &&
    error.errors?.every(({ type }) => type === 'NOT_FOUND') === true
  );
}

function lastPage(link: string | undefined): number {
  const last = link?.match(/[?&]page=(\d+)[^>]*>;\s*rel="last"/)?.[1];
  return last === undefined ? 1 : Number(last);
}
