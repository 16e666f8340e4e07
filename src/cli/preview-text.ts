import type { Cause, Change, ChangedDirspace } from '../config/change.ts';
import type { ApplyCheck } from '../config/config.ts';
import type { ConfigPath } from '../config/config-error.ts';
import type { Dirspace } from '../config/dirspace.ts';
import type { Stacks } from '../config/stacks.ts';
import type { Requirement } from '../decide/preview.ts';
import type { Revision, WorkingChange } from './checkout.ts';
import { applyText, lockText, nameOf, planText, stackText } from './dirspace-text.ts';
import { count, few, heading, list, rows } from './text.ts';

/** Who owns the changed files. */
export type Owners = {
  readonly file: string;
  readonly skipped: readonly { readonly line: number; readonly reason: string }[];
  /** By their owners, as they stand in a line; the empty text for nobody's. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
};

export type Preview = Change & {
  /** Whether each dirspace is shown with how it is run, however many there are. */
  readonly all: boolean;
  readonly from: string;
  readonly base: Revision;
  readonly change: WorkingChange;
  /** Sentences. */
  readonly obstacles: readonly string[];
  readonly stacks: Stacks;
  readonly requirements: readonly Requirement[];
  /** Who may plan and apply dirspaces that not everybody may, by `nameOf`. */
  readonly planners: ReadonlyMap<string, string>;
  readonly appliers: ReadonlyMap<string, string>;
  /** Where the configuration says something; null for what nobody wrote. */
  readonly place: (path: ConfigPath) => string | null;
  readonly owners: Owners | null;
};

/** Of more dirspaces than this nobody reads how each is run. */
const MOST_IN_FULL = 30;

/** A preview for people: what runs, layer by layer, and what has to hold before it is applied. */
export function previewText(preview: Preview): string {
  const { layers, requirements, owners } = preview;
  const sections = [
    summary(preview),
    ...layers.map((layer, i) => [
      layerHeading(layer, i),
      ...(isShort(preview) ? names(layer) : layer.flatMap((one) => dirspaceText(preview, one))),
    ]),
    ...(requirements.length === 0 ? [] : [requirementsText(preview)]),
    ...(owners === null || layers.length === 0 ? [] : [ownersText(owners)]),
  ];
  return sections.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function isShort(preview: Preview): boolean {
  return !preview.all && dirspaceCount(preview) > MOST_IN_FULL;
}

function dirspaceCount({ layers }: Preview): number {
  return layers.reduce((sum, layer) => sum + layer.length, 0);
}

function summary(preview: Preview): readonly string[] {
  const { from, base, change, layers, obstacles } = preview;
  const files = count(change.paths.length, 'file is changed', 'files are changed');
  const local = change.uncommitted === 0 ? '' : `, ${change.uncommitted} of them uncommitted`;
  const dirspaces = dirspaceCount(preview);
  return [
    heading(`${from} into ${base.name}`),
    `Since ${change.mergeBase.slice(0, 10)}, where it left ${base.name}, ${files}${local}.`,
    dirspaces === 0
      ? 'No dirspace is touched: nothing would be planned.'
      : `${count(dirspaces, 'dirspace', 'dirspaces')} in ${count(layers.length, 'layer', 'layers')}.`,
    ...(isShort(preview) ? ['With --all, each is shown with how it is run.'] : []),
    ...obstacles.flatMap((text) => ['', ...list('! ', [text])]),
  ];
}

function layerHeading(layer: readonly ChangedDirspace[], index: number): string {
  const when = index === 0 ? 'planned first' : `planned when layer ${index} is applied`;
  const many = layer.length > MOST_IN_FULL ? `, ${layer.length} dirspaces` : '';
  return heading(`Layer ${index + 1}: ${when}${many}`);
}

function names(layer: readonly ChangedDirspace[]): readonly string[] {
  return list('  ', [layer.map(({ dirspace }) => nameOf(dirspace)).join(', ')]);
}

function dirspaceText(preview: Preview, { dirspace, by }: ChangedDirspace): readonly string[] {
  const stack = preview.stacks[dirspace.stack];
  return [
    ...list('  ', [nameOf(dirspace)]),
    ...rows(4, [
      ['because', few(by.map(causeText))],
      ['workflow', workflowText(preview, dirspace)],
      ['environment', dirspace.environment],
      ['runs on', dirspace.runsOn === null ? null : JSON.stringify(dirspace.runsOn)],
      ['stack', stackText(dirspace.stack, stack)],
      ['plan', planText(dirspace)],
      ['planned by', preview.planners.get(nameOf(dirspace)) ?? null],
      ['apply', applyText(dirspace, stack)],
      ['applied by', preview.appliers.get(nameOf(dirspace)) ?? null],
      ['lock', lockText(dirspace)],
    ]),
  ];
}

/** Why a dirspace is part of a change, in words. */
function causeText(cause: Cause): string {
  switch (cause.kind) {
    case 'path':
      return cause.path;
    case 'depends_on':
      return `depends on ${nameOf(cause.on)}`;
    case 'modified_by':
      return `modified by the stack ${cause.stack}`;
    case 'applied_earlier':
      return 'applied earlier';
  }
}

function workflowText({ place }: Preview, { workflow }: Dirspace): string {
  if (workflow === null) return 'the built-in one';
  const at = place(['workflows', workflow]);
  return `workflows[${workflow}]${at === null ? '' : `, ${at}`}`;
}

function requirementsText({ requirements, place }: Preview): readonly string[] {
  return [
    heading('Before it is applied'),
    ...requirements.flatMap(({ entry, dirspaces }) => [
      ...list('  ', [few(dirspaces.map(nameOf))]),
      ...(entry === null
        ? list('    ! ', ['No entry of apply_requirements.checks matches: nobody may apply it.'])
        : [
            ...list('    - ', conditions(entry.check)),
            ...saidAt(place(['apply_requirements', 'checks', entry.index])),
          ]),
    ]),
    '',
    ...list('', ['Who has approved, and what others have locked, only the server knows.']),
  ];
}

function saidAt(place: string | null): readonly string[] {
  return list('    ', [place === null ? '(the default)' : `(${place})`]);
}

function conditions(check: ApplyCheck): readonly string[] {
  const { approved, merge_conflicts, status_checks, apply_after_merge } = check;
  const ignored = status_checks.ignore_matching;
  return [
    ...(approved.enabled ? approvals(approved) : ['no approval']),
    ...(merge_conflicts.enabled ? ['no merge conflict'] : []),
    ...(status_checks.enabled
      ? [`other checks green${ignored.length === 0 ? '' : `, except ${ignored.join(', ')}`}`]
      : []),
    ...(check.require_ready_for_review_pr ? ['no draft'] : []),
    ...(apply_after_merge.enabled ? ['merged'] : []),
  ];
}

function approvals({ all_of, any_of, any_of_count }: ApplyCheck['approved']): readonly string[] {
  const whose = any_of.length === 0 ? 'anybody' : any_of.join(', ');
  return [
    ...all_of.map((subject) => `1 approval by ${subject}`),
    ...(any_of_count > 0 ? [`${count(any_of_count, 'approval', 'approvals')} by ${whose}`] : []),
  ];
}

function ownersText({ file, skipped, paths }: Owners): readonly string[] {
  const owned = [...paths].filter(([owners]) => owners !== '');
  return [
    heading(`Code owners of the changed files (${file})`),
    ...(owned.length === 0 ? ['  None of the changed files has an owner.'] : []),
    ...owned.flatMap(([owners, files]) => [...list('  ', [owners]), ...list('    ', [few(files)])]),
    ...skipped.flatMap(({ line, reason }) =>
      list('  ! ', [`GitHub skips line ${line}: ${reason}.`]),
    ),
  ];
}
