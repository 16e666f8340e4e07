import type { StepPlace } from '../run.ts';
import type { Settings } from '../settings.ts';

/** What steps have the forge do. */
export type ForgeActions = {
  /** The issues of the repository. Throws `StepFailed` where the job has no token for them. */
  issues(place: StepPlace): Promise<Issues>;
  /**
   * Asks the users and teams among `subjects` for a review of the pull request, where the forge has such
   * requests and the run a pull request. Resolves to what did not work.
   */
  askForReviews(place: StepPlace, subjects: readonly string[]): Promise<string[]>;
  /** The page of a pull request, for programs that look at it there; undefined: they cannot. */
  pullRequestPage(settings: Settings, id: string | undefined): string | undefined;
};

/** The issues of the repository, on whichever forge it is. Its functions throw `StepFailed`. */
export type Issues = {
  /** What the open ones say, newest first. */
  openBodies(): AsyncIterable<string>;
  /** Opens one and resolves to its address. */
  create(title: string, body: string): Promise<string>;
};
