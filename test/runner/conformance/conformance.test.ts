/*
 * Recorded manifests and the results that any runner of the protocol posts for them (step names,
 * scopes, keys of payloads, success, gates, order within a dirspace), against the bundle. Each case is
 * one file in `cases/`; what `case-form.ts` describes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { run } from '../runner-process.ts';
import { caseFile } from './case-form.ts';
import { comparable, expected } from './comparison.ts';
import { Programs } from './programs.ts';

const folder = join(import.meta.dirname, 'cases');
const files = readdirSync(folder).filter((file) => file.endsWith('.yml'));

describe.each(files)('%s', (file) => {
  const { cases } = caseFile.parse(parse(readFileSync(join(folder, file), 'utf8')));
  it.each(cases.map((one) => [one.about, one] as const))('%s', async (_, one) => {
    await using controlPlane = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': '', ...one.files });
    using programs = new Programs(one.programs);
    const { type, dirspaces, config, result_version, ...more } = one.manifest;
    controlPlane.manifests.push(manifest(type, dirspaces, { config, result_version, ...more }));
    for (const [key, data] of Object.entries(one.plans)) {
      controlPlane.plans.set(key, Buffer.from(JSON.stringify(data)).toString('base64'));
    }
    for (const [call, answers] of Object.entries(one.answers)) {
      controlPlane.instead.set(call, answers);
    }
    const env = { PATH: programs.path, ...one.env };
    const { exitCode, log } = await run(controlPlane, repository.checkout(), env);
    expect(controlPlane.results, log).toHaveLength(1);
    expect(comparable(controlPlane.results[0], one.result)).toEqual(expected(one.result));
    expect(exitCode).toBe(one.exit_code);
    for (const name of one.calls === undefined ? [] : Object.keys(one.calls)) {
      expect(programs.callsOf(name)).toEqual(one.calls?.[name]);
    }
  });
});
