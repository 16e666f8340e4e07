import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { PlanSummary } from '../../protocol/step-payload.ts';
import { unchangedPlansCount } from '../cost/estimate-costs.ts';
import type { Masker } from '../mask/mask.ts';
import { MaskedStream } from '../mask/masked-stream.ts';
import type { EngineCall, EngineResult } from '../run.ts';
import { DiffCapture } from './diff-capture.ts';
import { DiffText } from './diff-text.ts';
import { forgetDocument, planDocument } from './plan-document.ts';

/** How much of a diff a result keeps, in UTF-16 units. */
const keptDiff = 1 << 20;

export type PlanDescription =
  | { readonly kind: 'failed'; readonly result: EngineResult }
  | {
      readonly kind: 'described';
      /** What the plan changes, masked and as a diff; empty where the engine has no such text. */
      readonly diff: string;
      readonly summary: PlanSummary | undefined;
    };

/**
 * Has the engine show its plan, as text and as JSON at the same time. The text is read only after that,
 * when all that is known to be sensitive is masked.
 */
export async function describePlan(
  call: EngineCall,
  hasChanges: boolean,
): Promise<PlanDescription> {
  const { run, dirspace, env } = call.place;
  const file = `${dirspace.planFile}.diff`;
  forgetDocument(call);
  const [shown, document] = await Promise.all([
    dirspace.engine.showText(call, file),
    // Steps that need the document of a plan without changes ask for it themselves.
    hasChanges || unchangedPlansCount(run, env) ? planDocument(call) : undefined,
  ]);
  const diff = shown ? await readDiff(file, run.masker) : '';
  if (shown && shown.exitCode !== 0) return { kind: 'failed', result: { ...shown, stdout: diff } };
  return { kind: 'described', diff, summary: document?.summary };
}

/** The text as a result has it: masked, as a diff, and not too long. */
async function readDiff(file: string, masker: Masker): Promise<string> {
  const text = new DiffText();
  const kept = new DiffCapture(keptDiff);
  let unfinished = '';
  const masked = new MaskedStream(masker, (piece) => {
    const lines = (unfinished + piece).split('\n');
    unfinished = lines.pop() ?? '';
    for (const line of lines) kept.append(text.line(line));
  });
  for await (const piece of createReadStream(file, 'utf8')) masked.write(piece);
  masked.end();
  if (unfinished !== '') kept.append(text.line(unfinished));
  await rm(file);
  return kept.finish();
}
