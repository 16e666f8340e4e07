import { byTurns, type Comparison, elapsed, median } from './measure.ts';
import { deliver, pullRequestWebhook, type Servers, type Target } from './servers.ts';

const ROUNDS = 5;
const ROUND_MS = 1000;
const GOAL = 2;

/** Median latency in milliseconds, and answers in a second. */
type Load = { readonly latency: number; readonly rate: number };

/** From a webhook's first byte to the whole answer of the inbox by itself, against a bare route with one insert. */
export async function webhookAcknowledgement({ inbox, bare }: Servers): Promise<Comparison[]> {
  const what = 'webhook acknowledgement';
  return [
    ...(await withClients(what, inbox, bare, 1, GOAL)),
    ...(await withClients(what, inbox, bare, 16, GOAL)),
  ];
}

/** The same of the whole server, where the jobs of webhooks that were taken get in the way of those that come. */
export async function acknowledgementAtWork({ ours, bare }: Servers): Promise<Comparison[]> {
  const what = 'the same while jobs run';
  return [
    ...(await withClients(what, ours, bare, 1, null)),
    ...(await withClients(what, ours, bare, 16, null)),
  ];
}

async function withClients(
  name: string,
  target: Target,
  bare: Target,
  clients: number,
  goal: number | null,
): Promise<Comparison[]> {
  const { ours, reference } = await byTurns(
    ROUNDS,
    () => load(target, clients),
    () => load(bare, clients),
  );
  const what = `${name}, ${clients} ${clients === 1 ? 'client' : 'clients'}`;
  const against = 'bare Fastify route, one insert';
  const compared = { against, goal };
  const latency = { ours: middle(ours, 'latency'), reference: middle(reference, 'latency') };
  const rate = { ours: middle(ours, 'rate'), reference: middle(reference, 'rate') };
  return [
    {
      ...{ what: `${what}: median`, unit: 'ms', ...latency, ...compared },
      ratio: latency.ours / latency.reference,
    },
    {
      ...{ what: `${what}: rate`, unit: '/s', ...rate, ...compared },
      ratio: rate.reference / rate.ours,
    },
  ];
}

function middle(rounds: readonly Load[], of: keyof Load): number {
  return median(rounds.map((round) => round[of]));
}

/** Each client sends one webhook after another for a while. */
async function load(target: Target, clients: number): Promise<Load> {
  const webhook = pullRequestWebhook(1, 1);
  const latencies: number[] = [];
  const start = performance.now();
  const client = async () => {
    while (performance.now() - start < ROUND_MS) {
      latencies.push(await elapsed(() => deliver(target, webhook)));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return {
    latency: median(latencies),
    rate: (latencies.length * 1000) / (performance.now() - start),
  };
}
