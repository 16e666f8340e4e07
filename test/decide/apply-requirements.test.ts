import { describe, expect, it } from 'vitest';
import { teamsNamed, unmetRequirements } from '../../src/decide/apply-requirements.ts';
import { app, config, dirspace, facts, loaded, merged, network, person } from './given.ts';

function reasons(checks: unknown, given: Parameters<typeof facts>[0] = {}): readonly string[] {
  const made = facts({ ...given, config: { apply_requirements: { checks } } });
  return unmetRequirements(made, loaded(made).config, [app]).flatMap((unmet) => unmet.reasons);
}

describe('without a configuration', () => {
  it('needs no approval, but a branch that can be merged and green checks', () => {
    expect(reasons({})).toEqual([]);
    expect(reasons({}, { pull: { mergeable: false } })).toHaveLength(1);
    expect(reasons({}, { pull: { mergeable: null } })).toEqual([
      'Whether it can be merged is not known yet. Ask again in a moment.',
    ]);
    const foreignChecks = [
      { title: 'lint', state: 'failure' as const },
      { title: 'build', state: 'pending' as const },
      { title: 'docs', state: 'success' as const },
    ];
    expect(reasons({}, { foreignChecks })).toEqual([
      'The check build is pending. Wait for it.',
      'The check lint failed. Fix what it found.',
    ]);
  });

  it('needs a pull request that is ready for review', () => {
    expect(reasons([{ tag_query: '' }], { pull: { draft: true } })).toHaveLength(1);
    const lenient = [{ tag_query: '', require_ready_for_review_pr: false }];
    expect(reasons(lenient, { pull: { draft: true } })).toEqual([]);
  });
});

describe('approvals', () => {
  const approved = (more: object) => [{ tag_query: '', approved: { enabled: true, ...more } }];

  it('enabled means one from anybody', () => {
    expect(reasons(approved({}))).toEqual([
      'It needs 1 approval and has 0. Ask someone with write access to approve.',
    ]);
    expect(reasons(approved({}), { approvals: [person('bo')] })).toEqual([]);
  });

  it('count people, not approvals', () => {
    const approvals = [person('bo'), person('Bo')];
    expect(reasons(approved({ any_of_count: 2 }), { approvals })).toEqual([
      'It needs 2 approvals and has 1. Ask someone with write access to approve.',
    ]);
  });

  it('any_of counts only those it names', () => {
    const given = approved({ any_of: ['team:sre', 'role:admin', 'user:Kim'], any_of_count: 2 });
    expect(reasons(given, { approvals: [person('bo')] })).toEqual([
      'It needs 2 approvals from team:sre, role:admin, user:Kim and has 0. Ask one of them to approve.',
    ]);
    const approvals = [person('a', { teams: ['sre'] }), person('kim')];
    expect(reasons(given, { approvals })).toEqual([]);
    expect(
      reasons(given, { approvals: [person('x', { permission: 'admin' }), person('kim')] }),
    ).toEqual([]);
  });

  it('all_of needs each that it names', () => {
    const given = approved({ all_of: ['team:sre', 'user:kim'] });
    expect(reasons(given, { approvals: [person('kim')] })).toEqual([
      'It needs an approval from team:sre. Ask for it.',
    ]);
  });

  it('a role is met by a higher one', () => {
    const given = approved({ any_of: ['repo:write'] });
    expect(reasons(given, { approvals: [person('a', { permission: 'maintain' })] })).toEqual([]);
    expect(reasons(given, { approvals: [person('a', { permission: 'triage' })] })).toHaveLength(1);
  });
});

describe('status checks', () => {
  it('ignores those that a pattern finds or a title equals', () => {
    const ignoring = (text: string) => ({ status_checks: { ignore_matching: [text] } });
    const foreignChecks = [{ title: 'ci/build (x)', state: 'failure' as const }];
    expect(reasons(ignoring('^ci/'), { foreignChecks })).toEqual([]);
    expect(reasons(ignoring('ci/build (x)'), { foreignChecks })).toEqual([]);
    expect(reasons(ignoring('^build'), { foreignChecks })).toHaveLength(1);
  });
});

describe('the entries', () => {
  it('apply_after_merge waits for the merge, after which everything is met', () => {
    const checks = [{ tag_query: '', apply_after_merge: { enabled: true } }];
    expect(reasons(checks)).toEqual([
      'It is applied after the merge. Merge the pull request, then apply.',
    ]);
    expect(reasons(checks, { pull: { ...merged, mergeable: null } })).toEqual([]);
  });

  it('the first that matches a dirspace counts; without one it may not be applied', () => {
    const checks = [
      { tag_query: 'dir:app' },
      { tag_query: '', apply_after_merge: { enabled: true } },
    ];
    expect(reasons(checks)).toEqual([]);
    expect(reasons([{ tag_query: 'dir:network' }])).toEqual([
      'No entry of apply_requirements.checks matches it. Add one to the configuration that does.',
    ]);
  });

  it('are not chosen by a tag that names another directory', () => {
    const checks = [
      { tag_query: 'dir:app' },
      { tag_query: '', apply_after_merge: { enabled: true } },
    ];
    const made = facts({ config: { apply_requirements: { checks } } });
    const feigned = dirspace('prod', { tags: ['dir:prod', 'workspace:default', 'dir:app'] });
    expect(unmetRequirements(made, loaded(made).config, [feigned])).toHaveLength(1);
  });

  it('name the dirspaces that may not be applied', () => {
    const made = facts({ config: { apply_requirements: { checks: [{ tag_query: 'dir:app' }] } } });
    const unmet = unmetRequirements(made, loaded(made).config, [app, network]);
    expect(unmet.map(({ dir }) => dir)).toEqual(['network']);
  });

  it('name the teams whose members must be known', () => {
    const approved = { enabled: true, all_of: ['team:sre', 'user:a'], any_of: ['team:db', '*'] };
    const made = config({ apply_requirements: { checks: [{ tag_query: '', approved }] } });
    expect(teamsNamed(made)).toEqual(['db', 'sre']);
  });
});
