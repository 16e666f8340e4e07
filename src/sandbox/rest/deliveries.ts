import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { iso } from '../bodies/account.ts';
import { failed } from '../webhooks/deliver.ts';
import type { Delivery, World } from '../world.ts';
import { ForgeError, notFound } from './errors.ts';
import { link, numberParam, queryOf, requireApp } from './route.ts';

/** The App's webhook deliveries: what was sent, what came back, and again. */
export function deliveryRoutes(
  api: FastifyInstance,
  world: World,
  redeliver: (delivery: Delivery) => void,
): void {
  api.get('/app/hook/deliveries', (request, reply) => {
    requireApp(request);
    return listed(world, request, reply).map(itemBody);
  });
  api.get('/app/hook/deliveries/:id', (request) => {
    requireApp(request);
    return deliveryBody(deliveryFor(world, request));
  });
  api.post('/app/hook/deliveries/:id/attempts', (request, reply) => {
    requireApp(request);
    redeliver(deliveryFor(world, request));
    void reply.code(202);
    return {};
  });
}

function deliveryFor(world: World, request: FastifyRequest): Delivery {
  const id = numberParam(request, 'id');
  const found = world.deliveries.find((delivery) => delivery.id === id);
  if (!found) throw notFound();
  return found;
}

/** Newest first. The cursor is the id of the delivery that the page begins with. */
function listed(world: World, request: FastifyRequest, reply: FastifyReply): Delivery[] {
  const size = Math.min(100, Number(queryOf(request, 'per_page') ?? 30) || 30);
  const wanted = queryOf(request, 'status');
  const all = world.deliveries
    .filter((one) => wanted === undefined || (wanted === 'failure') === failed(one))
    .toSorted((a, b) => b.id - a.id);
  const cursor = queryOf(request, 'cursor');
  const start = cursor === undefined ? 0 : all.findIndex(({ id }) => `v1_${id}` === cursor);
  if (start < 0) throw new ForgeError(422, 'Invalid cursor');
  const next = all[start + size];
  if (next) void reply.header('link', link(request, 'next', { cursor: `v1_${next.id}` }));
  return all.slice(start, start + size);
}

function itemBody(delivery: Delivery) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: iso(delivery.deliveredAt),
    redelivery: delivery.redelivery,
    duration: delivery.duration,
    status: delivery.response.statusText,
    status_code: delivery.response.status,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

function deliveryBody(delivery: Delivery) {
  const { headers, body } = delivery.response;
  return {
    ...itemBody(delivery),
    url: '',
    request: delivery.request,
    response: { headers, payload: body },
  };
}
