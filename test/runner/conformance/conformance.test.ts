/*
 * Recorded manifests and the results that any runner of the protocol posts for them (step names,
 * scopes, keys of payloads, success, gates, order within a dirspace), against the bundle. Each case is
 * one file in `cases/`; what `case-form.ts` describes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ControlPlane, manifest } from '../control-plane.ts';
import { type Files, Repository } from '../repository.ts';
import { run } from '../runner-process.ts';
import { HttpPeer } from '../steps/http-peer.ts';
import { caseFile } from './case-form.ts';
import { comparable, expected } from './comparison.ts';
import { Programs } from './programs.ts';

const folder = join(import.meta.dirname, 'cases');
const files = readdirSync(folder).filter((file) => file.endsWith('.yml'));

/** One for all the cases that have the same files: each works in a checkout of its own. */
const repositories = new Map<string, Repository>();
afterAll(() => {
  for (const repository of repositories.values()) repository[Symbol.dispose]();
});

function checkoutOf(more: Files): string {
  const key = JSON.stringify(more);
  const repository = repositories.get(key) ?? new Repository({ 'a/main.tf': '', ...more });
  repositories.set(key, repository);
  return repository.checkout();
}

// They wait for programs and for retries more than they work.
describe.concurrent.each(files)('%s', (file) => {
  const { cases } = caseFile.parse(parse(readFileSync(join(folder, file), 'utf8')));
  it.each(cases.map((one) => [one.about, one] as const))('%s', async (_, one) => {
    await using controlPlane = await new ControlPlane().start();
    await using peer = await new HttpPeer((call) => {
      const body = one.peer[call.replace(/\?.*/, '')];
      return { status: body === undefined ? 404 : 200, body };
    }).start();
    using programs = new Programs(one.programs);
    const { type, dirspaces, config, result_version, ...more } = one.manifest;
    controlPlane.manifests.push(manifest(type, dirspaces, { config, result_version, ...more }));
    for (const [key, data] of Object.entries(one.plans)) {
      controlPlane.plans.set(key, Buffer.from(JSON.stringify(data)).toString('base64'));
    }
    for (const [call, answers] of Object.entries(one.answers)) {
      controlPlane.instead.set(call, answers);
    }
    const given = Object.entries(one.env).map(([name, value]) => [
      name,
      value.replaceAll('PEER', peer.url),
    ]);
    const env = { PATH: programs.path, ...Object.fromEntries(given) };
    const { exitCode, log } = await run(controlPlane, checkoutOf(one.files), env);
    expect(controlPlane.results, log).toHaveLength(1);
    expect(comparable(controlPlane.results[0], one.result)).toEqual(expected(one.result));
    expect(exitCode).toBe(one.exit_code);
    for (const text of one.log) expect(log).toContain(text);
    for (const name of one.calls === undefined ? [] : Object.keys(one.calls)) {
      expect(programs.callsOf(name)).toEqual(one.calls?.[name]);
    }
    const changes = peer.seen.map(({ call }) => call).filter((call) => !call.startsWith('GET '));
    if (one.changes) expect(changes).toEqual(one.changes);
  });
});
