import { createHmac, randomUUID } from 'node:crypto';
import { tell } from '../events.ts';
import type { Delivery, Webhook, World } from '../world.ts';

/** GitHub waits that long for a receiver and never tries again by itself. */
const TIMEOUT_MS = 10_000;

/** Sends webhooks, one attempt each, and keeps the record that GitHub's API shows. */
export class Courier {
  url: string | undefined;
  readonly outstanding = new Set<Promise<void>>();
  #held: Delivery[] | null = null;
  readonly #world: World;
  readonly #hookId: number;

  constructor(world: World, url: string | undefined) {
    this.#world = world;
    this.url = url;
    this.#hookId = world.nextId();
  }

  /** Signs and sends a new webhook, or keeps it while webhooks are held. */
  send(webhook: Webhook): void {
    const delivery = this.#prepare(webhook);
    if (this.#held) this.#held.push(delivery);
    else this.#track(this.#attempt(delivery));
  }

  /** Sends a recorded delivery again: the same id and payload, a new attempt. */
  redeliver(past: Delivery): void {
    const again = { ...past, id: this.#world.nextId(), redelivery: true };
    this.#track(this.#attempt(again));
  }

  /** Collects webhooks instead of sending them, into the list that is returned. */
  hold(): Delivery[] {
    this.#held ??= [];
    return this.#held;
  }

  /** Stops holding, then sends these one after another. A repeat is an attempt of its own. */
  async release(order: readonly Delivery[]): Promise<void> {
    this.#held = null;
    for (const delivery of order) {
      const attempt = this.#attempt({ ...delivery, id: this.#world.nextId() });
      this.#track(attempt);
      await attempt;
    }
  }

  #track(attempt: Promise<void>): void {
    this.outstanding.add(attempt);
    void attempt.finally(() => this.outstanding.delete(attempt));
  }

  #prepare({ event, repository, installation, payload }: Webhook): Delivery {
    const guid = randomUUID();
    const body = JSON.stringify(payload);
    const mac = (algorithm: string) =>
      createHmac(algorithm, this.#world.app.webhookSecret).update(body).digest('hex');
    return {
      id: this.#world.nextId(),
      guid,
      event,
      action: typeof payload.action === 'string' ? payload.action : null,
      installationId: installation.id,
      repositoryId: repository?.id ?? null,
      redelivery: false,
      deliveredAt: this.#world.now(),
      duration: 0,
      request: {
        headers: {
          accept: '*/*',
          'content-type': 'application/json',
          'user-agent': 'GitHub-Hookshot/sandbox',
          'x-github-delivery': guid,
          'x-github-event': event,
          'x-github-hook-id': String(this.#hookId),
          'x-github-hook-installation-target-id': String(this.#world.app.id),
          'x-github-hook-installation-target-type': 'integration',
          'x-hub-signature': `sha1=${mac('sha1')}`,
          'x-hub-signature-256': `sha256=${mac('sha256')}`,
        },
        payload,
      },
      response: NO_ANSWER,
    };
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const world = this.#world;
    const started = performance.now();
    delivery.deliveredAt = world.now();
    delivery.response = await post(this.url, delivery);
    const durationMs = Math.round(performance.now() - started);
    delivery.duration = durationMs / 1000;
    world.deliveries.push(delivery);
    tell(world.log, {
      type: 'webhook_sent',
      deliveryId: delivery.id,
      guid: delivery.guid,
      event: delivery.event,
      action: delivery.action,
      status: delivery.response.status,
      durationMs,
      redelivery: delivery.redelivery,
    });
  }
}

const NO_ANSWER = { status: 0, statusText: 'no webhook address is set', headers: {}, body: '' };

async function post(url: string | undefined, delivery: Delivery): Promise<Delivery['response']> {
  if (url === undefined) return NO_ANSWER;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: delivery.request.headers,
      body: JSON.stringify(delivery.request.payload),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return {
      status: answer.status,
      statusText: answer.ok ? 'OK' : `Invalid HTTP Response: ${answer.status}`,
      headers: Object.fromEntries(answer.headers),
      body: (await answer.text()).slice(0, 65_536),
    };
  } catch (error) {
    const slow = error instanceof Error && error.name === 'TimeoutError';
    const reason = slow ? 'timed out' : 'failed to connect to host';
    return { status: 0, statusText: reason, headers: {}, body: '' };
  }
}

/** Whether the receiver did not take it. */
export function failed(delivery: Delivery): boolean {
  return delivery.response.status < 200 || delivery.response.status > 299;
}
