import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '../repository.ts';

/** A directory with a server that costs so much by the month: `before`, in its state, and `after`. */
export function server(dir: string, before: number | undefined, after: number | undefined): Files {
  const input = (value: number) => ({ value, type: 'number' });
  const state = {
    version: 4,
    terraform_version: '1.0.0',
    serial: 1,
    lineage: dir,
    outputs: {},
    resources:
      before === undefined
        ? []
        : [
            {
              mode: 'managed',
              type: 'terraform_data',
              name: 'server',
              provider: 'provider["terraform.io/builtin/terraform"]',
              instances: [
                {
                  schema_version: 0,
                  attributes: { id: '1', input: input(before), output: input(before) },
                },
              ],
            },
          ],
  };
  const resource = `resource "terraform_data" "server" { input = ${after} }\n`;
  return {
    [`${dir}/main.tf`]: after === undefined ? '' : resource,
    [`${dir}/terraform.tfstate`]: JSON.stringify(state),
  };
}

/**
 * Programs that price plans as Infracost and OpenInfraQuote do, as far as a runner sees; a server costs
 * what its input says. What they were called with goes to the file `calls`.
 */
export function pricingPrograms(folder: string, calls: string): Record<string, string> {
  const program = (name: string, source: string) => {
    const file = join(folder, `${name}.mjs`);
    writeFileSync(file, `${common(calls)}\n${source}`);
    return `exec '${process.execPath}' '${file}' "$@"`;
  };
  return { infracost: program('infracost', infracost), oiq: program('oiq', oiq) };
}

const common = (calls: string) => `
  import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
  const args = process.argv.slice(2);
  const option = (name) => args[args.indexOf(name) + 1];
  const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
  const { INFRACOST_API_KEY: key, INFRACOST_CURRENCY: currency } = process.env;
  const call = { args, cwd: process.cwd(), key, currency };
  const note = (more) => appendFileSync('${calls}', JSON.stringify({ ...call, ...more }) + '\\n');
`;

/** As `infracost breakdown --config-file FILE --format json` answers, version 0.2 of its JSON. */
const infracost = `
  const config = readJson(option('--config-file'));
  note({ config });
  console.error('INFO Detected Terraform plan JSON files');
  if (key === 'ico-invalid') {
    console.error('Error: Invalid API Key');
    process.exit(1);
  }
  const costs = (values) =>
    (values?.root_module.resources ?? []).map(({ address, values: { input } }) => ({
      name: address, resourceType: 'terraform_data', metadata: {}, monthlyCost: String(input),
    }));
  const breakdown = (resources) => ({
    resources,
    totalHourlyCost: '0',
    totalMonthlyCost: resources.length === 0 ? null : resources[0].monthlyCost,
  });
  const projects = config.projects.map(({ path, name }) => {
    const plan = readJson(path);
    const metadata = { path, type: 'terraform_plan_json' };
    if (name.startsWith('broken')) {
      const errors = [{ code: 101, message: 'Error parsing Terraform plan JSON file', data: [] }];
      const nothing = { resources: [], totalHourlyCost: null, totalMonthlyCost: null };
      return { name, metadata: { ...metadata, errors }, pastBreakdown: null, breakdown: nothing, diff: null, summary: {} };
    }
    const [past, now] = [costs(plan.prior_state?.values), costs(plan.planned_values)];
    const summary = {
      totalDetectedResources: 4, totalSupportedResources: now.length, totalUnsupportedResources: 2,
      totalUsageBasedResources: 0, totalNoPriceResources: 1,
      unsupportedResourceCounts: { aws_odd_thing: 2 }, noPriceResourceCounts: { aws_iam_role: 1 },
    };
    return { name, metadata, pastBreakdown: breakdown(past), breakdown: breakdown(now), diff: breakdown([]), summary };
  });
  console.log(JSON.stringify({ version: '0.2', currency, projects, totalMonthlyCost: '1', summary: {} }));
`;

/** As `oiq match` and `oiq price` do: a server has a price that is known up to a tenth. */
const oiq = `
  console.error('[2025-04-10T08:31:23] oiq: [DEBUG] at work');
  if (args[0] === 'match') {
    const file = args.at(-1);
    const { terraform_version, values } = readJson(file);
    note({ prices: readFileSync(option('--pricesheet'), 'utf8') });
    if (!terraform_version || !values) process.exit(1);
    const matches = values.root_module.resources.map((resource) => ({ resource, products: [], change: 'noop' }));
    writeFileSync(option('--output'), JSON.stringify({ matches, date: '' }));
  } else {
    note({});
    const { matches } = readJson(option('--input'));
    const resources = matches
      .filter(({ resource }) => resource.name === 'server')
      .map(({ resource: { address, name, type, values: { input } } }) => ({
        address, change: 'noop', name, type, price: { min: input * 0.9, max: input }, products: [],
      }));
    console.log(JSON.stringify({ match_date: '', price_date: '', price: { min: 0, max: 0 }, resources }));
  }
`;
