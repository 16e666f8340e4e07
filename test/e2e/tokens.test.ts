import { expect, test } from 'vitest';
import { beginWork, dispatchedRun, type StandIn, successOf } from './stand-in-runner.ts';
import { openWorld, WAITING_ACTION, type World } from './world.ts';

const FILES = { 'network/main.tf': '', 'dns/main.tf': '' };
const PLAN = { path: 'network', workspace: 'default', plan_data: 'AAAA', has_changes: true };

/** Opens a pull request over a directory and plans it. Gives its number, and the runner of its apply. */
async function applying(world: World, dir: string): Promise<StandIn> {
  await world.push(dir, { [`${dir}/more.tf`]: '# more\n' });
  const number = await world.open(dir);
  const planner = await beginWork(await dispatchedRun(world, number, 'plan'));
  await planner.storePlan(dir, `plan of ${dir}`);
  await planner.succeed();
  await world.worked();
  await world.comment(number, 'terrateam apply');
  return beginWork(await dispatchedRun(world, number, 'apply'));
}

test("a work token opens neither the plans nor the results of another's work", async () => {
  await using world = await openWorld({ files: FILES, actionPath: WAITING_ACTION, jobs: 1 });
  await world.start();
  const network = await applying(world, 'network');
  const dns = await applying(world, 'dns');
  const theirs = network.workToken;
  const query = '/plans?path=network&workspace=default';
  const result = successOf(network.manifest);

  const statuses = {
    'their plan': (await dns.call('GET', query, undefined, theirs)).status,
    'their plan by its own token': (await dns.call('GET', query)).status,
    'a plan for them': (await dns.call('POST', '/plans', PLAN, theirs)).status,
    'a plan of their directory': (await dns.call('POST', '/plans', PLAN)).status,
    'their result': (await dns.call('PUT', '', result, theirs)).status,
    'a result of their directory': (await dns.call('PUT', '', result)).status,
    'their token for the forge': (await dns.call('POST', '/access-token', {}, theirs)).status,
    'their workspaces': (await dns.call('GET', '/workspaces', undefined, theirs)).status,
  };
  expect(statuses).toEqual({
    'their plan': 403,
    'their plan by its own token': 404,
    'a plan for them': 403,
    'a plan of their directory': 403,
    'their result': 403,
    'a result of their directory': 400,
    'their token for the forge': 403,
    'their workspaces': 403,
  });
  const stranger = { ...(await dispatchedRun(world, 1, 'apply')), id: 4711 };
  await expect(beginWork(stranger), 'another CI run that has read the token').rejects.toThrow();

  // None of it kept them from their own.
  expect(await network.fetchPlan('network')).toMatchObject({
    status: 200,
    body: { data: Buffer.from('plan of network').toString('base64') },
  });
  expect(await network.succeed()).toMatchObject({ status: 200 });
  expect(await dns.fetchPlan('dns')).toMatchObject({ status: 200 });
});
