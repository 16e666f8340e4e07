import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  convertWorkflowTemplate,
  NoOperationTraceWriter,
  parseWorkflow,
} from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..', '..');
const yaml = (file: string) => parse(readFileSync(join(root, file), 'utf8'));

it('GitHub takes the action and the workflow as they are', async () => {
  const file = (name: string) => ({ name, content: readFileSync(join(root, name), 'utf8') });
  const trace = new NoOperationTraceWriter();
  const action = parseAction(file('action.yml'), trace);
  expect(action.context.errors.getErrors()).toEqual([]);
  const { context, value } = parseWorkflow(file('templates/workflows/terrateam.yml'), trace);
  if (!value) throw new Error('The workflow has no content.');
  const { jobs } = await convertWorkflowTemplate(context, value);
  expect(context.errors.getErrors()).toEqual([]);
  expect(jobs.map(({ id }) => id.value)).toEqual(['terrateam', 'fork']);
});

it('the action runs the bundle that is there', () => {
  const { runs, inputs } = yaml('action.yml');
  expect(runs.using).toBe('node24');
  expect(existsSync(join(root, runs.main))).toBe(true);
  expect(Object.keys(inputs)).toEqual(['work-token', 'api-base-url']);
});

it('the workflow takes what the control plane sends, and hands it to the action', () => {
  const { name, on, jobs } = yaml('templates/workflows/terrateam.yml');
  const { inputs } = on.workflow_dispatch;
  const { permissions, steps, ...job } = jobs.terrateam;
  expect(name).toBe('Terrateam Workflow');
  expect(Object.keys(inputs)).toEqual([
    'work-token',
    'api-base-url',
    'environment',
    'runs_on',
    'fork',
  ]);
  expect(JSON.parse(inputs.runs_on.default)).toBe('ubuntu-latest');
  expect(permissions).toEqual({ 'id-token': 'write', contents: 'read' });
  expect(job['timeout-minutes']).toBe(1440);
  expect(Object.keys(steps.at(-1).with)).toEqual(Object.keys(yaml('action.yml').inputs));
});

it('no job runs other actions than GitHub’s checkout and this one', () => {
  const { jobs } = yaml('templates/workflows/terrateam.yml');
  for (const { steps } of Object.values<{ steps: { uses?: string }[] }>(jobs)) {
    const used = steps.flatMap(({ uses = [] }) => uses);
    expect(used).toEqual(['actions/checkout@v6', 'terrane-dev/terrane@v1']);
  }
});

it('a fork runs in a job of its own, without secrets, identity or a machine of ours', () => {
  const { on, jobs } = yaml('templates/workflows/terrateam.yml');
  expect(on.workflow_dispatch.inputs.fork.default).toBe('false');
  expect(jobs.terrateam.if).toBe("inputs.fork != 'true'");
  expect(jobs.fork.if).toBe("inputs.fork == 'true'");
  expect(jobs.fork.permissions).toEqual({ contents: 'read' });
  expect(jobs.fork['runs-on']).toBe('ubuntu-latest');
  expect(jobs.fork.environment).toBeUndefined();
  expect(JSON.stringify(jobs.fork)).not.toContain('secrets');
});
