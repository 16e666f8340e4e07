-- What a plan asks to have approved before it is applied; null for nothing.
alter table work_manifests add column gates jsonb;

-- Who has approved gates by a comment that names their token, and at which head: a new one is approved anew.
create table gate_approvals (
  repository_id bigint not null,
  pull_number integer not null,
  head_sha text not null,
  token text not null,
  login text not null,
  approved_at timestamptz not null default now(),
  primary key (repository_id, pull_number, head_sha, token, login),
  foreign key (repository_id, pull_number) references pull_requests
);
