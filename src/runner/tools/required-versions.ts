import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { requiredVersionsReader } from '../builds/bundled-programs.ts';
import { StepFailed } from '../steps/step-result.ts';
import type { ToolJob } from './tool-job.ts';
import type { Said } from './version-request.ts';

/** In seconds. */
const timeout = 60;

const found = z.array(
  z.object({ file: z.string(), line: z.number().nullable(), text: z.string() }),
);
const answer = z.record(z.string(), found);
/** By the path of the directory. */
type Found = ReadonlyMap<string, z.infer<typeof found>>;

/**
 * What `required_version` says in directories of a checkout. HCL is read in a process of its own, for
 * all directories of the run at once; where no file has that word, there is no process at all.
 */
export class RequiredVersions {
  readonly #job: ToolJob;
  readonly #dirs: readonly string[];
  #ofTheRun: Promise<Found> | undefined;

  /** `dirs`: of the run, from the root of the checkout. */
  constructor(job: ToolJob, dirs: readonly string[]) {
    this.#job = job;
    this.#dirs = [...new Set(dirs)];
  }

  /** Of the files that `tool` reads in an absolute directory. Throws `StepFailed` when they cannot be read. */
  async of(directory: string, tool: string): Promise<Said[]> {
    const dir = relative(this.#job.settings.root, directory).split(sep).join('/');
    if (!(await isMentioned(directory))) return [];
    this.#ofTheRun ??= this.#mentioned().then((dirs) => this.#read(dirs));
    const known = await this.#ofTheRun;
    // Not among them: steps of the run made it, or what is in it.
    const said = known.get(dir) ?? (await this.#read([dir])).get(dir) ?? [];
    return readBy(tool, said).map(({ file, line, text }) => ({
      text,
      where: [join(dir, file), line].filter((part) => part !== null).join(':'),
    }));
  }

  async #mentioned(): Promise<string[]> {
    const { root } = this.#job.settings;
    const mentioned = await Promise.all(this.#dirs.map((dir) => isMentioned(join(root, dir))));
    return this.#dirs.filter((_, index) => mentioned[index]);
  }

  async #read(dirs: readonly string[]): Promise<Found> {
    const { programs, settings } = this.#job;
    const command = {
      argv: requiredVersionsReader,
      cwd: settings.root,
      env: { TERRATEAM_ROOT: settings.root },
      input: JSON.stringify({ dirs }),
      timeout,
    };
    const result = await programs.run(command, { kind: 'raw' });
    if (result.kind === 'exited' && result.exitCode === 0) {
      return new Map(Object.entries(answer.parse(JSON.parse(result.stdout))));
    }
    const said = result.kind === 'exited' ? result.stderr.trim() : `there is no ${result.program}`;
    throw new StepFailed(
      `required_version of ${dirs.join(', ')} could not be read: ${said}\nSay which version is ` +
        'wanted, in a version file or in `version` of the engine, and it need not be read.',
    );
  }
}

/** OpenTofu reads `main.tofu` in place of `main.tf`; Terraform does not know the former. */
export function readBy<File extends { readonly file: string }>(
  tool: string,
  files: readonly File[],
): File[] {
  const isTofu = ({ file }: File) => /\.tofu(\.json)?$/.test(file);
  if (tool === 'terraform') return files.filter((file) => !isTofu(file));
  const replaced = new Set(
    files.filter(isTofu).map(({ file }) => file.replace(/\.tofu(?=(\.json)?$)/, '.tf')),
  );
  return files.filter(({ file }) => !replaced.has(file));
}

/** Whether a file of Terraform configuration in the directory has the word at all. */
async function isMentioned(directory: string): Promise<boolean> {
  const names = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const files = names.filter(({ name }) => /\.(tf|tofu)(\.json)?$/.test(name));
  // Whatever is not a plain file is left to the process that takes care of where links lead.
  if (files.some((entry) => !entry.isFile())) return true;
  const texts = await Promise.all(files.map(({ name }) => readFile(join(directory, name), 'utf8')));
  return texts.some((text) => text.includes('required_version'));
}
