import { createHash } from 'node:crypto';

/** A dirspace whose plan has changes, on a branch that nobody changed. */
export type Drifted = {
  readonly dir: string;
  readonly workspace: string;
  /** As text, without secrets. */
  readonly plan: string;
};

/** An issue about drift. Two with the same `id` say the same. */
export type DriftReport = { readonly id: string; readonly title: string; readonly body: string };

/** GitHub takes no more, in characters; GitLab does. */
const longestBody = 65_536;
/** What either forge takes of a title, in characters. */
const longestTitle = 255;

/** Lines of a plan that say nothing of what has drifted. */
const noise = /Refreshing state|\(known after apply\)/;

/** One issue for all of them, or one for each. `log` is where the plans can be read in full. */
export function driftReports(
  drifted: readonly Drifted[],
  groupBy: 'all' | 'dirspace',
  log: string,
): DriftReport[] {
  if (drifted.length === 0) return [];
  const title = 'Terrateam: Drift Detected';
  if (groupBy === 'all') return [report(title, drifted, log)];
  return drifted.map((one) => report(`${title} - ${one.dir} (${one.workspace})`, [one], log));
}

/** The id in the body of an issue that a report made. */
export function reportId(body: string): string | undefined {
  return /^Report ID: ([0-9a-f]{32})\s*$/m.exec(body)?.[1];
}

function report(title: string, drifted: readonly Drifted[], log: string): DriftReport {
  const whole = drifted.map(section).join('\n\n');
  // Of the whole, also where the issue shows less: other changes are another report.
  const id = createHash('md5').update(whole).digest('hex');
  const shown = [
    () => whole,
    () => drifted.map((one) => section({ ...one, plan: withoutNoise(one.plan) })).join('\n\n'),
  ];
  const bodies = shown.map((text) => bodyOf(text(), id));
  const body =
    bodies.find((text) => text.length <= longestBody) ??
    bodyOf(`The plans are too long for an issue: ${drifted.length} in all, in ${log}.`, id);
  return { id, title: title.replace(/\s+/g, ' ').slice(0, longestTitle), body };
}

function bodyOf(shown: string, id: string): string {
  return `Plans of the default branch have changes: something was changed outside of it.\n\n${shown}\n\nReport ID: ${id}\n`;
}

/** The plan, folded, in a block of code that nothing in it can end. */
function section({ dir, workspace, plan }: Drifted): string {
  const longestRun = Math.max(0, ...Array.from(plan.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longestRun + 1));
  const name = `<code>${escaped(dir)}</code> (<code>${escaped(workspace)}</code>)`;
  return [
    `<details>\n<summary>${name}</summary>`,
    `${fence}diff\n${plan.replace(/^\n+/, '').trimEnd()}\n${fence}`,
    '</details>',
  ].join('\n\n');
}

function withoutNoise(plan: string): string {
  return plan
    .split('\n')
    .filter((line) => !noise.test(line))
    .join('\n');
}

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return text.replace(/[&<>]/g, (character) => entities[character] ?? '').replace(/\s+/g, ' ');
}
