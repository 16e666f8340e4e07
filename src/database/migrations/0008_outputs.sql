-- Whole outputs of steps whose results show them cut: gzip, in parts in the order of their index. An id
-- is chosen by the runner, and counts for its own work manifest only.
create table outputs (
  work_manifest_id uuid not null references work_manifests,
  id uuid not null,
  index integer not null,
  last boolean not null,
  data bytea not null,
  created_at timestamptz not null default now(),
  primary key (work_manifest_id, id, index)
);
-- Compressed already.
alter table outputs alter column data set storage external;
create index outputs_by_id on outputs (id);
create index outputs_by_age on outputs (created_at);
