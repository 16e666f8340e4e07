import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ControlPlane, manifest } from '../control-plane.ts';
import { headOf, Repository } from '../repository.ts';
import { onlyResult, outline, stepsIn, textOf } from '../results.ts';
import { run } from '../runner-process.ts';

const main = { 'a/main.tf': 'output "x" { value = file("../shared.txt") }', 'shared.txt': 'old' };

describe('a manifest that names what to check out', () => {
  it('has that ref planned, on a checkout of the base branch, without asking for a token', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository(main);
    const sha = repository.commitOn('change', { 'shared.txt': "the fork's" });
    const ref = 'refs/heads/change';
    server.manifests.push({ ...manifest('plan', ['a']), head_sha: sha, checkout: { ref, sha } });
    const { exitCode } = await run(server, repository.checkout('main'));
    expect(onlyResult(server).steps.at(-1)?.payload.plan).toContain("the fork's");
    expect(server.requests.filter(({ path }) => path.endsWith('/access-token'))).toEqual([]);
    expect(exitCode).toBe(0);
  });

  it('is refused when the ref has moved on, naming both commits', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository(main);
    const sha = repository.commitOn('change', { 'shared.txt': 'reviewed' });
    const moved = repository.commitOn('change', { 'shared.txt': 'slipped in' });
    const ref = 'refs/heads/change';
    server.manifests.push({ ...manifest('plan', ['a']), head_sha: sha, checkout: { ref, sha } });
    await run(server, repository.checkout('main'));
    const result = onlyResult(server);
    expect(outline(result, 'pre')).toEqual(['checkout!']);
    expect(textOf(result.steps[0])).toContain(sha);
    expect(textOf(result.steps[0])).toContain(moved);
  });
});

describe('before anything runs, the base branch', () => {
  it('is merged into a shallow checkout, however far back the branch began', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository(main);
    const commits = Array.from({ length: 120 }, (_, i) => ({ 'shared.txt': `new ${i}` }));
    repository.commitOn('main', ...commits);
    server.manifests.push(manifest('plan', ['a']));
    const workspace = repository.checkout();
    await run(server, workspace);
    const plan = stepsIn(onlyResult(server), 'a').at(-1);
    expect(plan?.payload.plan).toContain('"new 119"');
    expect(existsSync(join(workspace, 'change.txt'))).toBe(true);
  });

  it('leaves a complete clone complete', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository(main);
    repository.commitOn('main', { 'shared.txt': 'new' });
    server.manifests.push(manifest('plan', ['a']));
    const workspace = repository.checkout('change', '--no-single-branch');
    await run(server, workspace);
    expect(onlyResult(server).steps.at(-1)?.payload.plan).toContain('"new"');
    const shallow = execFileSync('git', ['rev-parse', '--is-shallow-repository'], {
      cwd: workspace,
    });
    expect(shallow.toString().trim()).toBe('false');
  });

  it('is what is checked out after a merge, and needs no merging', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository(main);
    server.manifests.push(manifest('plan', ['a']));
    const workspace = repository.checkout('main');
    const before = headOf(workspace);
    expect((await run(server, workspace)).exitCode).toBe(0);
    expect(headOf(workspace)).toBe(before);
  });

  it('in conflict with the branch is reported with the files, and nothing runs', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository(main);
    repository.commitOn('change', { 'shared.txt': 'ours', 'a/other.tf': '# ours' });
    repository.commitOn('main', { 'shared.txt': 'theirs', 'a/other.tf': '# theirs' });
    server.manifests.push(manifest('plan', ['a']));
    const workspace = repository.checkout();
    const { exitCode } = await run(server, workspace);
    const result = onlyResult(server);
    expect(outline(result, 'pre')).toEqual(['checkout!']);
    expect(result.steps).toHaveLength(1);
    expect(textOf(result.steps[0])).toMatch(
      /conflicts.*\n {2}a\/other.tf\n {2}shared.txt\nMerge main/,
    );
    expect(readFileSync(join(workspace, 'shared.txt'), 'utf8')).toBe('ours');
    expect(exitCode).toBe(1);
  });

  it('does not touch the git configuration of the machine or the repository', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository(main);
    repository.commitOn('main', { 'shared.txt': 'new' });
    server.manifests.push(manifest('plan', ['a']));
    const workspace = repository.checkout();
    const config = join(workspace, '.git/config');
    const before = readFileSync(config, 'utf8');
    const home = join(repository.folder, 'home');
    mkdirSync(home);
    await run(server, workspace, { HOME: home });
    expect(readFileSync(config, 'utf8')).toBe(before);
    expect(existsSync(join(home, '.gitconfig'))).toBe(false);
  });
});

describe('the work is refused, with a result that says so', () => {
  it('when another commit is checked out than it is for', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository(main);
    const expected = '1'.repeat(40);
    server.manifests.push(manifest('plan', ['a'], { head_sha: expected }));
    const workspace = repository.checkout();
    await run(server, workspace);
    const text = textOf(onlyResult(server).steps[0]);
    expect(text).toContain(expected);
    expect(text).toContain(headOf(workspace));
  });

  it('when it is for another repository', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository(main);
    const ours = manifest('plan', ['a'], { repository: 'Acme/Infrastructure' });
    const theirs = ['plan', 'index'].map((type) =>
      manifest(type, ['a'], { repository: 'acme/network', dirs: [] }),
    );
    server.manifests.push(...theirs, ours);
    const { exitCode, log } = await run(server, repository.checkout());
    const [plan, index, good] = server.results;
    expect(plan).toMatchObject({ steps: [{ step: 'runner', success: false }] });
    expect(index).toMatchObject({
      msg: expect.stringMatching(/for the repository acme\/network, .* in acme\/infrastructure\./),
    });
    expect(log.split('acme/network, but the job runs in acme/infrastructure')).toHaveLength(3);
    expect(JSON.stringify(good)).toContain('tf/plan');
    expect(exitCode).toBe(1);
  });

  it('when there is no repository', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository(main);
    const empty = join(repository.folder, 'empty');
    mkdirSync(empty);
    server.manifests.push(manifest('plan', ['a']));
    await run(server, empty, { GIT_CEILING_DIRECTORIES: repository.folder });
    expect(outline(onlyResult(server), 'pre')).toEqual(['checkout!']);
    expect(textOf(onlyResult(server).steps[0])).toMatch(/actions\/checkout/);
  });

  it('when a directory is missing or outside, in that dirspace only', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository(main);
    const config = { dirs: { made: { create_if_missing: true } } };
    server.manifests.push(
      manifest('plan', ['gone', '../outside', 'link', 'a', 'made'], { config }),
    );
    const checkout = repository.checkout();
    symlinkSync(repository.folder, join(checkout, 'link'));
    await run(server, checkout);
    const result = onlyResult(server);
    expect(outline(result, 'gone')).toEqual(['runner!']);
    expect(textOf(stepsIn(result, 'gone')[0])).toMatch(/gone does not exist.*create_if_missing/s);
    expect(textOf(stepsIn(result, '../outside')[0])).toMatch(/outside of the repository/);
    expect(textOf(stepsIn(result, 'link')[0])).toMatch(/outside of the repository/);
    expect(outline(result, 'a').at(-1)).toBe('tf/plan');
    expect(outline(result, 'made')[1]).toBe('tf/init');
  });
});
