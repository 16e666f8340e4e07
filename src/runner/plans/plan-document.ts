import { createReadStream } from 'node:fs';
import { z } from 'zod';
import type { EngineCall, PlanDocument } from '../run.ts';
import { readPlanJson } from './plan-json.ts';

/**
 * The plan of the dirspace as JSON: shown once, whoever asks, and its sensitive values made secrets of
 * the run. Undefined where the engine has none, or where it cannot be read, which is said in the log: it
 * is a plan all the same.
 */
export async function planDocument(call: EngineCall): Promise<PlanDocument | undefined> {
  const { dirspace } = call.place;
  dirspace.document ??= readDocument(call);
  return await dirspace.document;
}

/** The plan was made anew: what was known of the one before does not count. */
export function forgetDocument({ place: { run, dirspace } }: EngineCall): void {
  dirspace.document = undefined;
  const { path, workspace } = dirspace.dir;
  const { planDocuments } = run;
  const known = planDocuments.findIndex((one) => one.dir === path && one.workspace === workspace);
  if (known !== -1) planDocuments.splice(known, 1);
}

async function readDocument(call: EngineCall): Promise<PlanDocument | undefined> {
  const { run, dirspace, show } = call.place;
  const { showJson } = dirspace.engine;
  if (!showJson) return undefined;
  const file = `${dirspace.planFile}.json`;
  const shown = await showJson(call, file);
  const read =
    shown.exitCode === 0
      ? await readSummary(file, (text) => run.masker.add(text))
      : { reason: `exit code ${shown.exitCode}. ${shown.stderr.trim()}` };
  if ('reason' in read) {
    show(
      `The plan could not be read as JSON: ${read.reason}\nIt is stored and can be applied, but what it ` +
        'changes is not counted, and the values that it marks as sensitive are hidden only where ' +
        `${dirspace.engine.name} itself hides them.\n`,
    );
    return undefined;
  }
  const { path: dir, workspace } = dirspace.dir;
  const document = { dir, workspace, file, summary: read.summary };
  run.planDocuments.push(document);
  return document;
}

async function readSummary(
  file: string,
  onSecret: (text: string) => void,
): Promise<Pick<PlanDocument, 'summary'> | { reason: string }> {
  try {
    return { summary: await readPlanJson(createReadStream(file), onSecret) };
  } catch (error) {
    if (error instanceof z.ZodError) return { reason: z.prettifyError(error) };
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
