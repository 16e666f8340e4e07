import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { OutputChunk } from '../../../src/protocol/output.ts';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { onlyResult, stepsIn, textOf } from '../results.ts';
import { run } from '../runner-process.ts';

const env = { SECRETS_CONTEXT: JSON.stringify({ PASSWORD: 'correct-horse-battery' }) };

function planOf(script: string, more: object = {}, step: object = {}) {
  const workflows = [{ plan: [{ type: 'run', cmd: ['bash', '-c', script], ...step }] }];
  const work = manifest('plan', ['a'], { config: { workflows }, ...more });
  work.changed_dirspaces[0].workflow = 0;
  return work;
}

const takesOutputs = { capabilities: ['outputs'] };
const lines = 150_000;
/** Some megabytes with a secret in their middle, which no two lines share. */
const script = `seq 1 ${lines}; echo "the middle $PASSWORD"; echo warning >&2; seq 1 ${lines}; exit 1`;
const numbers = Array.from({ length: lines }, (_, index) => `${index + 1}\n`).join('');

function textOfChunks(chunks: readonly OutputChunk[]): string {
  expect(chunks.map(({ index, last }) => [index, last])).toEqual(
    chunks.map((_, index) => [index, index === chunks.length - 1]),
  );
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  return chunks.map(({ data }) => gunzipSync(Buffer.from(data, 'base64')).toString()).join('');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('the output of a step that a result cannot hold', () => {
  it('is stored whole and masked, and named by the step', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/x': '' });
    server.manifests.push(planOf(script, takesOutputs));
    await run(server, repository.checkout(), env);
    const [, step] = stepsIn(onlyResult(server), 'a');
    const text = textOf(step);
    expect(text).toMatch(/^warning\n\n1\n2\n[\s\S]*\n… \d+ lines left out …\n[\s\S]*\n150000\n$/);
    const whole = textOfChunks(server.outputs).replace('warning\n', '');
    expect(digest(whole)).toBe(digest(`${numbers}the middle ***\n${numbers}`));
    expect(step?.payload.output).toEqual({
      id: server.outputs[0]?.id,
      bytes: whole.length + 'warning\n'.length,
      lines: 2 * lines + 2,
    });
  });

  it('is in the log where it cannot be stored, which the text says', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/x': '' });
    server.manifests.push(planOf(script, takesOutputs), planOf(script));
    server.instead.set('POST /outputs', [{ status: 404 }]);
    const { log } = await run(server, repository.checkout(), env);
    expect(server.outputs).toEqual([]);
    expect(server.results).toHaveLength(2);
    for (const result of server.results) {
      const text = JSON.stringify(result);
      expect(text).toMatch(/… \d+ lines left out: the log of the job has them …/);
      expect(text).not.toContain('"output":');
    }
    expect(log).toContain('The whole output of this step could not be stored');
    expect(log.split('149999\n')).toHaveLength(5);
  });

  it('is not stored when it is not to be captured', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/x': '' });
    server.manifests.push(planOf(script, takesOutputs, { capture_output: false }));
    await run(server, repository.checkout(), env);
    expect(server.outputs).toEqual([]);
    expect(textOf(stepsIn(onlyResult(server), 'a')[1])).toContain('capture_output: false');
  });

  it('is stored when only a shortened result is small enough for the control plane', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/x': '' });
    server.manifests.push(planOf('seq 1 20000', takesOutputs));
    server.instead.set('PUT ', [{ status: 413 }]);
    await run(server, repository.checkout(), env);
    const [, step] = stepsIn(onlyResult(server), 'a');
    expect(textOf(step).length).toBeLessThan(10_000);
    expect(textOfChunks(server.outputs)).toBe(numbers.slice(0, numbers.indexOf('20001\n')));
    expect(step?.payload.output).toMatchObject({ lines: 20_000 });
  });
});

it('the log of directories that run at the same time is whole, too', async () => {
  await using server = await new ControlPlane().start();
  using repository = new Repository({ 'a/x': '', 'b/x': '' });
  const workflows = [
    { plan: [{ type: 'run', cmd: ['bash', '-c', `seq 1 ${lines}; seq 1 ${lines}`] }] },
  ];
  const work = manifest('plan', ['a', 'b'], { config: { workflows } });
  for (const dir of work.changed_dirspaces) dir.workflow = 0;
  server.manifests.push(work);
  const { log } = await run(server, repository.checkout(), env);
  expect(log.split(numbers)).toHaveLength(5);
});
