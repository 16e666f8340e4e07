/** Types generated for queries found in "src/control/outputs/outputs.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

/** 'SizeOfOutputs' parameters type */
export interface SizeOfOutputsParams {
  id: string;
  index: number;
  manifestId: string;
}

/** 'SizeOfOutputs' return type */
export interface SizeOfOutputsResult {
  bytes: number;
}

/** 'SizeOfOutputs' query type */
export interface SizeOfOutputsQuery {
  params: SizeOfOutputsParams;
  result: SizeOfOutputsResult;
}

const sizeOfOutputsIR: any = {"usedParamSet":{"manifestId":true,"id":true,"index":true},"params":[{"name":"manifestId","required":true,"transform":{"type":"scalar"},"locs":[{"a":184,"b":195}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":208,"b":211}]},{"name":"index","required":true,"transform":{"type":"scalar"},"locs":[{"a":225,"b":231}]}],"statement":"-- Of all but one chunk. A small one counts for what its row costs.\nselect coalesce(sum(greatest(octet_length(data), 4096)), 0)::int8 as \"bytes!\" from outputs\nwhere work_manifest_id = :manifestId! and (id <> :id! or index <> :index!)"};

/**
 * Query generated from SQL:
 * ```
 * -- Of all but one chunk. A small one counts for what its row costs.
 * select coalesce(sum(greatest(octet_length(data), 4096)), 0)::int8 as "bytes!" from outputs
 * where work_manifest_id = :manifestId! and (id <> :id! or index <> :index!)
 * ```
 */
export const sizeOfOutputs = new PreparedQuery<SizeOfOutputsParams,SizeOfOutputsResult>(sizeOfOutputsIR);


/** 'StoreOutput' parameters type */
export interface StoreOutputParams {
  data: Buffer;
  id: string;
  index: number;
  last: boolean;
  manifestId: string;
}

/** 'StoreOutput' return type */
export type StoreOutputResult = void;

/** 'StoreOutput' query type */
export interface StoreOutputQuery {
  params: StoreOutputParams;
  result: StoreOutputResult;
}

const storeOutputIR: any = {"usedParamSet":{"manifestId":true,"id":true,"index":true,"last":true,"data":true},"params":[{"name":"manifestId","required":true,"transform":{"type":"scalar"},"locs":[{"a":70,"b":81}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":84,"b":87}]},{"name":"index","required":true,"transform":{"type":"scalar"},"locs":[{"a":90,"b":96}]},{"name":"last","required":true,"transform":{"type":"scalar"},"locs":[{"a":99,"b":104}]},{"name":"data","required":true,"transform":{"type":"scalar"},"locs":[{"a":107,"b":112}]}],"statement":"insert into outputs (work_manifest_id, id, index, last, data)\nvalues (:manifestId!, :id!, :index!, :last!, :data!)\non conflict (work_manifest_id, id, index) do update set\n  last = excluded.last, data = excluded.data"};

/**
 * Query generated from SQL:
 * ```
 * insert into outputs (work_manifest_id, id, index, last, data)
 * values (:manifestId!, :id!, :index!, :last!, :data!)
 * on conflict (work_manifest_id, id, index) do update set
 *   last = excluded.last, data = excluded.data
 * ```
 */
export const storeOutput = new PreparedQuery<StoreOutputParams,StoreOutputResult>(storeOutputIR);


/** 'ChunksOfOutput' parameters type */
export interface ChunksOfOutputParams {
  id: string;
}

/** 'ChunksOfOutput' return type */
export interface ChunksOfOutputResult {
  index: number;
  last: boolean;
  manifestId: string;
}

/** 'ChunksOfOutput' query type */
export interface ChunksOfOutputQuery {
  params: ChunksOfOutputParams;
  result: ChunksOfOutputResult;
}

const chunksOfOutputIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":177,"b":180},{"a":257,"b":260}]}],"statement":"-- Of the work manifest that used the id first: another one's runner may have read it in a comment.\nselect work_manifest_id as \"manifestId\", index, last from outputs\nwhere id = :id! and work_manifest_id = (\n  select work_manifest_id from outputs where id = :id! order by created_at, work_manifest_id limit 1\n)\norder by index"};

/**
 * Query generated from SQL:
 * ```
 * -- Of the work manifest that used the id first: another one's runner may have read it in a comment.
 * select work_manifest_id as "manifestId", index, last from outputs
 * where id = :id! and work_manifest_id = (
 *   select work_manifest_id from outputs where id = :id! order by created_at, work_manifest_id limit 1
 * )
 * order by index
 * ```
 */
export const chunksOfOutput = new PreparedQuery<ChunksOfOutputParams,ChunksOfOutputResult>(chunksOfOutputIR);


/** 'OutputChunk' parameters type */
export interface OutputChunkParams {
  id: string;
  index: number;
  manifestId: string;
}

/** 'OutputChunk' return type */
export interface OutputChunkResult {
  data: Buffer;
}

/** 'OutputChunk' query type */
export interface OutputChunkQuery {
  params: OutputChunkParams;
  result: OutputChunkResult;
}

const outputChunkIR: any = {"usedParamSet":{"manifestId":true,"id":true,"index":true},"params":[{"name":"manifestId","required":true,"transform":{"type":"scalar"},"locs":[{"a":50,"b":61}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":72,"b":75}]},{"name":"index","required":true,"transform":{"type":"scalar"},"locs":[{"a":89,"b":95}]}],"statement":"select data from outputs\nwhere work_manifest_id = :manifestId! and id = :id! and index = :index!"};

/**
 * Query generated from SQL:
 * ```
 * select data from outputs
 * where work_manifest_id = :manifestId! and id = :id! and index = :index!
 * ```
 */
export const outputChunk = new PreparedQuery<OutputChunkParams,OutputChunkResult>(outputChunkIR);


