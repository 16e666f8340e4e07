import { buildSchema, graphql } from 'graphql';
import { z } from 'zod';
import { atLeast, roleOf } from './access.ts';
import { minimizeComment } from './comments.ts';
import { maySee, permits, type Viewer } from './rest/viewer.ts';
import { reviewDecision } from './review-decision.ts';
import type { Comment, PullRequest, Repository, World } from './world.ts';

/** The part of GitHub's schema that we use, in GitHub's words. */
const schema = buildSchema(`
  type Query {
    repository(owner: String!, name: String!): Repository
    viewer: User!
  }
  type Mutation {
    minimizeComment(input: MinimizeCommentInput!): MinimizeCommentPayload
  }
  type User { login: String! }
  type Repository {
    id: ID!
    nameWithOwner: String!
    pullRequest(number: Int!): PullRequest
  }
  type PullRequest {
    id: ID!
    number: Int!
    title: String!
    isDraft: Boolean!
    reviewDecision: PullRequestReviewDecision
  }
  enum PullRequestReviewDecision { APPROVED CHANGES_REQUESTED REVIEW_REQUIRED }
  enum ReportedContentClassifiers { ABUSE DUPLICATE LOW_QUALITY OFF_TOPIC OUTDATED RESOLVED SPAM }
  input MinimizeCommentInput {
    subjectId: ID!
    classifier: ReportedContentClassifiers!
    clientMutationId: String
  }
  type MinimizeCommentPayload {
    clientMutationId: String
    minimizedComment: Minimizable
  }
  interface Minimizable {
    isMinimized: Boolean!
    minimizedReason: String
    viewerCanMinimize: Boolean!
  }
  type IssueComment implements Minimizable {
    id: ID!
    body: String!
    isMinimized: Boolean!
    minimizedReason: String
    viewerCanMinimize: Boolean!
  }
`);

const request = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

interface MinimizeArguments {
  input: { subjectId: string; classifier: string; clientMutationId?: string };
}

/** Answers one GraphQL request as `viewer`. Errors are in the answer, as GraphQL has it. */
export async function answerGraphql(world: World, viewer: Viewer, body: unknown) {
  const { query, variables, operationName } = request.parse(body);
  return graphql({
    schema,
    source: query,
    variableValues: variables ?? {},
    operationName: operationName ?? null,
    rootValue: {
      viewer: { login: viewer.account.login },
      repository: (named: { owner: string; name: string }) => repositoryNode(world, viewer, named),
      minimizeComment: (asked: MinimizeArguments) => minimize(world, viewer, asked),
    },
  });
}

function repositoryNode(
  world: World,
  viewer: Viewer,
  { owner, name }: { owner: string; name: string },
) {
  const repository = world.repositories.get(`${owner}/${name}`.toLowerCase());
  if (!repository || !may(viewer, repository, 'pull_requests', 'read')) {
    throw new Error(`Could not resolve to a Repository with the name '${owner}/${name}'.`);
  }
  return {
    id: repository.nodeId,
    nameWithOwner: repository.fullName,
    pullRequest: ({ number }: { number: number }) => pullNode(repository, number),
  };
}

function pullNode(repository: Repository, number: number) {
  const pull = repository.pulls.get(number);
  if (!pull) throw new Error(`Could not resolve to a PullRequest with the number of ${number}.`);
  const { nodeId: id, title, draft: isDraft } = pull;
  return { id, number, title, isDraft, reviewDecision: reviewDecision(pull) };
}

function minimize(world: World, viewer: Viewer, { input }: MinimizeArguments) {
  const comment = allPulls(world)
    .flatMap((pull) => pull.comments)
    .find(({ nodeId }) => nodeId === input.subjectId);
  if (!comment || !may(viewer, comment.pull.repository, 'issues', 'write')) {
    throw new Error(`Could not resolve to a node with the global id of '${input.subjectId}'`);
  }
  minimizeComment(world, comment, input.classifier);
  return { clientMutationId: input.clientMutationId, minimizedComment: commentNode(comment) };
}

function allPulls(world: World): PullRequest[] {
  return [...world.repositories.values()].flatMap(({ pulls }) => [...pulls.values()]);
}

function commentNode(comment: Comment) {
  return {
    __typename: 'IssueComment',
    id: comment.nodeId,
    body: comment.body,
    isMinimized: comment.minimized !== null,
    minimizedReason: comment.minimized?.toLowerCase() ?? null,
    viewerCanMinimize: true,
  };
}

function may(viewer: Viewer, repository: Repository, permission: string, level: 'read' | 'write') {
  if (viewer.kind === 'app') return false;
  if (viewer.kind === 'user') return atLeast(roleOf(repository, viewer.account), level);
  return maySee(viewer, repository) && permits(viewer, permission, level);
}
