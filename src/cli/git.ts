import { execFile } from 'node:child_process';

/** git said no; the message is its own words. */
export class GitError extends Error {
  /** Its exit code. */
  readonly code: number;

  constructor(args: readonly string[], code: number, words: string) {
    super(`git ${args[0]} failed: ${words.trim() || `exit code ${code}`}`);
    this.code = code;
  }
}

/** More than the paths of any repository. */
const MOST_OUTPUT = 1 << 30;

/** A folder of a clone may look like a repository of its own, whose settings name programs to run. */
const SAFELY = ['-c', 'safe.bareRepository=explicit'];

/** Runs git in a folder, with plain messages and without a shell, and gives what it printed. */
export function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' };
  return new Promise((resolve, reject) => {
    execFile(
      'git',
      [...SAFELY, ...args],
      { cwd, env, maxBuffer: MOST_OUTPUT },
      (error, out, words) => {
        if (error === null) resolve(out);
        else if (typeof error.code === 'number') reject(new GitError(args, error.code, words));
        else if (error.code === 'ENOENT') reject(new Error('git is not on the PATH.'));
        else reject(error);
      },
    );
  });
}

/** As `git`, for questions that it answers with an exit code: null for no. */
export async function askGit(cwd: string, ...args: readonly string[]): Promise<string | null> {
  try {
    return await git(cwd, ...args);
  } catch (error) {
    if (error instanceof GitError && error.code === 1) return null;
    throw error;
  }
}

/** What git printed with `-z`. */
export function fields(output: string): readonly string[] {
  return output.split('\0').slice(0, -1);
}
