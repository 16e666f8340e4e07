-- Looking for drift: what the default branch's configuration says of it, as it was read last.
create table drift_schedules (
  repository_id bigint not null references repositories,
  name text not null,
  schedule jsonb not null,
  -- The newest try, and the schedule as it was then.
  tried_at timestamptz,
  tried jsonb,
  -- Why the newest try came to nothing; null when it did not.
  problem text,
  primary key (repository_id, name)
);
alter table repositories
  -- The commit that the stored schedules are of.
  add column schedules_of text;

-- One for each try: the plans that it makes, and the applies that follow from them.
create table drift_runs (
  id uuid primary key,
  repository_id bigint not null references repositories,
  schedule jsonb not null,
  created_at timestamptz not null default now()
);

-- A work manifest is either of a pull request or of a drift run.
alter table work_manifests
  alter column pull_number drop not null,
  add column drift_run_id uuid references drift_runs,
  add constraint work_manifests_repository_check foreign key (repository_id) references repositories,
  add constraint work_manifests_kind_check check ((pull_number is null) = (drift_run_id is not null));
create index work_manifests_by_drift_run on work_manifests (drift_run_id) where drift_run_id is not null;

-- Null: what waits is a drift run.
alter table delivery_waits alter column pull_number drop not null;
