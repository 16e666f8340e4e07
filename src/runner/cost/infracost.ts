import { access, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { PlanDocument } from '../run.ts';
import type { Estimate, PlanCost } from './plan-cost.ts';
import { answerOf, nameOf, type Pricing, pricingTool, read } from './pricing.ts';

/** An amount is a decimal number in a text, or null where nothing has a price. */
const amount = z.coerce
  .number()
  .nullish()
  .transform((value) => value ?? 0);
const breakdown = z.object({ totalMonthlyCost: amount }).nullish();
const count = z.int().default(0);

/** What we read of Infracost's JSON, version 0.2. */
const output = z.object({
  currency: z.string(),
  projects: z.array(
    z.object({
      metadata: z.object({
        path: z.string(),
        errors: z.array(z.object({ message: z.string() })).nullish(),
      }),
      pastBreakdown: breakdown,
      breakdown,
      summary: z
        .object({
          totalSupportedResources: count,
          totalNoPriceResources: count,
          totalUnsupportedResources: count,
          unsupportedResourceCounts: z.record(z.string(), z.int()).default({}),
        })
        .nullish(),
    }),
  ),
});
type Output = z.infer<typeof output>;

/**
 * Prices plans with Infracost, which sends their resources' attributes, as far as they decide the price,
 * to its pricing API. Throws `StepFailed`.
 */
export async function infracost(
  given: Pricing,
  plans: readonly PlanDocument[],
  configuredCurrency: string,
): Promise<Estimate> {
  const currency = given.env.INFRACOST_CURRENCY || configuredCurrency;
  const quiet = /^(1|true)$/i.test(given.env.TERRATEAM_INFRACOST_COMPACT_LOG ?? '');
  const pricing: Pricing = {
    ...given,
    env: { ...given.env, INFRACOST_CURRENCY: currency, INFRACOST_SKIP_UPDATE_CHECK: 'true' },
    show: quiet ? () => {} : given.show,
  };
  const tool = await pricingTool(pricing, 'infracost');
  const config = join(pricing.folder, 'infracost.yml');
  await writeFile(config, await configFile(pricing, plans));
  const more = (pricing.env.INFRACOST_ARGS ?? '').split(/\s+/).filter(Boolean);
  const args = ['breakdown', '--config-file', config, '--format', 'json', '--no-color', ...more];
  const found = read(output, await answerOf(pricing, tool, args), 'Infracost');
  const priced = plans.map((plan) => costOf(plan, found));
  return {
    currency: found.currency,
    costs: priced.filter((one) => typeof one !== 'string'),
    problems: priced.filter((one) => typeof one === 'string'),
  };
}

/** A project for each plan, as JSON, which YAML has in it. */
async function configFile(pricing: Pricing, plans: readonly PlanDocument[]): Promise<string> {
  const projects = plans.map(async (plan) => ({
    path: plan.file,
    // Infracost fills in environment variables in the whole file: a name must not ask for one.
    name: nameOf(plan).replaceAll('$', '_'),
    ...(await usageFile(pricing, plan)),
  }));
  return JSON.stringify({ version: '0.1', projects: await Promise.all(projects) });
}

/** What is used of resources that cost by use: beside the configuration, or for all of the repository. */
async function usageFile(
  { run }: Pricing,
  { dir }: PlanDocument,
): Promise<{ usage_file?: string }> {
  const { root } = run.settings;
  for (const folder of [join(root, dir), root]) {
    const file = join(folder, 'infracost-usage.yml');
    const exists = await access(file).then(
      () => true,
      () => false,
    );
    if (exists && !file.includes('$')) return { usage_file: file };
  }
  return {};
}

/** What the plan costs, or why that is not known. */
function costOf(plan: PlanDocument, { projects }: Output): PlanCost | string {
  const project = projects.find(({ metadata }) => basename(metadata.path) === basename(plan.file));
  if (!project) return `${nameOf(plan)}: Infracost did not price it.`;
  const errors = project.metadata.errors ?? [];
  if (errors.length > 0) {
    return `${nameOf(plan)}: ${errors.map(({ message }) => message).join('\n')}`;
  }
  return {
    plan,
    before: project.pastBreakdown?.totalMonthlyCost ?? 0,
    after: project.breakdown?.totalMonthlyCost ?? 0,
    coverage: {
      priced: project.summary?.totalSupportedResources ?? 0,
      free: project.summary?.totalNoPriceResources ?? 0,
      unpriced: project.summary?.totalUnsupportedResources ?? 0,
      unpriced_types: project.summary?.unsupportedResourceCounts ?? {},
    },
  };
}
