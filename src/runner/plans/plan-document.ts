import { readFile } from 'node:fs/promises';
import type { EngineCall, PlanDocument } from '../run.ts';
import { planJson, planSummary, sensitiveTexts } from './plan-json.ts';

/**
 * The plan of the dirspace as JSON: shown once, whoever asks, and its sensitive values made secrets of
 * the run. Undefined where the engine has none, or where it cannot be read: it is a plan all the same.
 */
export async function planDocument(call: EngineCall): Promise<PlanDocument | undefined> {
  const { dirspace } = call.place;
  dirspace.document ??= readDocument(call);
  return await dirspace.document;
}

async function readDocument(call: EngineCall): Promise<PlanDocument | undefined> {
  const { run, dirspace, show } = call.place;
  const { showJson } = dirspace.engine;
  if (!showJson) return undefined;
  const file = `${dirspace.planFile}.json`;
  const shown = await showJson(call, file);
  if (shown.exitCode !== 0) {
    show(`The plan cannot be shown as JSON:\n${shown.stderr}\n`);
    return undefined;
  }
  const plan = planJson.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!plan.success) {
    show(`The plan's JSON has an unknown form: ${plan.error.message}\n`);
    return undefined;
  }
  for (const text of sensitiveTexts(plan.data)) run.masker.add(text);
  const { path: dir, workspace } = dirspace.dir;
  const document = { dir, workspace, file, summary: planSummary(plan.data) };
  run.planDocuments.push(document);
  return document;
}
