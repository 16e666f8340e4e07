import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NO_CENTRAL } from '../../../src/control/evaluate/central-files.ts';
import type { ConfigurationSources } from '../../../src/control/evaluate/configuration.ts';
import { createConfigurationReader } from '../../../src/control/evaluate/configuration-reader.ts';

function sources(text: string, paths: readonly string[]): ConfigurationSources {
  const commit = { sha: 'h', files: paths.map((path) => ({ path, id: 'a' })) };
  return {
    file: { name: '.terrateam/config.yml', text },
    defaultFile: null,
    central: NO_CENTRAL.files,
    branches: { branch: 'change', destBranch: 'main' },
    head: commit,
    base: commit,
    before: { sha: 'b', files: [] },
    unlikeDefault: [],
    moves: null,
    fork: false,
    wanted: { index: false, shown: false },
    results: [],
  };
}

/** Hours of matching: every pattern backtracks on every path. */
const hours = sources(
  `dirs:\n${Array.from({ length: 5_000 }, (_, i) => `  "**/*a*a*${i}/x": {}\n`).join('')}`,
  Array.from({ length: 20_000 }, (_, i) => `m${i}/${'a'.repeat(200)}/main.tf`),
);
const plain = sources('dirs:\n  network: {}\n', ['network/main.tf']);

const OURS = { repositoryId: 1, isStranger: false };
const THEIRS = { repositoryId: 2, isStranger: false };

/** As costly, and another one. */
const hoursOf = (branch: string) => ({ ...hours, branches: { branch, destBranch: 'main' } });

/** The threads that are started from now on, each as its end. */
function startedThreads() {
  const started: Promise<unknown>[] = [];
  const add = (thread: Worker) => started.push(once(thread, 'exit'));
  process.on('worker', add);
  onTestFinished(() => void process.off('worker', add));
  return started;
}

const tooLong = (seconds: number) => ({
  configuration: {
    kind: 'invalid',
    errors: [{ message: expect.stringContaining(`more than ${seconds} seconds`) }],
  },
});

describe('a configuration', () => {
  test('is read as it is in this thread', async () => {
    const read = createConfigurationReader();
    const { configuration } = await read(plain, OURS);
    expect(configuration).toMatchObject({
      kind: 'loaded',
      derived: { dirspaces: [{ dir: 'network', workspace: 'default' }] },
      touched: [{ dir: 'network' }],
    });
  });

  test.each([
    'stacks: {names: {default: {tag_query: other}}}', // what does not fit the tree
  ])('that turns everything off is one, with whatever else would be refused: %s', async (text) => {
    const read = createConfigurationReader();
    const kindOf = async (enabled: boolean) =>
      (await read(sources(`enabled: ${enabled}\n${text}\n`, ['network/main.tf']), OURS))
        .configuration.kind;
    expect([await kindOf(false), await kindOf(true)]).toEqual(['loaded', 'invalid']);
  });

  test('that takes too long is an error, holds nothing up, and the next one is read', async () => {
    const read = createConfigurationReader({ deadlineMs: 1_000 });
    let done = false;
    const costly = read(hours, OURS).finally(() => {
      done = true;
    });
    const next = read(plain, OURS);
    // This thread stays free: a timer comes before the end.
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(done).toBe(false);
    expect(await costly).toMatchObject({
      configuration: {
        kind: 'invalid',
        errors: [{ message: expect.stringContaining('more than 1 seconds') }],
      },
    });
    expect(await next).toMatchObject({ configuration: { kind: 'loaded' } });
  });

  test('that takes too much memory is an error, and the next one is read', async () => {
    const read = createConfigurationReader({ deadlineMs: 60_000 });
    const tags = `[${Array(100_000).fill('a').join(',')}]`;
    const dirs = Array.from({ length: 900 }, (_, i) => `  d${i}: {tags: *t}`).join('\n');
    const text = `definitions:\n  t: &t ${tags}\ndirs:\n${dirs}\n`;
    const bomb = sources(text, ['d1/main.tf']);
    expect(await read(bomb, OURS)).toMatchObject({ configuration: { kind: 'invalid' } });
    expect(await read(plain, OURS)).toMatchObject({ configuration: { kind: 'loaded' } });
  });
});

describe('a configuration that takes too long', () => {
  test('is not tried again for a while', async () => {
    const started = startedThreads();
    const read = createConfigurationReader({ deadlineMs: 100 });
    expect(await read(hours, OURS)).toMatchObject(tooLong(0.1));
    expect(await read(hours, OURS)).toMatchObject(tooLong(0.1));
    expect(started).toHaveLength(1);
    // Another commit may be another matter.
    await read({ ...hours, head: { ...hours.head, sha: 'other' } }, OURS);
    expect(started).toHaveLength(2);
  });

  test('is tried again later', async () => {
    const started = startedThreads();
    const read = createConfigurationReader({ deadlineMs: 100, rememberMs: 0 });
    await read(hours, OURS);
    await read(hours, OURS);
    expect(started).toHaveLength(2);
  });

  test('is given up sooner for strangers, and tried again for whoever may write', async () => {
    const started = startedThreads();
    const read = createConfigurationReader({ deadlineMs: 200, strangersDeadlineMs: 100 });
    const { configuration } = await read(hours, { ...OURS, isStranger: true });
    expect(configuration).toMatchObject({
      errors: [
        {
          message: expect.stringContaining('more than 0.1 seconds'),
          expected: expect.stringContaining('somebody who may write'),
        },
      ],
    });
    expect(await read(hours, OURS)).toMatchObject(tooLong(0.2));
    expect(started).toHaveLength(2);
  });

  test('holds up its own repository only, however many there are', async () => {
    const read = createConfigurationReader({ deadlineMs: 300 });
    const ended: string[] = [];
    const theirs = ['a', 'b', 'c', 'd'].map(async (branch) => {
      await read(hoursOf(branch), THEIRS);
      ended.push(branch);
    });
    const ours = read(plain, OURS).then(() => ended.push('ours'));
    await Promise.all([...theirs, ours]);
    expect(ended.filter((one) => one !== 'ours')).toEqual(['a', 'b', 'c', 'd']);
    expect(ended.at(-1)).toBe('d');
  });
});

test('a second thread is there only while there is work for it', async () => {
  const started = startedThreads();
  const read = createConfigurationReader({ idleMs: 1 });
  await read(plain, OURS);
  await read(plain, THEIRS);
  expect(started).toHaveLength(1);
  await Promise.all([read(plain, OURS), read(plain, THEIRS)]);
  expect(started).toHaveLength(2);
  await Promise.race(started);
  expect(await read(plain, OURS)).toMatchObject({ configuration: { kind: 'loaded' } });
});
