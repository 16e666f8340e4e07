import type { ProgramRunner } from '../process/program.ts';
import { gitConfigEnvironment } from './git-config.ts';

/** The checkout cannot be worked on; the message says why and what to do. */
export class CheckoutError extends Error {}

const deepenBy = 100;
const deepenTimes = 100;

type GitResult = { exitCode: number; stdout: string; stderr: string };

/** The git repository that the CI checked out. */
export class Checkout {
  readonly #root: string;
  readonly #env: Record<string, string>;
  readonly #programs: ProgramRunner;
  #given: Promise<string> | undefined;

  constructor(root: string, env: Record<string, string>, programs: ProgramRunner) {
    this.#root = root;
    this.#programs = programs;
    this.#env = {
      ...env,
      ...gitConfigEnvironment(env, root),
      GIT_TERMINAL_PROMPT: '0',
      LC_ALL: 'C',
    };
  }

  /** The commit as the CI checked it out, whatever was merged into it since. */
  async givenCommit(): Promise<string> {
    this.#given ??= this.#must('rev-parse', 'HEAD').then((line) => line.trim());
    return await this.#given;
  }

  /**
   * Checks another ref out in place of what the CI checked out, and throws `CheckoutError` when it is
   * no longer at the commit.
   */
  async switchTo({ ref, sha }: { ref: string; sha: string }): Promise<void> {
    const depth = (await this.#isShallow()) ? ['--depth=1'] : [];
    await this.#must('fetch', '--no-tags', ...depth, 'origin', '--', ref);
    const fetched = (await this.#must('rev-parse', 'FETCH_HEAD')).trim();
    if (fetched !== sha) {
      throw new CheckoutError(
        `This work is for commit ${sha}, but ${ref} is at ${fetched} by now. Comment \`terrateam plan\` ` +
          'to plan what was pushed since.',
      );
    }
    await this.#detach(sha);
  }

  /** Checks a commit of the repository out in place of what the CI checked out. */
  async switchToCommit(sha: string): Promise<void> {
    if ((await this.givenCommit()) === sha) return;
    const depth = (await this.#isShallow()) ? ['--depth=1'] : [];
    await this.#must('fetch', '--no-tags', ...depth, 'origin', '--', sha);
    await this.#detach(sha);
  }

  async #detach(sha: string): Promise<void> {
    await this.#must('checkout', '--quiet', '--force', '--detach', sha);
    this.#given = Promise.resolve(sha);
  }

  /** The git tree of what is checked out now. */
  async tree(): Promise<string> {
    return (await this.#must('rev-parse', 'HEAD^{tree}')).trim();
  }

  /** The files that git tracks, with their paths and ids. */
  async listing(): Promise<string> {
    return await this.#must('-c', 'core.quotePath=false', 'ls-files', '--stage');
  }

  /**
   * Merges the newest commit of the base branch into the checkout, so that what is planned is what
   * will be after the merge. Throws `CheckoutError` when they conflict; the checkout is then as before.
   */
  async mergeBase(baseRef: string): Promise<void> {
    const head = await this.givenCommit();
    const base = `refs/remotes/origin/${baseRef}`;
    const shallow = await this.#isShallow();
    const fetchBase = ['fetch', '--no-tags', 'origin', `+refs/heads/${baseRef}:${base}`];
    await this.#must(...fetchBase, ...(shallow ? ['--depth=1'] : []));
    if ((await this.#must('rev-parse', base)).trim() === head) return;
    await this.#deepenToMergeBase(base, baseRef, head);
    const merge = await this.#git('merge', '--no-edit', '--quiet', base);
    if (merge.exitCode !== 0) throw await this.#conflict(baseRef, merge);
  }

  async #deepenToMergeBase(base: string, baseRef: string, head: string): Promise<void> {
    for (let times = 0; times <= deepenTimes; times += 1) {
      const found = await this.#git('merge-base', 'HEAD', base);
      if (found.exitCode === 0) return;
      if (!(await this.#isShallow())) break;
      const refs = [`+refs/heads/${baseRef}:${base}`, head];
      await this.#must('fetch', '--no-tags', `--deepen=${deepenBy}`, 'origin', ...refs);
    }
    throw new CheckoutError(
      `The branch and ${baseRef} have no common ancestor in their last ${deepenBy * deepenTimes} ` +
        `commits. Rebase the branch onto ${baseRef}, or check out with fetch-depth: 0.`,
    );
  }

  async #conflict(baseRef: string, merge: GitResult): Promise<CheckoutError> {
    const unmerged = await this.#git('diff', '--name-only', '--diff-filter=U', '-z');
    const files = unmerged.stdout.split('\0').filter((file) => file !== '');
    await this.#git('merge', '--abort');
    if (files.length === 0) {
      return new CheckoutError(
        `${baseRef} could not be merged into the checkout:\n${merge.stderr}${merge.stdout}`,
      );
    }
    return new CheckoutError(
      `${baseRef} conflicts with this branch in:\n${files.map((file) => `  ${file}`).join('\n')}\n` +
        `Merge ${baseRef} into the branch (or rebase onto it), resolve these files and push.`,
    );
  }

  async #isShallow(): Promise<boolean> {
    return (await this.#must('rev-parse', '--is-shallow-repository')).trim() === 'true';
  }

  /** Standard output of a git command that must succeed. */
  async #must(...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.#git(...args);
    if (exitCode === 0) return stdout;
    throw new CheckoutError(
      `git ${args.join(' ')} failed in ${this.#root}:\n${stderr}` +
        'Does the workflow check the repository out (actions/checkout) before this action?',
    );
  }

  async #git(...args: string[]): Promise<GitResult> {
    const command = { argv: ['git', ...args], cwd: this.#root, env: this.#env };
    const result = await this.#programs.run(command, { kind: 'raw' });
    if (result.kind === 'exited') return result;
    throw new CheckoutError(
      'git was not found on PATH. Install git on the machine that runs the job.',
    );
  }
}
