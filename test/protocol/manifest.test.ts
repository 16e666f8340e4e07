import { describe, expect, it } from 'vitest';
import { initiateRequest } from '../../src/protocol/initiate.ts';
import { workManifest } from '../../src/protocol/manifest.ts';
import { planStoreRequest } from '../../src/protocol/plan.ts';

const dirspace = { path: 'a', workspace: 'default', stack_name: 'default', rank: 0 };
const apply = {
  type: 'apply',
  token: 't',
  api_base_url: 'https://terrane.example/api',
  installation_id: '1',
  base_ref: 'main',
  run_kind: 'pr',
  run_kind_data: { id: '7' },
  result_version: 2,
  protocol_version: 1,
  capabilities: ['tenv'],
  config: { version: '1' },
  changed_dirspaces: [dirspace],
};

describe('a work manifest', () => {
  it('is told apart by its type', () => {
    expect(workManifest.parse({ type: 'done' })).toEqual({ type: 'done' });
    expect(workManifest.parse(apply).type).toBe('apply');
    expect(
      workManifest.parse({ ...apply, type: 'plan', base_dirspaces: [], dirspaces: [] }),
    ).toEqual({ ...apply, type: 'plan', base_dirspaces: [], dirspaces: [] });
  });

  it('tolerates fields of a newer server', () => {
    const parsed = workManifest.parse({
      ...apply,
      tomorrow: 1,
      changed_dirspaces: [{ ...dirspace, tomorrow: 1 }],
    });
    expect(parsed).toEqual(apply);
  });

  it('of an unsafe apply may lack what other servers leave out', () => {
    const { token, base_ref, run_kind, config, changed_dirspaces } = apply;
    const body = { type: 'unsafe-apply', token, base_ref, run_kind, config, changed_dirspaces };
    expect(workManifest.parse(body)).toEqual(body);
  });

  it('is refused with the field that is wrong', () => {
    const issues = workManifest.safeParse({
      ...apply,
      changed_dirspaces: [{ ...dirspace, workflow: 'first' }],
    }).error?.issues;
    expect(issues?.[0]?.path.join('.')).toBe('changed_dirspaces.0.workflow');
  });
});

describe('what a runner sends', () => {
  it('is read strictly', () => {
    expect(initiateRequest.safeParse({ run_id: '1', sha: 'a' }).success).toBe(true);
    expect(initiateRequest.safeParse({ run_id: '1', sha: 'a', extra: 1 }).success).toBe(false);
    expect(initiateRequest.safeParse({ run_id: 1, sha: 'a' }).success).toBe(false);
  });

  it('says that a plan has changes unless told otherwise', () => {
    const stored = planStoreRequest.parse({ path: 'a', workspace: 'default', plan_data: 'eA==' });
    expect(stored.has_changes).toBe(true);
    expect(planStoreRequest.safeParse({ ...stored, plan_data: 'not base64!' }).success).toBe(false);
  });
});
