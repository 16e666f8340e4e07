import { describe, expect, it } from 'vitest';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { onlyResult, outline, stepsIn, textOf } from '../results.ts';
import { run } from '../runner-process.ts';
import { pathWith } from '../stand-ins.ts';

const steps = [{ type: 'init' }, { type: 'plan' }];
const resourcely = (enabled: boolean, extra_args: string[] = []) => ({
  integrations: { resourcely: { enabled, extra_args } },
});
const program = `
  echo "args: $*"
  case "$*" in *--strict*) echo 'REQUIRE size != large' >&2; exit 1;; esac`;

describe('with Resourcely', () => {
  it('plans of pull requests are checked, as the workflow says before the repository', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': '', 'b/main.tf': '', 'c/main.tf': '' });
    const config = {
      ...resourcely(true),
      workflows: [
        { plan: steps },
        { plan: steps, ...resourcely(true, ['--strict', '$LEVEL']) },
        { plan: steps, ...resourcely(false) },
      ],
    };
    const work = manifest('plan', ['a', 'b', 'c'], { config, head_sha: undefined });
    for (const [index, dir] of work.changed_dirspaces.entries()) dir.workflow = index;
    server.manifests.push(work);
    const { exitCode } = await run(server, repository.checkout(), {
      PATH: pathWith(repository.folder, { 'resourcely-cli': program }),
      RESOURCELY_API_TOKEN: 'resourcely-token',
      LEVEL: 'high',
    });
    const result = onlyResult(server);
    const [ok, refused] = ['a', 'b'].map((dir) => stepsIn(result, dir).at(-1));
    expect(ok).toMatchObject({ step: 'tf/resourcely', success: true });
    expect(textOf(ok)).toMatch(
      /^args: --no_color evaluate --error_on_violations --change_request_url https:\/\/github\.com\/acme\/infrastructure\/pull\/7 --change_request_sha [0-9a-f]{40} --plan \S+\.json\n$/,
    );
    expect(refused).toMatchObject({
      success: false,
      ignore_errors: false,
      payload: { exit_code: 1, visible_on: 'error' },
    });
    expect(textOf(refused)).toMatch(/^REQUIRE size != large\n\nargs: .* --strict high\n$/);
    expect(outline(result, 'c').at(-1)).toBe('tf/plan');
    expect(exitCode).toBe(1);
  });

  it('a plan fails without its token, and drift is not checked', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': '' });
    const config = resourcely(true);
    server.manifests.push(manifest('plan', ['a'], { config }));
    server.manifests.push(manifest('plan', ['a'], { config, run_kind: 'drift' }));
    await run(server, repository.checkout());
    const [pull, drift] = server.results.map((result) => JSON.stringify(result));
    expect(pull).toMatch(/RESOURCELY_API_TOKEN is not set/);
    expect(drift).not.toContain('resourcely');
  });
});
