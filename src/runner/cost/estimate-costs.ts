import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepResult } from '../../protocol/result.ts';
import { planPayload } from '../../protocol/step-payload.ts';
import { type DirspaceProgress, hookScope } from '../results/progress.ts';
import type { PlanDocument, Run } from '../run.ts';
import { defect, StepFailed } from '../steps/step-result.ts';
import { infracost } from './infracost.ts';
import { openInfraQuote } from './openinfraquote.ts';
import { changesResources, costPayloadOf, type Estimate } from './plan-cost.ts';
import { nameOf, type Pricing } from './pricing.ts';

/**
 * Estimates what the dirspaces of the run cost before and after their plans. The step stands last among
 * the pre hooks in the result, and its errors are ignored. Undefined where no plan changes a resource, or
 * nobody gave what estimating needs. Never throws.
 */
export async function estimateCosts(
  run: Run,
  env: Record<string, string>,
  dirspaces: readonly DirspaceProgress[],
): Promise<StepResult | undefined> {
  if (run.config.cost_estimation?.enabled === false) return undefined;
  const plans = plansOf(run, dirspaces);
  if (!plans.some(changesResources)) return undefined;
  const price = pricer(run, env);
  if (typeof price === 'string') {
    run.log.line(`Costs are not estimated: ${price}`);
    return undefined;
  }
  const group = run.log.liveGroup('cost estimation');
  const left = withoutDocument(run, dirspaces).map(nameOf);
  if (left.length > 0) group.show(`Not estimated, without a plan in JSON: ${left.join(', ')}\n`);
  const outcome = await priced(price, { run, env, show: group.show }, plans);
  if (outcome.payload.text !== undefined) group.show(`${outcome.payload.text}\n`);
  group.close();
  return { step: 'tf/cost-estimation', scope: hookScope('pre'), ...outcome, ignore_errors: true };
}

/** Whether a plan without changes matters to the costs of the run: to what all dirspaces cost together. */
export function unchangedPlansCount(run: Run, env: Record<string, string>): boolean {
  if (run.config.cost_estimation?.enabled === false) return false;
  return run.manifest.changed_dirspaces.length > 1 && typeof pricer(run, env) !== 'string';
}

type Pricer = (pricing: Pricing, plans: readonly PlanDocument[]) => Promise<Estimate>;

/** What prices, or what has to be set for it. */
function pricer({ config }: Run, env: Record<string, string>): Pricer | string {
  const { provider = 'infracost', currency = 'USD' } = config.cost_estimation ?? {};
  const otherwise = 'or cost_estimation.enabled: false in the configuration.';
  switch (provider) {
    case 'infracost':
      if (!env.INFRACOST_API_KEY) return `set the secret INFRACOST_API_KEY, ${otherwise}`;
      return (pricing, plans) => infracost(pricing, plans, currency);
    case 'openinfraquote': {
      const sheet = env.OIQ_PRICE_SHEET;
      if (!sheet) return `set OIQ_PRICE_SHEET to the file with the prices, ${otherwise}`;
      return (pricing, plans) => openInfraQuote(pricing, plans, sheet);
    }
    default:
      return `cost_estimation.provider is ${provider}, which is neither infracost nor openinfraquote.`;
  }
}

/**
 * So many plans are priced by one call: enough that starting the program does not count, and few enough
 * that what it prints fits in memory.
 */
const plansAtOnce = 50;

async function priced(
  price: Pricer,
  { run, env, show }: Omit<Pricing, 'folder'>,
  plans: readonly PlanDocument[],
): Promise<Pick<StepResult, 'success' | 'payload'>> {
  const estimates: Estimate[] = [];
  const priceNext = async (i: number) => {
    const folder = await mkdtemp(join(run.tmpdir, 'costs-'));
    return await price({ run, env, show, folder }, plans.slice(i, i + plansAtOnce));
  };
  for (let i = 0; i < plans.length && !run.interruption.requested; i += plansAtOnce) {
    estimates.push(await priceNext(i).catch(notPriced));
  }
  const costs = estimates.flatMap((one) => one.costs);
  const problems = estimates.flatMap((one) => one.problems);
  const currency = estimates.find((one) => one.costs.length > 0)?.currency;
  if (currency === undefined) return { success: false, payload: { text: problems.join('\n') } };
  return { success: true, payload: costPayloadOf({ currency, costs, problems }) };
}

function notPriced(error: unknown): Estimate {
  const problem = error instanceof StepFailed ? error.message : defect(error);
  return { currency: '', costs: [], problems: [problem] };
}

/** The plans in the order of the manifest. */
function plansOf(run: Run, dirspaces: readonly DirspaceProgress[]): PlanDocument[] {
  return dirspaces.flatMap((one) => run.planDocuments.find((plan) => isOf(one, plan)) ?? []);
}

/** Dirspaces whose plan has changes that can be priced by nobody: their engines show no JSON. */
function withoutDocument(run: Run, dirspaces: readonly DirspaceProgress[]): DirspaceProgress[] {
  return dirspaces.filter(
    (one) =>
      one.steps.some(
        ({ step, success, payload }) =>
          step.endsWith('/plan') && success && planPayload.safeParse(payload).data?.has_changes,
      ) && !run.planDocuments.some((document) => isOf(one, document)),
  );
}

type Dirspace = { readonly dir: string; readonly workspace: string };

function isOf(one: Dirspace, other: Dirspace): boolean {
  return one.dir === other.dir && one.workspace === other.workspace;
}
