import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { operationResultV2 } from '../../protocol/result.ts';
import { planPayload } from '../../protocol/step-payload.ts';
import type { Issues } from '../forge/forge-actions.ts';
import { forgeOf } from '../forge/forge-of.ts';
import type { StepOf } from '../manifest/operation-config.ts';
import type { StepPlace } from '../run.ts';
import { type Drifted, type DriftReport, driftReports, reportId } from './drift-report.ts';
import { StepFailed, type StepOutcome } from './step-result.ts';

/** Opens an issue with what a drift run found, unless an open one says the same. */
export async function driftIssueStep(
  step: StepOf<'drift_create_issue'>,
  place: StepPlace,
): Promise<StepOutcome> {
  const { manifest, settings } = place.run;
  if (manifest.run_kind === 'drift') {
    const log = settings.jobUrl ?? 'the log of the job';
    const reports = driftReports(await driftedIn(place), step.group_by, log);
    if (reports.length > 0) await open(reports, await forgeOf(settings).issues(place), place.show);
  }
  return { success: true, payload: {} };
}

async function open(
  reports: readonly DriftReport[],
  issues: Issues,
  show: StepPlace['show'],
): Promise<void> {
  const unreported = new Set(reports.map(({ id }) => id));
  for await (const body of issues.openBodies()) {
    unreported.delete(reportId(body) ?? '');
    if (unreported.size === 0) break;
  }
  for (const { id, title, body } of reports) {
    const said = unreported.has(id) ? await issues.create(title, body) : 'is open already';
    show(`${title}: ${said}\n`);
  }
}

const results = z.object({ steps: operationResultV2.shape.steps });

/** What the run has found so far. Throws `StepFailed` before there is anything. */
async function driftedIn({ env, run }: StepPlace): Promise<Drifted[]> {
  const file = env.TERRATEAM_RESULTS_FILE;
  if (file === undefined) {
    throw new StepFailed(
      'drift_create_issue belongs in hooks.plan.post: plans are known only then.',
    );
  }
  const { steps } = results.parse(JSON.parse(await readFile(file, 'utf8')));
  return steps.flatMap(({ step, scope, payload }) => {
    const planned = planPayload.safeParse(payload).data;
    if (step !== 'tf/plan' || !('dir' in scope) || !planned?.has_changes) return [];
    const plan = run.masker.mask(planned.plan || planned.text || '');
    return [{ dir: scope.dir, workspace: scope.workspace, plan }];
  });
}
