/** Types generated for queries found in "src/control/inbox/inbox.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'StoreDelivery' parameters type */
export interface StoreDeliveryParams {
  action?: string | null | void;
  event: string;
  id: string;
  intent: Json;
  queue: string;
}

/** 'StoreDelivery' return type */
export interface StoreDeliveryResult {
  jobId: number;
}

/** 'StoreDelivery' query type */
export interface StoreDeliveryQuery {
  params: StoreDeliveryParams;
  result: StoreDeliveryResult;
}

const storeDeliveryIR: any = {"usedParamSet":{"id":true,"event":true,"action":true,"intent":true,"queue":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":188,"b":191}]},{"name":"event","required":true,"transform":{"type":"scalar"},"locs":[{"a":194,"b":200}]},{"name":"action","required":false,"transform":{"type":"scalar"},"locs":[{"a":203,"b":209}]},{"name":"intent","required":true,"transform":{"type":"scalar"},"locs":[{"a":212,"b":219}]},{"name":"queue","required":true,"transform":{"type":"scalar"},"locs":[{"a":355,"b":361}]}],"statement":"-- Stores a delivery and its job in one statement: both are there, or neither. No row: it was there before.\nwith stored as (\n  insert into deliveries (id, event, action, intent)\n  values (:id!, :event!, :action, :intent!)\n  on conflict do nothing\n  returning id\n)\nselect (graphile_worker.add_job(\n  'evaluate', json_build_object('deliveryId', stored.id), :queue!\n)).id as \"jobId!\"\nfrom stored"};

/**
 * Query generated from SQL:
 * ```
 * -- Stores a delivery and its job in one statement: both are there, or neither. No row: it was there before.
 * with stored as (
 *   insert into deliveries (id, event, action, intent)
 *   values (:id!, :event!, :action, :intent!)
 *   on conflict do nothing
 *   returning id
 * )
 * select (graphile_worker.add_job(
 *   'evaluate', json_build_object('deliveryId', stored.id), :queue!
 * )).id as "jobId!"
 * from stored
 * ```
 */
export const storeDelivery = new PreparedQuery<StoreDeliveryParams,StoreDeliveryResult>(storeDeliveryIR);


