import { changeOf } from '../config/change.ts';
import type { DirspaceName } from '../config/dirspace.ts';
import { touchedDirspaces } from '../config/touched-dirspaces.ts';
import {
  type Acting,
  type DeniedDirspace,
  type DeniedFile,
  deniedDirspaces,
  deniedFiles,
  guardedPaths,
} from '../decide/access-control.ts';
import { CODE_OWNERS_FILES, readCodeOwners } from '../decide/code-owners.ts';
import { branchAllowed } from '../decide/destination-branches.ts';
import { requirementsOf } from '../decide/preview.ts';
import {
  type Checkout,
  changeSince,
  defaultBase,
  fileAt,
  type Revision,
  requireBase,
  requireCheckout,
  revision,
} from './checkout.ts';
import { errorLine, refusal } from './config/error-lines.ts';
import { type Here, placeOf, readHere } from './config/here.ts';
import { nameOf } from './dirspace-text.ts';
import { goneSince } from './gone.ts';
import { type Owners, previewText } from './preview-text.ts';
import { print } from './print.ts';
import { few } from './text.ts';

export type PreviewOptions = {
  readonly base?: string;
  readonly central?: string;
  readonly all?: boolean;
};

/** Prints what the change in the checkout that we are in would do as a pull request. */
export async function previewChange(options: PreviewOptions): Promise<void> {
  const checkout = await requireCheckout(process.cwd(), 'Run it in your repository.');
  const base = await (options.base === undefined
    ? requireBase(checkout)
    : revision(checkout, options.base));
  const defaultBranch = (await defaultBase(checkout)) ?? base;
  const here = await readHere(checkout, {
    base: defaultBranch,
    central: options.central ?? null,
    destination: base.branch,
  });
  const change = await changeSince(checkout, base);
  const touched = touchedDirspaces(here.derived.dirspaces, change.paths, here.source.index);
  const { layers } = changeOf(here.derived, touched);
  const dirspaces = layers.flatMap((layer) => layer.map(({ dirspace }) => dirspace));
  const { config } = here.loaded;
  const left = { name: base.name, sha: change.mergeBase, branch: null };
  print(
    previewText({
      all: options.all ?? false,
      from: checkout.branch ?? 'HEAD',
      base,
      change,
      obstacles: [
        ...obstaclesOf(here, checkout, base, defaultBranch),
        ...deniedFiles(config, ANYBODY, guardedPaths(config, change.paths)).map(guardText),
        ...goneText(await goneSince(checkout, left, here)),
      ],
      layers,
      stacks: here.derived.stacks,
      requirements: requirementsOf(config, dirspaces),
      planners: named(deniedDirspaces(config, ANYBODY, 'plan', dirspaces, [])),
      appliers: named(deniedDirspaces(config, ANYBODY, 'apply', dirspaces, [])),
      place: (path) => placeOf(here.loaded, path),
      owners: await ownersOf(checkout, base, change.paths),
    }),
  );
}

/** Whoever may write to the repository, and is named nowhere. */
const ANYBODY: Acting = {
  person: { login: '', permission: 'write', teams: [] },
  byEvent: false,
};

/** Those that not everybody may do something with, and who may. */
function named(denied: readonly DeniedDirspace[]): ReadonlyMap<string, string> {
  return new Map(
    denied.map((one) => [
      nameOf(one),
      one.allowed === null ? 'nobody: no policy matches' : whom(one.allowed),
    ]),
  );
}

function guardText({ path, allowed }: DeniedFile): string {
  return `${path} is changed, so only ${whom(allowed)} may have this run.`;
}

function whom(allowed: readonly string[]): string {
  return allowed.length === 0 ? 'nobody' : allowed.join(', ');
}

function goneText(gone: readonly DirspaceName[]): readonly string[] {
  if (gone.length === 0) return [];
  const are = gone.length === 1 ? 'is' : 'are';
  return [
    `${few(gone.map(nameOf))} ${are} gone: nothing is destroyed by that. See "Removing a root module" in docs/configuration.md.`,
  ];
}

/** What keeps the change from being run as it is shown, or at all. */
function obstaclesOf(
  { loaded, caveats }: Here,
  { branch }: Checkout,
  base: Revision,
  defaultBranch: Revision,
): readonly string[] {
  const { config, unavailable } = loaded;
  const known = branch !== null && base.branch !== null && defaultBranch.branch !== null;
  const refused =
    known &&
    !branchAllowed(config, {
      source: branch,
      destination: base.branch,
      fallback: defaultBranch.branch,
    });
  return [
    ...(config.enabled ? [] : ['Nothing is run: the configuration says enabled: false.']),
    ...(refused
      ? [`Nothing is run: destination_branches does not let ${branch} go into ${base.branch}.`]
      : []),
    ...(config.enabled ? unavailable.map(refusal).map(errorLine) : []),
    ...caveats,
  ];
}

/** Who owns the changed files, as the base's CODEOWNERS says it; null where there is none. */
async function ownersOf(
  checkout: Checkout,
  base: Revision,
  paths: readonly string[],
): Promise<Owners | null> {
  for (const file of CODE_OWNERS_FILES) {
    const text = await fileAt(checkout, base, file);
    if (text === null) continue;
    const owners = readCodeOwners(text);
    return {
      file: `${base.name}:${file}`,
      skipped: owners.skipped,
      paths: Map.groupBy(paths, (path) => owners.ownersOf(path).join(' ')),
    };
  }
  return null;
}
