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
  stored: boolean;
}

/** 'StoreDelivery' query type */
export interface StoreDeliveryQuery {
  params: StoreDeliveryParams;
  result: StoreDeliveryResult;
}

const storeDeliveryIR: any = {"usedParamSet":{"id":true,"event":true,"action":true,"intent":true,"queue":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":108,"b":111}]},{"name":"event","required":true,"transform":{"type":"scalar"},"locs":[{"a":114,"b":120}]},{"name":"action","required":false,"transform":{"type":"scalar"},"locs":[{"a":123,"b":129}]},{"name":"intent","required":true,"transform":{"type":"scalar"},"locs":[{"a":132,"b":139}]},{"name":"queue","required":true,"transform":{"type":"scalar"},"locs":[{"a":142,"b":148}]}],"statement":"-- One call, so one transaction: the delivery and its job are both there, or neither.\nselect store_delivery(:id!, :event!, :action, :intent!, :queue!) as \"stored!\""};

/**
 * Query generated from SQL:
 * ```
 * -- One call, so one transaction: the delivery and its job are both there, or neither.
 * select store_delivery(:id!, :event!, :action, :intent!, :queue!) as "stored!"
 * ```
 */
export const storeDelivery = new PreparedQuery<StoreDeliveryParams,StoreDeliveryResult>(storeDeliveryIR);


/** 'WakeWorkers' parameters type */
export interface WakeWorkersParams {
  count: number;
}

/** 'WakeWorkers' return type */
export interface WakeWorkersResult {
  pg_notify: undefined | null;
}

/** 'WakeWorkers' query type */
export interface WakeWorkersQuery {
  params: WakeWorkersParams;
  result: WakeWorkersResult;
}

const wakeWorkersIR: any = {"usedParamSet":{"count":true},"params":[{"name":"count","required":true,"transform":{"type":"scalar"},"locs":[{"a":59,"b":65}]}],"statement":"select pg_notify('jobs:insert', json_build_object('count', :count!::int)::text)"};

/**
 * Query generated from SQL:
 * ```
 * select pg_notify('jobs:insert', json_build_object('count', :count!::int)::text)
 * ```
 */
export const wakeWorkers = new PreparedQuery<WakeWorkersParams,WakeWorkersResult>(wakeWorkersIR);


