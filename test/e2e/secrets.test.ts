import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { openWorld, REPO, type World } from './world.ts';

const PASSWORD = 'p"ss w/rd+<1>';
const KEY = '-----BEGIN KEY-----\nMIIEvgIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----';
const PLAN_KEY = 'the-key-that-plans-are-sealed-with';
/** What a plan file, which is a zip, has in the clear. */
const IN_A_PLAN = 'tfplan';

const LEAK = `
echo "plain $PASSWORD"
printf '%s' "$PASSWORD" | base64
printf 'x%s' "$PASSWORD" | base64
echo "$KEY" >&2
echo "$KEY" | sed -n 's/^M/line: M/p'
echo "$KEY" | base64
node -e 'const p = process.env.PASSWORD; console.log(JSON.stringify({ p }), encodeURIComponent(p))'
`;
const FILES = {
  'leak.sh': LEAK,
  '.terrateam/config.yml': `
hooks:
  all:
    pre: [{ type: run, cmd: [sh, leak.sh], visible_on: always }]
`,
  'network/main.tf': '',
};
const CHANGE = {
  'network/main.tf': `
variable "password" { sensitive = true }
resource "terraform_data" "leak" {
  input = nonsensitive(jsonencode({ p = var.password, q = urlencode(var.password), b = base64encode(var.password) }))
}
`,
};

/** Stands between runners and the server, and keeps what passes. */
async function startWiretap() {
  const bodies: string[] = [];
  let target = '';
  const forward = async (request: IncomingMessage) => {
    const body = await buffer(request);
    const answer = await fetch(new URL(request.url ?? '', target), {
      method: request.method ?? 'GET',
      headers: Object.entries(request.headers).flatMap(([name, value]) =>
        ['authorization', 'content-type'].includes(name) ? [[name, String(value)]] : [],
      ),
      ...(body.length > 0 ? { body } : {}),
    });
    bodies.push(body.toString());
    return { status: answer.status, body: await answer.text() };
  };
  const server = createServer((request, response) => {
    forward(request).then(
      ({ status, body }) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(body),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    bodies,
    to: (url: string) => {
      target = url;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Every row of every table, as text. */
async function allRows(pool: pg.Pool): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'graphile_worker')`,
  );
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
      return rows.map(({ row }) => row).join('\n');
    }),
  );
  return texts.join('\n');
}

/** The pages of all runs: their logs and summaries. */
async function runPages({ sandbox }: World): Promise<string> {
  const pages = sandbox.runs(REPO).map(async (run) => {
    const page = await (await fetch(run.url)).text();
    return `${page}\n${await sandbox.runLog(REPO, run.id)}`;
  });
  return (await Promise.all(pages)).join('\n');
}

/** A value as people print it. */
function formsOf(secret: string): string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    secret.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    Buffer.from(secret).toString('base64').replace(/.?=*$/, ''),
  ];
}

/** A plan as it left the runner. */
function envelopeIn(bodies: readonly string[]): { method: string; data: string } {
  const stored = bodies.find((body) => body.includes('"plan_data"')) ?? '{}';
  const { plan_data }: { plan_data: string } = JSON.parse(stored);
  return JSON.parse(Buffer.from(plan_data, 'base64').toString());
}

/** A pull request that is planned and applied, and all that leaves its job. */
async function playWith(secrets: Record<string, string>) {
  await using wiretap = await startWiretap();
  await using world = await openWorld({ files: FILES, secrets });
  const server = await world.start({ publicUrl: wiretap.url });
  wiretap.to(server.url);
  await world.push('change', CHANGE);
  const number = await world.open('change');
  await world.settled();
  const envelope = envelopeIn(wiretap.bodies);
  const { rows } = await world.pool.query<{ sealed: Buffer }>('select sealed from plans');
  const atRest = [
    ...rows.map(({ sealed }) => sealed.toString('latin1')),
    await allRows(world.pool),
  ];
  await world.comment(number, 'terrateam apply');
  await world.settled();
  return {
    checks: world.checks(number),
    comments: world
      .said(number)
      .map(({ body }) => body)
      .join('\n'),
    runs: await runPages(world),
    wire: wiretap.bodies.join('\n'),
    database: await allRows(world.pool),
    envelope,
    atRest: atRest.join('\n'),
  };
}

const SECRETS = { PASSWORD, KEY, TF_VAR_PASSWORD: PASSWORD };

test('what a step prints of a secret reaches no comment, row, log or summary, and a plan is sealed by its key', async () => {
  const { envelope, atRest, checks, ...places } = await playWith({
    ...SECRETS,
    TERRANE_PLAN_KEY: PLAN_KEY,
  });
  expect(checks).toMatchObject({ 'terrateam apply': 'success' });
  const forms = [PASSWORD, PLAN_KEY, ...KEY.split('\n')].flatMap(formsOf);
  for (const [place, content] of Object.entries(places)) {
    expect(content, place).toContain('plain ***');
    expect(
      forms.filter((form) => content.includes(form)),
      place,
    ).toEqual([]);
  }
  expect(envelope.method).toBe('terrane-sealed');
  expect(Buffer.from(envelope.data, 'base64').includes(IN_A_PLAN)).toBe(false);
  expect(atRest).not.toContain(IN_A_PLAN);
});

test('without a key of its own, a plan is still sealed where it is stored', async () => {
  const { envelope, atRest, checks } = await playWith(SECRETS);
  expect(checks).toMatchObject({ 'terrateam apply': 'success' });
  expect(envelope.method).toBe('terrateam');
  expect(Buffer.from(envelope.data, 'base64').includes(IN_A_PLAN)).toBe(true);
  for (const form of [IN_A_PLAN, envelope.data, envelope.data.slice(0, 60)]) {
    expect(atRest).not.toContain(form);
  }
});
