import { expect, test } from 'vitest';
import { openWorld, REPO, type World } from './world.ts';

const RESOURCE = 'resource "terraform_data" "it" { input = "1" }\n';
const CHANGED = 'resource "terraform_data" "it" { input = "2" }\n';

/** Comments, waits, and gives what was said since. */
async function ask({ comment, settled, said }: World, number: number, body: string) {
  const before = said(number).length;
  await comment(number, body);
  await settled();
  return said(number)
    .slice(before)
    .map((one) => one.body);
}

/** What of a pull request was run, in order. */
async function runs({ pool }: World, number: number) {
  const { rows } = await pool.query<{ run: string }>(
    `select m.type || ' ' || string_agg(d.dir || ' ' || d.workspace, ', ' order by d.dir) as run
     from work_manifests m join work_manifest_dirspaces d on d.work_manifest_id = m.id
     where m.pull_number = $1 and m.state = 'completed'
     group by m.id order by m.created_at, 1`,
    [number],
  );
  return rows.map(({ run }) => run);
}

test('what depends on a change is planned when that is applied, and merged with it', async () => {
  await using world = await openWorld({
    files: {
      'network/main.tf': RESOURCE,
      'app/main.tf': RESOURCE,
      '.terrateam/config.yml': `
dirs:
  app:
    when_modified: { depends_on: "dir:network" }
automerge: { enabled: true }
`,
    },
  });
  await world.start();
  await world.push('grow', { 'network/main.tf': CHANGED });
  const number = await world.open('grow');
  await world.settled();
  expect(await runs(world, number)).toEqual(['plan network default']);
  const [planned] = world.said(number);
  expect(planned?.body).toContain('### Plan: 1 dirspace\n');
  expect(planned?.body).toContain(
    '1 more after this one. Next, when all of this one is applied: `app`',
  );
  expect(world.checks(number)).toEqual({
    'terrateam plan': 'success',
    'terrateam plan: network default': 'success',
    'terrateam apply': 'pending',
    'terrateam apply: app default': 'pending',
    'terrateam apply: network default': 'pending',
  });

  const [early] = await ask(world, number, 'terrateam plan dir:app');
  expect(early).toContain('### Not their turn yet');
  expect(early).toContain('| `network` | `default` | 1 |');

  const [applied, next] = await ask(world, number, 'terrateam apply');
  expect(applied).toContain('### Apply: 1 dirspace\n');
  expect(applied).toContain('Next, being planned now: `app` `default`.');
  expect(next).toContain('| `app` | `default` | changes | 1 | 0 | 0 | 0 |');
  expect(next).not.toContain('layers');
  expect(world.sandbox.pullRequest({ repo: REPO, number }).merged).toBe(false);

  await ask(world, number, 'terrateam apply');
  expect(await runs(world, number)).toEqual([
    'plan network default',
    'apply network default',
    'plan app default',
    'apply app default',
  ]);
  expect(world.checks(number)['terrateam apply']).toBe('success');
  expect(world.sandbox.pullRequest({ repo: REPO, number }).merged).toBe(true);
});

test('what is applied after the merge is planned from it, layer by layer', async () => {
  await using world = await openWorld({
    files: {
      'network/main.tf': RESOURCE,
      'app/main.tf': RESOURCE,
      '.terrateam/config.yml': `
when_modified: { autoapply: true }
dirs:
  app:
    when_modified: { depends_on: "dir:network" }
`,
    },
  });
  await world.start();
  await world.push('grow', { 'network/main.tf': CHANGED });
  const number = await world.open('grow');
  await world.settled();
  expect(world.checks(number)['terrateam apply']).toBe('success');
  await world.sandbox.merge({ repo: REPO, number, by: 'alice' });
  await world.settled();
  expect(await runs(world, number)).toEqual([
    'plan network default',
    'apply network default',
    'plan app default',
    'apply app default',
  ]);
});

/** A pull request that changes both workspaces of a directory, each a stack. */
async function promotion(rulesOfDev: string) {
  await using stack = new AsyncDisposableStack();
  const world = stack.use(
    await openWorld({
      files: {
        'app/main.tf': RESOURCE,
        '.terrateam/config.yml': `
dirs:
  app:
    workspaces: { dev: {}, prod: {} }
stacks:
  names:
    dev: { tag_query: "workspace:dev", rules: ${rulesOfDev} }
    prod: { tag_query: "workspace:prod", rules: { apply_after: [dev] } }
`,
      },
    }),
  );
  await world.start();
  await world.push('promote', { 'app/main.tf': CHANGED });
  const number = await world.open('promote');
  await world.settled();
  const owned = stack.move();
  return { world, number, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test('a stack is applied after the one that it follows', async () => {
  await using given = await promotion('{}');
  const { world, number } = given;
  expect(await runs(world, number)).toEqual(['plan app dev', 'plan app prod']);
  expect(world.said(number).at(-1)?.body).toContain('| `app` | `dev` | `dev` | changes |');

  const [waits] = await ask(world, number, 'terrateam apply');
  expect(waits).toContain('### Not all of it is applied yet');
  expect(waits).toContain('| `app` | `prod` | `dev` |');
  expect((await runs(world, number)).slice(2)).toEqual(['apply app dev']);

  await ask(world, number, 'terrateam apply');
  expect((await runs(world, number)).slice(2)).toEqual(['apply app dev', 'apply app prod']);
  expect(world.checks(number)['terrateam apply']).toBe('success');
});

test('a stack with auto_apply is applied by itself, and the one after it when asked for', async () => {
  await using given = await promotion('{ auto_apply: true }');
  const { world, number } = given;
  expect(await runs(world, number)).toEqual(['plan app dev', 'plan app prod', 'apply app dev']);
  expect(world.said(number).map(({ body }) => /^### (.*)/.exec(body)?.[1])).toEqual([
    'Plan: 2 dirspaces',
    'Applying by itself',
    'Apply: 1 dirspace',
  ]);
  await ask(world, number, 'terrateam apply');
  expect((await runs(world, number)).at(-1)).toBe('apply app prod');
});
