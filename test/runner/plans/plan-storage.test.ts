import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discardPlan, fetchPlan, storePlan } from '../../../src/runner/plans/plan-storage.ts';
import { ControlPlane } from '../control-plane.ts';
import { pathWith } from '../stand-ins.ts';
import { dirspacePlace, type PlaceOptions, type TestPlace } from './dirspace-place.ts';

const planKey = 'a key that is long enough to be used';
const plan = Buffer.from('the plan of a change '.repeat(10_000));
const stored = 'a default';

let server: ControlPlane;
let bucket: string;

beforeEach(async () => {
  server = await new ControlPlane().start();
  bucket = mkdtempSync(join(tmpdir(), 'bucket-'));
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

function place(options: PlaceOptions = {}): TestPlace {
  return dirspacePlace(server, options);
}

async function store(options: PlaceOptions = {}): Promise<TestPlace> {
  const there = place(options);
  writeFileSync(there.dirspace.planFile, plan);
  await storePlan(there, true);
  return there;
}

/** What stands in a plan file after a plan was stored and fetched in another job. */
async function fetched(options: PlaceOptions = {}): Promise<Buffer> {
  const here = place(options);
  await fetchPlan(here);
  return readFileSync(here.dirspace.planFile);
}

function envelope(): Record<string, unknown> {
  return JSON.parse(Buffer.from(server.plans.get(stored) ?? '', 'base64').toString());
}

function setEnvelope(value: object): void {
  server.plans.set(stored, Buffer.from(JSON.stringify(value)).toString('base64'));
}

const cmd = {
  method: 'cmd',
  store: ['cp', '$plan_path', '$BUCKET/$workspace-$date-$time-$token'],
  fetch: ['cp', '$BUCKET/$workspace-$date-$time-$token', '$plan_dst_path'],
  delete: ['rm', '$BUCKET/$workspace-$date-$time-$token'],
};

describe.each([
  ['at the control plane', undefined, undefined],
  ['at the control plane, sealed', undefined, planKey],
  ['by commands', cmd, undefined],
  ['by commands, sealed', cmd, planKey],
])('a plan that is stored %s', (_, storage, key) => {
  const options = () => ({ storage, planKey: key, env: { BUCKET: bucket } });

  it('comes out as it went in, and leaves no other file behind', async () => {
    const there = await store(options());
    const here = place(options());
    await fetchPlan(here);
    expect(readFileSync(here.dirspace.planFile).equals(plan)).toBe(true);
    for (const { run } of [there, here]) {
      expect(readdirSync(run.tmpdir).sort()).toEqual(['a', 'plan.tfplan']);
    }
  });

  it('is for what was planned', async () => {
    await store(options());
    const other = { ...options(), head: 'x', tree: 'y' };
    await expect(fetched(other)).rejects.toThrow(/head_sha: planned for a{40}, now x\nPlan again/);
  });

  it('is not applied when it was changed', async () => {
    await store(options());
    const written = envelope();
    if (storage) writeFileSync(join(bucket, readdirSync(bucket)[0] ?? ''), 'another plan');
    else setEnvelope({ ...written, data: Buffer.from('another plan').toString('base64') });
    await expect(fetched(options())).rejects.toThrow(/not the plan that was stored.*Plan again/);
  });

  it('may be empty, or not there at all', async () => {
    const there = place(options());
    await storePlan(there, true);
    expect((await fetched(options())).length).toBe(0);
  });
});

describe('a plan at the control plane', () => {
  it('without a key is the envelope that other runners read', async () => {
    await store();
    expect(envelope()).toMatchObject({
      ...{ method: 'terrateam', version: 1, data: plan.toString('base64') },
      bound: { repository: 'acme/infrastructure', pull_request: '7', dir: 'a', base_ref: 'main' },
    });
  });

  it('of another runner is opened where there is no key', async () => {
    const other = { method: 'terrateam', version: 1, data: plan.toString('base64') };
    setEnvelope(other);
    expect((await fetched()).equals(plan)).toBe(true);
    setEnvelope(other);
    await expect(fetched({ planKey })).rejects.toThrow(/is not sealed/);
  });

  it('does not show what is sealed, twice the same plan is not twice the same, and is for one key', async () => {
    await store({ planKey });
    const first = envelope();
    expect(Buffer.from(String(first.data), 'base64').includes('plan')).toBe(false);
    await store({ planKey });
    expect(envelope().data).not.toBe(first.data);
    await expect(fetched({ planKey: `${planKey}!` })).rejects.toThrow(
      /TERRANE_PLAN_KEY is another/,
    );
  });

  it('that was bound to something else is not opened', async () => {
    await store({ planKey });
    const { bound, ...rest } = envelope();
    const moved = { head: 'x', tree: 'y', planKey };
    setEnvelope({ ...rest, bound: { ...Object(bound), head_sha: 'x', tree: 'y' } });
    const here = place(moved);
    await expect(fetchPlan(here)).rejects.toThrow(/was changed after it was made/);
    expect(existsSync(here.dirspace.planFile)).toBe(false);
  });

  it('that is not there is one to plan again', async () => {
    await expect(fetched()).rejects.toThrow(/There is no plan to apply for a \(default\)/);
  });

  it('that is too large is refused with its size and with what to do', async () => {
    const body = { title: 'Payload Too Large', detail: 'At most 64 MB.' };
    server.instead.set('POST /plans', [{ status: 413, body }]);
    await expect(store()).rejects.toThrow(
      /413. Payload Too Large: At most 64 MB.\nThe plan has 0.2 MB. .*storage.plans.*s3 or cmd/,
    );
  });
});

describe('a plan that commands store', () => {
  it('is deleted when it was applied, and a failure to do so is said', async () => {
    const options = { storage: cmd, env: { BUCKET: bucket } };
    await store(options);
    expect(readdirSync(bucket)).toEqual([
      expect.stringMatching(/^default-2026-01-02-030405-[0-9a-f-]{36}$/),
    ]);
    const here = place(options);
    const found = await fetchPlan(here);
    await discardPlan(here, found);
    expect(readdirSync(bucket)).toEqual([]);
    expect(here.log).toEqual([
      expect.stringMatching(/^storage\.plans, fetch: cp .*\/default-2026-01-02-\S+ .*\n$/),
      expect.stringMatching(/^storage\.plans, delete: rm .*\/default-2026-01-02-\S+\n$/),
    ]);
    await discardPlan(here, found);
    expect(here.log.join('')).toMatch(
      /applied, but it could not be deleted.*\n.*rm .*\nfailed with/,
    );
  });

  it('stays where there is no command to delete it', async () => {
    const options = { storage: { ...cmd, delete: undefined }, env: { BUCKET: bucket } };
    await store(options);
    const here = place(options);
    await discardPlan(here, await fetchPlan(here));
    expect(readdirSync(bucket)).toHaveLength(1);
    expect(here.log).toHaveLength(1);
  });

  it('is found where it was stored whatever the environment says later; secrets stay behind', async () => {
    const script = 'test "$1" = "$TOKEN" && cp "$2" "$3"';
    const storage = {
      method: 'cmd',
      store: ['copy', '$TOKEN', '$plan_path', '$BUCKET/plan'],
      fetch: ['copy', '$TOKEN', '$BUCKET/plan', '$plan_dst_path'],
    };
    const PATH = pathWith(bucket, { copy: script });
    const there = place({ storage, env: { BUCKET: bucket, TOKEN: 'hush', PATH } });
    there.masker.add('hush');
    writeFileSync(there.dirspace.planFile, plan);
    await storePlan(there, true);
    expect(JSON.stringify(envelope())).not.toContain('hush');
    const here = { storage, env: { BUCKET: '/elsewhere', TOKEN: 'hush', PATH } };
    expect((await fetched(here)).equals(plan)).toBe(true);
  });

  it('is fetched by a program of the checkout that the job has which applies', async () => {
    const storage = {
      method: 'cmd',
      store: ['$COPY', '$plan_path', '$BUCKET/plan'],
      fetch: ['$TERRATEAM_ROOT/copy.sh', '$BUCKET/plan', '$plan_dst_path'],
      delete: ['$COPY', '$BUCKET/plan', '$BUCKET/deleted'],
    };
    const checkout = (copied: string) => {
      const here = place({ storage, planKey, env: { BUCKET: bucket } });
      const script = join(here.run.settings.root, 'copy.sh');
      writeFileSync(script, `#!/bin/sh\necho ${copied} >> '${bucket}/log'\ncp "$1" "$2"\n`);
      chmodSync(script, 0o755);
      here.env.COPY = script;
      return here;
    };
    const there = checkout('in the plan');
    writeFileSync(there.dirspace.planFile, plan);
    await storePlan(there, true);
    rmSync(there.run.settings.root, { recursive: true });
    const here = checkout('in the apply');
    await discardPlan(here, await fetchPlan(here));
    expect(readFileSync(here.dirspace.planFile).equals(plan)).toBe(true);
    expect(readFileSync(join(bucket, 'log'), 'utf8').split('\n')).toEqual([
      ...['in the plan', 'in the apply', 'in the apply', ''],
    ]);
  });

  it.each([
    ['fetch', ['touch', '$plan_dst_path', 'mark']],
    ['delete', ['touch', 'mark']],
    ['late', ['plan_dst_path', 'token']],
    ['commands_proof', undefined],
    ['commands_proof', 'AAAA'],
  ])('is not fetched by commands that its maker did not seal: %s %j', async (key, value) => {
    const options = { storage: cmd, planKey, env: { BUCKET: bucket } };
    await store(options);
    setEnvelope({ ...envelope(), [key]: value });
    const here = place(options);
    await expect(fetchPlan(here)).rejects.toThrow(
      /commands that fetch the stored plan were changed/,
    );
    expect(readdirSync(here.cwd)).toEqual([]);
    expect(readdirSync(bucket)).toHaveLength(1);
  });

  it('is not fetched by commands where the configuration has none, or a bucket', async () => {
    const other = { method: 'cmd', version: 1, fetch: ['touch', '$plan_dst_path', 'mark'] };
    for (const storage of [undefined, { method: 's3', bucket: 'b', region: 'r' }]) {
      setEnvelope(other);
      const here = place({ storage });
      await expect(fetchPlan(here)).rejects.toThrow(
        /stored by the method cmd, and storage.plans has the method (terrateam|s3). Plan again/,
      );
      expect(readdirSync(here.cwd)).toEqual([]);
    }
    setEnvelope(other);
    const configured = { storage: cmd, env: { BUCKET: bucket } };
    expect((await fetched(configured)).length).toBe(0);
  });

  it('fails with what the command said, or with what is missing', async () => {
    const env = { BUCKET: bucket };
    const failing = (argv: string[]) => store({ storage: { ...cmd, store: argv }, env });
    await expect(failing(['sh', '-c', 'echo no room >&2; exit 3'])).rejects.toThrow(
      /failed with exit code 3:\nno room/,
    );
    await expect(failing(['no-such-program'])).rejects.toThrow(
      /no-such-program.*not found on PATH/,
    );
    await expect(failing(['cp', '$MISSING'])).rejects.toThrow(
      'storage.plans, store: ERROR: Missing environment variable: MISSING',
    );
    const typo = { ...cmd, delete: ['rm', '$tokn'] };
    await expect(store({ storage: typo, env })).rejects.toThrow(
      'storage.plans, delete: ERROR: Missing environment variable: tokn\nDid you mean token?',
    );
    await expect(failing(['/no/such/program'])).rejects.toThrow(
      'storage.plans, store: /no/such/program is not there, or may not be executed',
    );
    const none = { storage: { ...cmd, fetch: ['true'] }, env };
    await store(none);
    await expect(fetched(none)).rejects.toThrow(/true was to fetch the plan.*there is nothing/);
    await expect(store({ storage: { method: 'cmd' } })).rejects.toThrow(
      /storage.plans cannot be used/,
    );
  });
});

describe('a plan in a bucket', () => {
  const aws = `
    echo "$AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_SESSION_TOKEN: $*" >> "$BUCKET/calls"
    case "$2 $3" in
      "cp s3://"*) exec cp "$BUCKET/object" "$4" ;;
      cp*) exec cp "$3" "$BUCKET/object" ;;
      rm*) exec rm "$BUCKET/object" ;;
    esac`;
  const storage = { method: 's3', bucket: 'acme-plans', region: 'eu-central-1' };
  const env = (more: object = {}) => ({ BUCKET: bucket, PATH: pathWith(bucket, { aws }), ...more });
  const calls = () => readFileSync(join(bucket, 'calls'), 'utf8').trimEnd().split('\n');

  it('is stored, fetched and deleted by aws, under a key of its own', async () => {
    const there = await store({ storage, env: env() });
    const here = place({ storage, env: env() });
    const found = await fetchPlan(here);
    expect(readFileSync(here.dirspace.planFile).equals(plan)).toBe(true);
    await discardPlan(here, found);
    const url = /s3:\/\/acme-plans\/terrateam\/plans\/a\/default\/2026-01-02-030405-[0-9a-f-]{36}/;
    const [key] = url.exec(calls()[0] ?? '') ?? [];
    const options = '--region eu-central-1 --only-show-errors';
    expect(calls()).toEqual([
      `  : s3 cp ${there.dirspace.planFile} ${key} ${options}`,
      `  : s3 cp ${key} ${here.dirspace.planFile}.stored ${options}`,
      `  : s3 rm ${key} ${options}`,
    ]);
  });

  it('has its credentials in the environment of aws alone, and may stay', async () => {
    const mine = {
      ...storage,
      ...{
        access_key_id: 'AKIAEXAMPLE',
        secret_access_key: '$S3_SECRET',
        delete_used_plans: false,
      },
      ...{ path: '$BUCKET_PREFIX/plan', store_extra_args: ['--sse', 'aws:kms'] },
    };
    const secrets = { S3_SECRET: 'hush-hush', AWS_SESSION_TOKEN: 'of another', BUCKET_PREFIX: 'p' };
    const options = { storage: mine, env: env(secrets) };
    const there = await store(options);
    const here = place(options);
    const written = JSON.stringify(envelope());
    await discardPlan(here, await fetchPlan(here));
    expect(calls()).toEqual([
      expect.stringMatching(
        /^AKIAEXAMPLE hush-hush : s3 cp .* s3:\/\/acme-plans\/p\/plan .*--sse aws:kms$/,
      ),
      expect.stringMatching(/^AKIAEXAMPLE hush-hush : s3 cp s3:\/\/acme-plans\/p\/plan /),
    ]);
    expect(written).not.toContain('hush-hush');
    expect(there.masker.mask('hush-hush AKIAEXAMPLE')).toBe('*** ***');
    const half = { ...storage, access_key_id: 'x' };
    await expect(store({ storage: half })).rejects.toThrow(/give both/);
  });
});
