import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StepResult } from '../../../src/protocol/result.ts';
import { costPayload } from '../../../src/protocol/step-payload.ts';
import { ControlPlane, manifest } from '../control-plane.ts';
import { type Files, Repository } from '../repository.ts';
import { onlyResult, stepsIn, textOf } from '../results.ts';
import { type Finished, run } from '../runner-process.ts';
import { notingTerraform, pathWith } from '../stand-ins.ts';
import { pricingPrograms, server } from './priced-plans.ts';

type Call = {
  args: string[];
  cwd: string;
  key?: string;
  currency?: string;
  config?: { version: string; projects: { path: string; name: string; usage_file?: string }[] };
  prices?: string;
};
type Planned = {
  costs: StepResult | undefined;
  pre: string[];
  calls: Call[];
  /** How many plans Terraform had to show as JSON. */
  documents: number;
  finished: Finished;
  workspace: string;
};

/** Plans these dirspaces where there are programs that price them. */
async function plan(
  dirspaces: string[],
  files: Files,
  env: Record<string, string>,
  config: object = {},
): Promise<Planned> {
  await using controlPlane = await new ControlPlane().start();
  using repository = new Repository(files);
  const work = manifest('plan', dirspaces, { config: { parallel_runs: 2, ...config } });
  controlPlane.manifests.push(work);
  const noted = join(repository.folder, 'priced');
  const terraformCalls = join(repository.folder, 'terraform');
  // In `opaque` a plan cannot be shown as JSON.
  const terraform = `case "$PWD $*" in *'/opaque show -json'*) exit 1;; esac
    ${notingTerraform(terraformCalls)}`;
  const programs = { ...pricingPrograms(repository.folder, noted), terraform };
  const PATH = pathWith(repository.folder, programs);
  const workspace = repository.checkout();
  const finished = await run(controlPlane, workspace, { PATH, ...env });
  const pre = stepsIn(onlyResult(controlPlane), 'pre');
  const lines = existsSync(noted) ? readFileSync(noted, 'utf8').trim().split('\n') : [];
  return {
    costs: pre.find(({ step }) => step === 'tf/cost-estimation'),
    pre: pre.map(({ step }) => step),
    documents: readFileSync(terraformCalls, 'utf8').match(/^show -json/gm)?.length ?? 0,
    calls: lines.map((line) => JSON.parse(line)),
    finished,
    workspace,
  };
}

const key = { INFRACOST_API_KEY: 'ico-key-of-acme' };

describe('costs', () => {
  it('are estimated from the plans, for those that change something, last among the pre hooks', async () => {
    const files = {
      ...server('grown', 10.004, 25.5),
      ...server('new', undefined, 7.25),
      ...server('gone', 3, undefined),
      ...server('same', 100, 100),
      ...server('broken', 1, 2),
      ...server('opaque', 1, 2),
      'grown/infracost-usage.yml': 'version: 0.1\n',
    };
    const dirspaces = ['grown', 'new', 'gone', 'same', 'broken', 'opaque'];
    const { costs, pre, calls, finished, workspace } = await plan(
      dirspaces,
      files,
      { ...key, INFRACOST_ARGS: ' --log-level  debug' },
      {
        cost_estimation: { currency: 'EUR' },
        hooks: { plan: { pre: [{ type: 'run', cmd: ['true'] }] } },
      },
    );
    expect(pre.slice(-2)).toEqual(['run', 'tf/cost-estimation']);
    expect(costs).toMatchObject({
      scope: { type: 'run', flow: 'hooks', subflow: 'pre' },
      success: true,
      ignore_errors: true,
    });
    expect(costPayload.parse(costs?.payload)).toEqual({
      summary: { prev_monthly_cost: 113, total_monthly_cost: 132.75, diff_monthly_cost: 19.75 },
      currency: 'EUR',
      dirspaces: [
        ['grown', 10, 25.5, 15.5],
        ['new', 0, 7.25, 7.25],
        ['gone', 3, 0, -3],
      ].map(([dir, prev_monthly_cost, total_monthly_cost, diff_monthly_cost]) => ({
        dir,
        workspace: 'default',
        prev_monthly_cost,
        total_monthly_cost,
        diff_monthly_cost,
      })),
      coverage: { priced: 3, free: 4, unpriced: 8, unpriced_types: { aws_odd_thing: 8 } },
    });
    expect(textOf(costs)).toBe('broken (default): Error parsing Terraform plan JSON file');

    expect(calls).toHaveLength(1);
    const [call] = calls;
    expect(call).toMatchObject({ key: key.INFRACOST_API_KEY, currency: 'EUR' });
    expect(call?.args).toEqual([
      ...['breakdown', '--config-file', expect.any(String), '--format', 'json', '--no-color'],
      ...['--log-level', 'debug'],
    ]);
    expect(call?.cwd.startsWith(workspace)).toBe(false);
    expect(call?.config?.version).toBe('0.1');
    expect(call?.config?.projects.map(({ name }) => name)).toEqual(
      ['grown', 'new', 'gone', 'same', 'broken'].map((dir) => `${dir} (default)`),
    );
    expect(call?.config?.projects.map((project) => project.usage_file)).toEqual([
      join(workspace, 'grown', 'infracost-usage.yml'),
      ...Array(4).fill(undefined),
    ]);
    expect(finished.exitCode).toBe(0);
    expect(finished.log).toContain('INFO Detected Terraform plan JSON files');
    expect(finished.log).toContain('Not estimated, without a plan in JSON: opaque (default)');
  });

  it('that cannot be estimated fail no plan', async () => {
    const { costs, finished } = await plan(['a'], server('a', 1, 2), {
      INFRACOST_API_KEY: 'ico-invalid',
      TERRATEAM_INFRACOST_COMPACT_LOG: 'true',
    });
    expect(costs).toMatchObject({ success: false, ignore_errors: true });
    expect(textOf(costs)).toMatch(
      /^infracost breakdown failed with exit code 1:\nINFO.*\nError: Invalid API Key\n$/,
    );
    expect(finished.exitCode).toBe(0);
    // Once with the reason, and not as it was printed.
    expect(finished.log.match(/^INFO/gm)).toHaveLength(1);
  });

  it('are left alone where nobody asks for them', async () => {
    const files = { ...server('changed', 1, 2), ...server('same', 3, 3) };
    const keyless = await plan(['changed', 'same'], files, {});
    expect(keyless.pre).not.toContain('tf/cost-estimation');
    expect(keyless.documents).toBe(1);
    expect(keyless.finished.log.match(/^.*\bcosts?\b.*$/gim)).toEqual([
      expect.stringContaining('Costs are not estimated: set the secret INFRACOST_API_KEY'),
    ]);
    const off = { cost_estimation: { enabled: false } };
    const disabled = await plan(['changed', 'same'], files, key, off);
    expect(disabled.calls).toEqual([]);
    expect(disabled.documents).toBe(1);
    expect(disabled.pre).toEqual(keyless.pre);
  });

  it('are estimated by OpenInfraQuote from a price sheet, before and after', async () => {
    const files = {
      ...server('grown', 10, 25.5),
      ...server('gone', 3, undefined),
      'prices.csv': 'service,product\n',
      'grown/more.tf': 'resource "terraform_data" "note" {}\n',
    };
    const { costs, calls } = await plan(
      ['grown', 'gone'],
      files,
      { OIQ_PRICE_SHEET: 'prices.csv', AWS_REGION: 'eu-west-1' },
      { cost_estimation: { provider: 'openinfraquote', currency: 'EUR' } },
    );
    expect(costPayload.parse(costs?.payload)).toEqual({
      summary: { prev_monthly_cost: 13, total_monthly_cost: 25.5, diff_monthly_cost: 12.5 },
      currency: 'USD',
      dirspaces: [
        {
          ...{ dir: 'grown', workspace: 'default', prev_monthly_cost: 10 },
          ...{ total_monthly_cost: 25.5, diff_monthly_cost: 15.5 },
        },
        {
          ...{ dir: 'gone', workspace: 'default', prev_monthly_cost: 3 },
          ...{ total_monthly_cost: 0, diff_monthly_cost: -3 },
        },
      ],
      coverage: { priced: 1, free: 1, unpriced: 0, unpriced_types: {} },
    });
    expect(calls.map(({ args }) => args)).toEqual([
      [
        'match',
        '--pricesheet',
        expect.any(String),
        '--output',
        expect.any(String),
        expect.any(String),
      ],
      ['price', '--input', expect.any(String), '--region', 'eu-west-1', '--format', 'json'],
    ]);
    expect(calls[0]?.prices).toBe('service,product\n');
  });
});
