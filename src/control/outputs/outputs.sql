/* @name sizeOfOutputs */
-- Of all but one chunk. A small one counts for what its row costs.
select coalesce(sum(greatest(octet_length(data), 4096)), 0)::int8 as "bytes!" from outputs
where work_manifest_id = :manifestId! and (id <> :id! or index <> :index!);

/* @name storeOutput */
insert into outputs (work_manifest_id, id, index, last, data)
values (:manifestId!, :id!, :index!, :last!, :data!)
on conflict (work_manifest_id, id, index) do update set
  last = excluded.last, data = excluded.data;

/* @name chunksOfOutput */
-- Of the work manifest that used the id first: another one's runner may have read it in a comment.
select work_manifest_id as "manifestId", index, last from outputs
where id = :id! and work_manifest_id = (
  select work_manifest_id from outputs where id = :id! order by created_at, work_manifest_id limit 1
)
order by index;

/* @name outputChunk */
select data from outputs
where work_manifest_id = :manifestId! and id = :id! and index = :index!;
