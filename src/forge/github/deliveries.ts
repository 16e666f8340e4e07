import type { FailedDelivery } from '../forge.ts';
import type { GitHubClient } from './client.ts';

/** GitHub lists attempts newest first: an attempt counts only when no later one of the same delivery succeeded. */
export async function failedDeliveries(
  app: GitHubClient,
  since: number,
): Promise<FailedDelivery[]> {
  const arrived = new Set<string>();
  const failed: FailedDelivery[] = [];
  const pages = app.paginate.iterator(app.rest.apps.listWebhookDeliveries, { per_page: 100 });
  for await (const { data } of pages) {
    for (const attempt of data) {
      if (Date.parse(attempt.delivered_at) < since) return failed;
      const succeeded = attempt.status_code >= 200 && attempt.status_code < 300;
      if (succeeded) arrived.add(attempt.guid);
      else if (!arrived.has(attempt.guid)) {
        failed.push({ id: String(attempt.id), guid: attempt.guid });
      }
    }
  }
  return failed;
}

export async function redeliver(app: GitHubClient, deliveryId: string): Promise<void> {
  // As a text: ids are 64 bits wide, and a number would lose the last of them.
  await app.request('POST /app/hook/deliveries/{delivery_id}/attempts', {
    delivery_id: deliveryId as unknown as number,
  });
}
