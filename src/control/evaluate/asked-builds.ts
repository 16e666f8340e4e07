import { createHash } from 'node:crypto';
import type { ConfigError } from '../../config/config-error.ts';
import type { Build, BuildSide, BuildType, UnreadableFile } from '../../decide/facts.ts';

/** A build that a configuration asks for; who runs it is not known here. */
export type AskedBuild = Omit<Build, 'run' | 'newest'>;

/** What a build has brought. */
export type BuildResult = {
  readonly runId: string;
  readonly type: BuildType;
  readonly sha: string;
  readonly key: string;
  /** As its runner sent it, which was checked then. */
  readonly body: unknown;
};

/** The builds that are come upon while a configuration is read, with the results that there are. */
export class AskedBuilds {
  readonly #results: readonly BuildResult[];
  readonly #fork: boolean;
  readonly #asked: AskedBuild[] = [];

  /** `fork`: by a stranger's script, whose results are for nobody else. */
  constructor(results: readonly BuildResult[], fork: boolean) {
    this.#results = results;
    this.#fork = fork;
  }

  get list(): readonly AskedBuild[] {
    return this.#asked;
  }

  /** Asks for a build; its result, or null. `inputs` is what it depends on besides the commit. */
  ask(build: {
    readonly type: BuildType;
    readonly side: BuildSide;
    readonly sha: string;
    readonly config: Readonly<Record<string, unknown>>;
    readonly dirs?: readonly string[];
    readonly inputs: unknown;
  }): BuildResult | null {
    const { type, side, sha, config, dirs = null, inputs } = build;
    const key = createHash('sha256')
      .update(JSON.stringify([this.#fork, inputs]))
      .digest('hex');
    const result =
      this.#results.find((one) => one.type === type && one.sha === sha && one.key === key) ?? null;
    const read = result && { runId: result.runId, errors: [], unreadable: [] };
    this.#asked.push({ type, side, sha, key, config, dirs, read });
    return result;
  }

  /** Says what came of reading the result of a build. */
  found(
    type: BuildType,
    what: {
      readonly errors?: readonly ConfigError[];
      readonly unreadable?: readonly UnreadableFile[];
    },
  ): void {
    for (const [i, build] of this.#asked.entries()) {
      if (build.type !== type || build.read === null) continue;
      this.#asked[i] = { ...build, read: { ...build.read, ...what } };
    }
  }
}
