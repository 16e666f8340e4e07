import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { StepFailed } from '../steps/step-result.ts';
import type { Said } from './version-request.ts';

/** Which files of a repository say the version of a tool. */
export type VersionFiles = {
  /** A file of its own: `.terraform-version`. */
  readonly name: string;
  /** The tool's name in `.tool-versions`, the file of asdf and mise. */
  readonly plugin: string;
};

/** No version file is larger; a file of a pull request may be anything. */
const largestFile = 64 << 10;

/**
 * What the nearest version file says: in the directory, else in the parent of it, and so on up to the
 * root of the repository. Throws `StepFailed` for one that is not a readable file of the repository.
 */
export async function saidInFiles(
  root: string,
  directory: string,
  files: VersionFiles,
): Promise<Said | undefined> {
  const sources = [
    { name: files.name, read: firstLine },
    { name: '.tool-versions', read: (text: string) => lineOf(text, files.plugin) },
  ];
  for (const folder of foldersUpTo(root, directory)) {
    for (const { name, read } of sources) {
      const text = await textOf(root, join(folder, name));
      const said = text === undefined ? undefined : read(text);
      if (said === undefined) continue;
      return { text: said.text, where: `${relative(root, join(folder, name))}:${said.line}` };
    }
  }
  return undefined;
}

type Line = { readonly text: string; readonly line: number };

/** The first line of a version file that is neither empty nor a comment. */
function firstLine(text: string): Line | undefined {
  return lines(text).find((each) => each.text !== '');
}

/** The first version that `.tool-versions` names for a plugin. */
function lineOf(text: string, plugin: string): Line | undefined {
  for (const { text: entry, line } of lines(text)) {
    const [name, version] = entry.split(/\s+/);
    if (name === plugin && version !== undefined) return { text: version, line };
  }
  return undefined;
}

function lines(text: string): Line[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({ text: line.replace(/#.*/, '').trim(), line: index + 1 }));
}

/** The directory and its parents, up to the root. */
function foldersUpTo(root: string, directory: string): string[] {
  const folders = [directory];
  for (let folder = directory; folder !== root && folder !== dirname(folder); ) {
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders;
}

/** Undefined where there is no such file. */
async function textOf(root: string, path: string): Promise<string | undefined> {
  const refused = (reason: string) =>
    new StepFailed(`The version file ${relative(root, path)} ${reason}.`);
  const target = await realpath(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw refused(`cannot be read: ${error.code ?? error.message}`);
  });
  if (target === undefined) return undefined;
  // A link of the branch must not have us read, and show, what else is on the machine.
  const inside = relative(await realpath(root), target);
  if (inside.startsWith(`..${sep}`) || inside === '.git' || inside.startsWith(`.git${sep}`)) {
    throw refused('is a link out of the repository');
  }
  const found = await stat(target);
  if (!found.isFile()) throw refused('is not a file');
  if (found.size > largestFile)
    throw refused(`has ${found.size} bytes; it should be a line or two`);
  return await readFile(target, 'utf8');
}
