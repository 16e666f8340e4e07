import { describe, expect, it } from 'vitest';
import { driftReports, reportId } from '../../../src/runner/steps/drift-report.ts';

const one = (plan: string, dir = 'a') => ({ dir, workspace: 'default', plan });
const bodyOf = (...plans: string[]) =>
  driftReports(
    plans.map((plan) => one(plan)),
    'all',
    'the log',
  )[0]?.body ?? '';

describe('an issue about drift', () => {
  it('is there only where something drifted', () => {
    expect(driftReports([], 'all', 'the log')).toEqual([]);
    expect(driftReports([], 'dirspace', 'the log')).toEqual([]);
  });

  it('is recognised by what the plans say, however much of it is shown', () => {
    const known = 'x = (known after apply)\n';
    const long = known.repeat(5000);
    const bodies = [bodyOf('+ a'), bodyOf('+ b'), bodyOf(long), bodyOf(`${long}${known}`)];
    expect(new Set(bodies.map(reportId)).size).toBe(4);
    expect(bodyOf('+ a')).toBe(bodies[0]);
    expect(reportId('Report ID: 0123')).toBeUndefined();
  });

  it('that would be too long leaves out what says little, then the plans', () => {
    const noise = 'a: Refreshing state... [id=1]\n  id = (known after apply)\n';
    expect(bodyOf(`${noise}+ change\n`)).toContain('Refreshing state');
    const shorter = bodyOf(`${noise.repeat(2000)}+ change\n`);
    expect(shorter).toMatch(/```diff\n\+ change\n```/);
    const notice = bodyOf('+ change\n'.repeat(9000), '+ change');
    expect(notice).toMatch(/too long for an issue: 2 in all, in the log/);
    expect(notice.length).toBeLessThan(500);
  });

  it('shows a plan and names as they are, whatever is in them', () => {
    const [report] = driftReports([one('`````\n</details>', '<b>&')], 'dirspace', 'the log');
    expect(report?.title).toBe('Terrateam: Drift Detected - <b>& (default)');
    expect(report?.body).toContain('<code>&lt;b&gt;&amp;</code>');
    expect(report?.body).toContain('\n``````diff\n`````\n</details>\n``````\n');
    const [long] = driftReports([one('', 'x'.repeat(400))], 'dirspace', 'the log');
    expect(long?.title).toHaveLength(255);
  });
});
