import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ControlPlane as Client } from '../../../src/runner/http/control-plane.ts';
import { Masker } from '../../../src/runner/mask/mask.ts';
import { Interruption } from '../../../src/runner/process/interruption.ts';
import { ProgramRunner } from '../../../src/runner/process/program.ts';
import type { DirspaceStepPlace } from '../../../src/runner/run.ts';
import { bearer, type ControlPlane, workToken } from '../control-plane.ts';

export type PlaceOptions = {
  /** The value of `storage.plans`. */
  storage?: object;
  planKey?: string;
  head?: string;
  tree?: string;
  env?: Record<string, string>;
  /** Of a run about the base branch itself. */
  ofBase?: boolean;
};

export type TestPlace = DirspaceStepPlace & { readonly log: string[]; readonly masker: Masker };

/** A dirspace at work, as far as storing plans is concerned; each has a folder of its own. */
export function dirspacePlace(server: ControlPlane, options: PlaceOptions = {}): TestPlace {
  const folder = mkdtempSync(join(tmpdir(), 'plan-storage-'));
  mkdirSync(join(folder, 'a'));
  const log: string[] = [];
  const masker = new Masker();
  const clock = { now: () => Date.parse('2026-01-02T03:04:05Z'), sleep: async () => {} };
  const controlPlane = new Client({ url: server.url, name: 'url' }, workToken, clock, (line) =>
    log.push(line),
  );
  controlPlane.useToken(bearer);
  const ref = options.ofBase ? 'refs/heads/main' : 'refs/heads/change';
  const run = {
    ...{ controlPlane, masker, clock, programs: new ProgramRunner(masker, new Interruption()) },
    settings: { repository: 'acme/infrastructure', root: folder, planKey: options.planKey },
    manifest: {
      ...{ base_ref: 'main', run_kind: 'pr', run_kind_data: { id: '7' } },
      checkout: { ref, sha: 'c'.repeat(40) },
    },
    source: { head: options.head ?? 'a'.repeat(40), tree: options.tree ?? 'b'.repeat(40) },
    config: { storage: { plans: options.storage } },
    tmpdir: folder,
  };
  const dirspace = {
    dir: { path: 'a', workspace: 'default', stack_name: 'default', rank: 0 },
    planFile: join(folder, 'plan.tfplan'),
  };
  const env = { PATH: process.env.PATH ?? '', TERRATEAM_ROOT: folder, ...options.env };
  const show = (text: string) => log.push(text);
  const place = { run, cwd: join(folder, 'a'), env, show, dirspace, log, masker };
  // What is left out (engine, tools, checkout and the like) has nothing to do with storing a plan.
  return place as unknown as TestPlace;
}
