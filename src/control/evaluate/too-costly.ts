import { createHash } from 'node:crypto';
import type { ConfigurationSources, Reading } from './configuration.ts';
import { MOST_MEMORY_MB } from './reader-threads.ts';
import type { Commit } from './trees.ts';

/** How long a configuration may take to be read, and whether that is all that it may ever. */
export type Deadline = { readonly ms: number; readonly isForStranger: boolean };

const MOST_REMEMBERED = 1000;
export const REMEMBER_MS = 600_000;

/** Readings that took too long or too much lately: to try them again would take as much. */
export class TooCostly {
  /** Until when each is remembered, the oldest first. */
  readonly #until = new Map<string, number>();
  readonly #rememberMs: number;

  constructor(rememberMs: number) {
    this.#rememberMs = rememberMs;
  }

  has(digest: string): boolean {
    const until = this.#until.get(digest);
    return until !== undefined && performance.now() < until;
  }

  add(digest: string): void {
    this.#until.delete(digest);
    this.#until.set(digest, performance.now() + this.#rememberMs);
    const [oldest] = this.#until.keys();
    if (this.#until.size > MOST_REMEMBERED && oldest !== undefined) this.#until.delete(oldest);
  }
}

/** Of all that is read and of how long it may take; of a tree and of a result by what names it. */
export function digestOf(sources: ConfigurationSources, { ms }: Deadline): string {
  const { head, base, before, moves, results, ...texts } = sources;
  const shaOf = ({ sha }: Commit) => sha;
  const shas = [head, base, before, ...(moves ? [moves.tip, ...moves.from] : [])].map(shaOf);
  const runs = results.map(({ runId }) => runId);
  return createHash('sha256')
    .update(JSON.stringify([ms, texts, shas, runs]))
    .digest('hex');
}

/** What is made of a configuration that takes too long. */
export function tooCostly(
  { file, defaultFile }: ConfigurationSources,
  { ms, isForStranger }: Deadline,
): Reading {
  const limit = `more than ${ms / 1000} seconds or ${MOST_MEMORY_MB} MB`;
  const fewer = 'fewer patterns, or patterns that begin with a directory instead of **';
  const who = isForStranger ? ', which is all that there is for a fork' : '';
  const again = `The same is not tried again for ${REMEMBER_MS / 60_000} minutes.`;
  const error = {
    file: (file ?? defaultFile)?.name ?? '.terrateam/config.yml',
    line: 1,
    column: 1,
    frame: '',
    path: '',
    kind: 'semantic',
    message: `Finding the directories of this repository takes ${limit}${who}. ${again}`,
    expected: isForStranger
      ? `${fewer}; or that somebody who may write to the repository comments \`terrateam plan\`, for which it may take longer`
      : fewer,
    nearest: null,
  } as const;
  return {
    configuration: { kind: 'invalid', errors: [error], access: null },
    builds: [],
    baseMoves: [],
    shown: null,
  };
}
