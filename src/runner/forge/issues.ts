/** The issues of the repository, on whichever forge it is. Its functions throw `StepFailed`. */
export type Issues = {
  /** What the open ones say, newest first. */
  openBodies(): AsyncIterable<string>;
  /** Opens one and resolves to its address. */
  create(title: string, body: string): Promise<string>;
};
