import { byTurns, type Comparison, elapsed, median } from './measure.ts';
import { deliver, pullRequestWebhook, type Servers } from './servers.ts';

/** Installations take turns: GitHub's limits of writes hold for each, and the server keeps to them. */
const INSTALLATIONS = 32;
const EACH = { 1: { rounds: 5, webhooks: 8 }, 16: { rounds: 3, webhooks: 2 } } as const;

/**
 * From a webhook's first byte until the forge is asked to start the run, each time for a pull request
 * of its own, in units of a bare route with one insert.
 */
export async function webhookToDispatch(servers: Servers): Promise<Comparison[]> {
  const number = counter();
  // Tokens are fetched and plans of queries made before anything is measured.
  for (let each = 0; each < INSTALLATIONS; each += 1) await toDispatch(servers, number());
  return [await withClients(servers, 1, number), await withClients(servers, 16, number)];
}

async function withClients(
  servers: Servers,
  clients: 1 | 16,
  number: () => number,
): Promise<Comparison> {
  const { rounds, webhooks } = EACH[clients];
  const webhook = pullRequestWebhook(1, 1);
  const measured = await byTurns(
    rounds,
    () => inParallel(clients, webhooks, () => toDispatch(servers, number())),
    () => inParallel(clients, webhooks, () => deliver(servers.bare, webhook)),
  );
  const [ours, reference] = [median(measured.ours.flat()), median(measured.reference.flat())];
  return {
    what: `webhook to dispatch, ${clients} ${clients === 1 ? 'client' : 'clients'}: median`,
    ...{ unit: 'ms', ours, against: 'bare Fastify route, one insert', reference },
    ...{ ratio: ours / reference, goal: null },
  };
}

async function toDispatch({ forge, ours }: Servers, number: number): Promise<void> {
  const dispatched = forge.dispatchOf(number);
  await deliver(ours, pullRequestWebhook(1 + (number % INSTALLATIONS), number));
  await dispatched;
}

/** What each of so many takes, several at a time, each time so often one after another. */
async function inParallel(
  clients: number,
  times: number,
  work: () => Promise<void>,
): Promise<number[]> {
  const took: number[] = [];
  const client = async () => {
    for (let time = 0; time < times; time += 1) took.push(await elapsed(work));
  };
  await Promise.all(Array.from({ length: clients }, client));
  return took;
}

function counter(): () => number {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
}
