import type { OperationResultV2, StepResult } from '../../../src/protocol/result.ts';
import { ControlPlane, manifest } from '../control-plane.ts';
import { type Files, Repository } from '../repository.ts';
import { groupsOf, onlyResult, stepsIn } from '../results.ts';
import { type Finished, run } from '../runner-process.ts';

type Steps = Record<string, unknown>[];

type Planned = {
  /** Of the directory, without the refresh of the forge's token, which is the first. */
  steps: StepResult[];
  result: OperationResultV2;
  finished: Finished;
};

/** Runs a plan of the directory `a` with these steps. */
export async function plan(
  steps: Steps,
  more: { config?: object; manifest?: object; env?: Record<string, string>; files?: Files } = {},
): Promise<Planned> {
  await using server = await new ControlPlane().start();
  using repository = new Repository({ 'a/main.tf': '', ...more.files });
  const config = { workflows: [{ plan: steps }], ...more.config };
  const work = manifest('plan', ['a'], { config, ...more.manifest });
  for (const dir of work.changed_dirspaces) dir.workflow ??= 0;
  server.manifests.push(work);
  const finished = await run(server, repository.checkout(), more.env);
  const result = onlyResult(server);
  return { steps: stepsIn(result, 'a').slice(1), result, finished };
}

/** With its part of the log. */
type PlannedDir = Planned & { dir: string; log: string };

type Extras = { engine?: object; variables?: object; files?: Files };

/**
 * A job that many tests share, since to start one takes longer than most steps do: what each of them
 * plans runs in a directory of its own. The job runs when the first of them asks what came of it.
 */
export class SharedJob {
  readonly #planned: { steps: Steps; extras: Extras }[] = [];
  readonly #env: Record<string, string>;
  #done: Promise<Omit<Planned, 'steps'>> | undefined;

  constructor(env: Record<string, string> = {}) {
    this.#env = env;
  }

  /** Adds a directory, outside of tests. Gives what there is to know of it once the job is done. */
  plan(steps: Steps, extras: Extras = {}): () => Promise<PlannedDir> {
    const dir = `dir-${this.#planned.push({ steps, extras })}`;
    return async () => {
      this.#done ??= this.#run();
      const done = await this.#done;
      const group = groupsOf(done.finished.log).find(({ title }) => title.includes(` ${dir} (`));
      const steps = stepsIn(done.result, dir).slice(1);
      return { ...done, dir, steps, log: group?.lines.join('\n') ?? '' };
    };
  }

  async #run(): Promise<Omit<Planned, 'steps'>> {
    const files = this.#planned.flatMap(({ extras }, index) =>
      Object.entries({ x: '', ...extras.files }).map(([name, text]) => [
        `dir-${index + 1}/${name}`,
        text,
      ]),
    );
    await using server = await new ControlPlane().start();
    using repository = new Repository(Object.fromEntries(files));
    const workflows = this.#planned.map(({ steps, extras: { engine } }) => ({
      plan: steps,
      ...(engine && { engine }),
    }));
    const dirs = this.#planned.map((_, index) => `dir-${index + 1}`);
    const work = manifest('plan', dirs, { config: { workflows } });
    for (const [workflow, { extras }] of this.#planned.entries()) {
      Object.assign(work.changed_dirspaces[workflow], { workflow, variables: extras.variables });
    }
    server.manifests.push(work);
    const finished = await run(server, repository.checkout(), this.#env);
    return { finished, result: onlyResult(server) };
  }
}

/** A step that runs a script. */
export const sh = (script: string, more: object = {}) => ({
  type: 'run',
  cmd: ['sh', '-c', script],
  ...more,
});
