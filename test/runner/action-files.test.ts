import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..', '..');
const yaml = (file: string) => parse(readFileSync(join(root, file), 'utf8'));

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
  expect(Object.keys(inputs)).toEqual(['work-token', 'api-base-url', 'environment', 'runs_on']);
  expect(JSON.parse(inputs.runs_on.default)).toBe('ubuntu-latest');
  expect(permissions).toEqual({ 'id-token': 'write', contents: 'read' });
  expect(job['timeout-minutes']).toBe(1440);
  expect(Object.keys(steps.at(-1).with)).toEqual(Object.keys(yaml('action.yml').inputs));
});
