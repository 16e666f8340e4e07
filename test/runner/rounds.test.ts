import { describe, expect, it } from 'vitest';
import { operationResultV2 } from '../../src/protocol/result.ts';
import { ControlPlane, manifest, workToken } from './control-plane.ts';
import { Repository } from './repository.ts';
import { onlyResult, textOf } from './results.ts';
import { run } from './runner-process.ts';

describe('the job', () => {
  it('that has nothing to do at first says that it was run by hand, and succeeds', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    const { exitCode, log } = await run(server, repository.checkout());
    expect(log).toContain('Running the job again by hand is not supported');
    expect(exitCode).toBe(0);
  });

  it('with an unknown token fails with advice', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    server.instead.set('POST /initiate', [
      { status: 404, body: { title: 'Not Found', detail: 'no such work manifest' } },
    ]);
    const { exitCode, log } = await run(server, repository.checkout());
    expect(log).toMatch(
      /::error::.*Not Found: no such work manifest.*Comment `terrateam plan`.* api-base-url is http/,
    );
    expect(exitCode).toBe(1);
    expect(server.requests).toHaveLength(1);
  });

  it('that asks at an address where there is no control plane is told what address it needs', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    const ask = async (id: string) => {
      server.instead.set(`POST /v1/work-manifests/${workToken}/initiate`, [
        { status: 404, body: { title: 'There is nothing', id } },
      ]);
      const wrong = server.url.replace('/api/github', '');
      const env = { GITLAB_CI: 'true', WORK_TOKEN: workToken, API_BASE_URL: wrong };
      const gitlab = { CI_PROJECT_DIR: '/', CI_JOB_ID: '1', CI_COMMIT_SHA: 'a' };
      return await run(server, repository.checkout(), {
        ...{ ...env, ...gitlab, CI_PROJECT_PATH: 'acme/infrastructure' },
      });
    };
    const { exitCode, log } = await ask('not-found');
    expect(log).toMatch(/API_BASE_URL is http:\S+: it has to .* with \/api\/gitlab at its end/);
    expect(log).not.toContain('work token');
    expect(exitCode).toBe(1);
    expect((await ask('no-work-manifest')).log).toMatch(/know this work token.*merge request/);
  });

  it('stops asking after ten rounds', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    server.manifests.push(...Array.from({ length: 12 }, () => manifest('plan', [])));
    const { exitCode, log } = await run(server, repository.checkout());
    expect(server.results).toHaveLength(10);
    expect(log).toContain('more work after 10 rounds');
    expect(exitCode).toBe(1);
  });

  it('lists every setting that is wrong, and shows no secret', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    const { exitCode, log } = await run(server, repository.checkout(), {
      'INPUT_WORK-TOKEN': 'nonsense',
      'INPUT_API-BASE-URL': '',
      SECRETS_CONTEXT: '{"password": "hunter2',
    });
    expect(exitCode).toBe(1);
    expect(log).toMatch(/input work-token must be/);
    expect(log).toMatch(/input api-base-url must be a URL/);
    expect(log).toMatch(/SECRETS_CONTEXT must be a JSON object/);
    expect(log).not.toContain('hunter2');
    expect(server.requests).toHaveLength(0);
  });

  it('posts the result again when the server fails once', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    server.manifests.push(manifest('plan', []));
    server.instead.set('PUT ', [{ status: 503 }]);
    const { exitCode, log } = await run(server, repository.checkout());
    expect(server.results).toHaveLength(1);
    expect(log).toContain('HTTP 503, trying again in 1 s (try 2)');
    expect(exitCode).toBe(0);
  });

  it('posts a result that is too large again, shortened', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    const step = { type: 'run', cmd: ['sh', '-c', 'yes | head -c 900000; echo end'] };
    server.manifests.push(manifest('plan', [], { config: { hooks: { all: { pre: [step] } } } }));
    server.instead.set('PUT ', [{ status: 413 }]);
    const { exitCode } = await run(server, repository.checkout());
    const text = textOf(onlyResult(server).steps[1]);
    expect(text).toMatch(/^(y\n)+… \d+ lines left out …\n(y\n)+end\n$/);
    expect(text.length).toBeLessThan(10_000);
    expect(exitCode).toBe(0);
  });

  it('whose result is refused fails with what the server said', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    server.manifests.push(manifest('plan', []));
    server.instead.set('PUT ', [
      { status: 403, body: { title: 'Forbidden', detail: 'superseded by a newer push' } },
    ]);
    const { exitCode, log } = await run(server, repository.checkout());
    expect(log).toContain('answered 403. Forbidden: superseded by a newer push');
    expect(exitCode).toBe(1);
  });
});

describe('a manifest', () => {
  it('of a type from the future is answered with a failure', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    server.manifests.push(manifest('teleport', []));
    await run(server, repository.checkout());
    expect(server.results).toEqual([
      { msg: expect.stringMatching(/manifest teleport is not one that this runner understands/) },
    ]);
  });

  it('of the wrong shape is answered with the field that is wrong', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    server.manifests.push(
      manifest('plan', ['a'], { base_ref: 7 }),
      manifest('apply', ['a'], {
        config: { workflows: [{ apply: [{ type: 'run', cmd: 'ls' }] }] },
      }),
    );
    const { exitCode } = await run(server, repository.checkout());
    expect(server.results).toHaveLength(2);
    const texts = server.results.map((one) => textOf(operationResultV2.parse(one).steps[0]));
    expect(texts[0]).toContain('base_ref');
    expect(texts[1]).toContain('workflows[0].apply[0].cmd');
    expect(exitCode).toBe(1);
  });

  it('without dirspaces is done at once', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({});
    server.manifests.push(manifest('plan', []));
    expect((await run(server, repository.checkout())).exitCode).toBe(0);
    expect(onlyResult(server).steps).toHaveLength(1);
  });
});
