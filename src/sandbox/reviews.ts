import { tell } from './events.ts';
import { sendReview } from './webhooks/payloads.ts';
import {
  type Account,
  identity,
  type PullRequest,
  type Review,
  type ReviewState,
  type World,
} from './world.ts';

/** Submits a review and tells the App. */
export function addReview(
  world: World,
  pull: PullRequest,
  review: { author: Account; state: ReviewState; body: string },
): Review {
  const submitted = {
    ...identity(world, 'PRR'),
    ...review,
    sha: pull.head.sha,
    submittedAt: world.now(),
  };
  pull.reviews.push(submitted);
  pull.requestedReviewers = pull.requestedReviewers.filter(({ id }) => id !== review.author.id);
  tell(world.log, {
    type: 'review_submitted',
    repo: pull.repository.fullName,
    number: pull.number,
    author: review.author.login,
    state: review.state,
  });
  sendReview(world, pull, submitted);
  return submitted;
}
