import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { PlanDocument } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import type { Estimate, PlanCost } from './plan-cost.ts';
import { answerOf, type Pricing, pricingTool, read } from './pricing.ts';

const resource = z.looseObject({
  address: z.string(),
  mode: z.string().optional(),
  type: z.string(),
  provider_name: z.string().default(''),
});
type Resource = z.infer<typeof resource>;

const module = z.object({
  resources: z.array(resource).default([]),
  get child_modules() {
    return z.array(module).default([]);
  },
});
type Module = z.infer<typeof module>;
const values = z.object({ root_module: module.default({ resources: [], child_modules: [] }) });

/** What we read of a plan's JSON: what there is before it, and after. */
const plannedResources = z.object({
  prior_state: z.object({ values: values.optional() }).optional(),
  planned_values: values.optional(),
});

/** What we read of `oiq price --format json`. A price is a range, by the month, in US dollars. */
const output = z.object({
  resources: z.array(z.object({ address: z.string(), price: z.object({ max: z.number() }) })),
});

/** The resources of these providers cost nothing by themselves. */
const freeProviders =
  /^(terraform\.io\/builtin\/|[^/]+\/hashicorp\/(archive|cloudinit|external|http|local|null|random|time|tls)$)/;

/**
 * Prices plans with OpenInfraQuote, by a price sheet, without a network, at the most that they may
 * cost. What a resource is before and
 * after a plan are priced as two resources: matched with each other, one that is changed in place would
 * count as it was. Throws `StepFailed`.
 */
export async function openInfraQuote(
  pricing: Pricing,
  plans: readonly PlanDocument[],
  priceSheet: string,
): Promise<Estimate> {
  const { run, env, folder } = pricing;
  const region = env.OIQ_REGION || env.AWS_REGION || env.AWS_DEFAULT_REGION;
  if (!region) {
    throw new StepFailed('Costs depend on the region: set OIQ_REGION (such as us-east-1).');
  }
  const sheet = resolve(run.settings.root, priceSheet);
  const tool = await pricingTool(pricing, 'oiq');
  const sides = await Promise.all(plans.map(sidesOf));
  const state = join(folder, 'state.json');
  const matched = join(folder, 'matched.json');
  await writeFile(state, stateOf(sides), { mode: 0o600 });
  await answerOf(pricing, tool, ['match', '--pricesheet', sheet, '--output', matched, state]);
  const args = ['price', '--input', matched, '--region', region, '--format', 'json'];
  const { resources } = read(output, await answerOf(pricing, tool, args), 'oiq');
  const prices = new Map(resources.map(({ address, price }) => [address, price.max]));
  const costs = plans.map((plan, index) => costOf(plan, index, sides[index], prices));
  return { currency: 'USD', costs, problems: [] };
}

type Sides = { readonly before: readonly Resource[]; readonly after: readonly Resource[] };

async function sidesOf({ file }: PlanDocument): Promise<Sides> {
  const plan = plannedResources.parse(JSON.parse(await readFile(file, 'utf8')));
  return {
    before: managed(plan.prior_state?.values?.root_module),
    after: managed(plan.planned_values?.root_module),
  };
}

function managed(root: Module | undefined): Resource[] {
  if (!root) return [];
  const own = root.resources.filter((found) => found.mode !== 'data');
  return [...own, ...root.child_modules.flatMap(managed)];
}

/** Says of which plan the resource is, and of which side of it. */
function addressOf({ address }: Resource, plan: number, side: keyof Sides): string {
  return `${plan}.${side}.${address}`;
}

/** All resources, in the form of `terraform show -json` of a state. */
function stateOf(sides: readonly Sides[]): string {
  const resources = sides.flatMap((one, plan) =>
    (['before', 'after'] as const).flatMap((side) =>
      one[side].map((found) => ({ ...found, address: addressOf(found, plan, side) })),
    ),
  );
  const state = { values: { root_module: { resources } } };
  return JSON.stringify({ format_version: '1.0', terraform_version: '1.0.0', ...state });
}

function costOf(
  plan: PlanDocument,
  index: number,
  { before, after }: Sides = { before: [], after: [] },
  prices: ReadonlyMap<string, number>,
): PlanCost {
  const total = (resources: readonly Resource[], side: keyof Sides) =>
    resources.reduce((sum, found) => sum + (prices.get(addressOf(found, index, side)) ?? 0), 0);
  const priced = after.filter((found) => prices.has(addressOf(found, index, 'after')));
  const others = after.filter((found) => !prices.has(addressOf(found, index, 'after')));
  const unpriced = others.filter((found) => !freeProviders.test(found.provider_name));
  const types = Map.groupBy(unpriced, ({ type }) => type);
  return {
    plan,
    before: total(before, 'before'),
    after: total(after, 'after'),
    coverage: {
      priced: priced.length,
      free: others.length - unpriced.length,
      unpriced: unpriced.length,
      unpriced_types: Object.fromEntries([...types].map(([type, all]) => [type, all.length])),
    },
  };
}
