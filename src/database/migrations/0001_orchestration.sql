-- What the orchestration plane remembers. Times are the database's. Ids of repositories,
-- installations and pull requests are the forge's own.

create table installations (
  id bigint primary key,
  account text not null,
  state text not null default 'installed' check (state in ('installed', 'suspended', 'deleted')),
  updated_at timestamptz not null default now()
);

create table repositories (
  id bigint primary key,
  installation_id bigint not null references installations,
  owner text not null,
  name text not null,
  default_branch text not null,
  updated_at timestamptz not null default now()
);

create table pull_requests (
  repository_id bigint not null references repositories,
  number integer not null,
  title text not null,
  author text not null,
  state text not null check (state in ('open', 'closed', 'merged')),
  draft boolean not null,
  fork boolean not null,
  head_ref text not null,
  head_sha text not null,
  base_ref text not null,
  base_sha text not null,
  merge_sha text,
  merged_at timestamptz,
  -- Locks, conflicts and the queue look only at what came after the newest unlock.
  unlocked_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (repository_id, number)
);

-- What each pull request touches at its present head: who may come in whose way.
create table change_dirspaces (
  repository_id bigint not null,
  pull_number integer not null,
  dir text not null,
  workspace text not null,
  lock_policy text not null check (lock_policy in ('strict', 'apply', 'merge', 'none')),
  lock_branch_target text not null check (lock_branch_target in ('all', 'dest_branch')),
  primary key (repository_id, pull_number, dir, workspace),
  foreign key (repository_id, pull_number) references pull_requests
);
create index change_dirspaces_by_dirspace on change_dirspaces (repository_id, dir, workspace);

-- The inbox: one row for each reason to look at a pull request. The id of a webhook delivery is the
-- forge's, so that a second delivery finds the first; what runners and the reconciler cause has ids
-- of its own. What the webhook said is kept as the intent that was read from it, not as it came.
create table deliveries (
  id text primary key,
  event text not null,
  action text,
  intent jsonb not null,
  received_at timestamptz not null default now(),
  processed_at timestamptz,
  -- What became of it, in words, for whoever asks later.
  outcome text
);
create index deliveries_by_age on deliveries (received_at);
create index deliveries_waiting on deliveries (received_at) where processed_at is null;

create table work_manifests (
  id uuid primary key,
  repository_id bigint not null,
  pull_number integer not null,
  type text not null check (type in ('plan', 'apply', 'unsafe-apply')),
  state text not null default 'queued'
    check (state in ('queued', 'dispatched', 'running', 'completed', 'failed', 'aborted')),
  base_ref text not null,
  base_sha text not null,
  head_sha text not null,
  -- The destination branch's newest commit at the time.
  base_tip text,
  -- The branch that the workflow is dispatched on.
  branch_ref text not null,
  -- A stranger's code: dispatched to the job without secrets.
  fork boolean not null default false,
  environment text,
  runs_on jsonb,
  tag_query text,
  requested_by text,
  -- The manifest that its runner gets, without the token: made once, so that asking again gives the same.
  body jsonb not null,
  -- Every dirspace of the branch, for a runner that asks.
  branch_dirspaces jsonb not null,
  created_at timestamptz not null default now(),
  -- Set before the forge is asked, so that a retry knows to look for what an earlier try started.
  dispatch_attempted_at timestamptz,
  dispatched_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  -- When its results were written down for the pull request.
  published_at timestamptz,
  -- The CI's id of the run.
  run_id text,
  check ((state in ('completed', 'failed', 'aborted')) = (finished_at is not null)),
  foreign key (repository_id, pull_number) references pull_requests
);
create index work_manifests_open on work_manifests (repository_id, created_at)
  where state in ('queued', 'dispatched', 'running');
create index work_manifests_by_pull on work_manifests (repository_id, pull_number, created_at);
create index work_manifests_by_run on work_manifests (run_id) where run_id is not null;

create table work_manifest_dirspaces (
  work_manifest_id uuid not null references work_manifests,
  dir text not null,
  workspace text not null,
  lock_policy text not null check (lock_policy in ('strict', 'apply', 'merge', 'none')),
  lock_branch_target text not null check (lock_branch_target in ('all', 'dest_branch')),
  -- Whose stored plan an apply carries out.
  plan_from uuid references work_manifests,
  -- Null until its result is in.
  success boolean,
  has_changes boolean,
  primary key (work_manifest_id, dir, workspace)
);
create index work_manifest_dirspaces_by_dirspace on work_manifest_dirspaces (dir, workspace);

-- The audit trail: a row for each move of the state machine, and for what was refused.
create table work_manifest_events (
  id bigint generated always as identity primary key,
  work_manifest_id uuid not null references work_manifests,
  at timestamptz not null default now(),
  from_state text,
  to_state text,
  cause text not null,
  detail jsonb
);
create index work_manifest_events_by_manifest on work_manifest_events (work_manifest_id, id);

-- Results as they came, those that came too late included.
create table work_manifest_results (
  id bigint generated always as identity primary key,
  work_manifest_id uuid not null references work_manifests,
  received_at timestamptz not null default now(),
  accepted boolean not null,
  body jsonb not null
);
create index work_manifest_results_by_manifest on work_manifest_results (work_manifest_id);

-- Sealed plans: used once, then emptied; the row stays to say who used it.
create table plans (
  work_manifest_id uuid not null references work_manifests,
  dir text not null,
  workspace text not null,
  sealed bytea,
  has_changes boolean not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by uuid references work_manifests,
  primary key (work_manifest_id, dir, workspace)
);
create index plans_by_expiry on plans (expires_at) where sealed is not null;

-- The checks that we want on a commit, and which version of each the forge has been told.
create table checks (
  repository_id bigint not null references repositories,
  sha text not null,
  context text not null,
  pull_number integer not null,
  state text not null check (state in ('pending', 'success', 'failure')),
  description text not null,
  target_url text,
  -- What the check is about, when it is about one dirspace.
  dir text,
  workspace text,
  version integer not null default 1,
  posted_version integer not null default 0,
  -- Why the forge will not have this version, for good.
  refused text,
  primary key (repository_id, sha, context)
);
create index checks_by_pull on checks (repository_id, pull_number);
create index checks_unposted on checks (repository_id, sha) where version > posted_version and refused is null;

-- Comments to make and made. The key says what it is about: the same thing is said once.
create table comments (
  id uuid primary key,
  repository_id bigint not null,
  pull_number integer not null,
  key text not null,
  -- 'reply', or the sticky set that it belongs to.
  kind text not null check (kind in ('reply', 'plan', 'apply')),
  -- The run whose results it shows.
  work_manifest_id uuid references work_manifests,
  body text not null,
  created_at timestamptz not null default now(),
  posted_at timestamptz,
  -- Asked to be folded away, and done.
  outdated_at timestamptz,
  minimized_at timestamptz,
  remote_id bigint,
  remote_node_id text,
  -- Why the forge will not have it, for good.
  refused text,
  unique (repository_id, pull_number, key),
  foreign key (repository_id, pull_number) references pull_requests
);
create index comments_by_pull on comments (repository_id, pull_number, kind, created_at);
create index comments_unposted on comments (created_at) where posted_at is null and refused is null;

-- Servers at work. Each holds an advisory lock of its id on its direct connection as long as it
-- lives, and says now and then that it does; jobs of the others are given back.
create table servers (
  id integer generated always as identity primary key,
  host text not null,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  -- As the job queue names it in its locks; null until its worker has started.
  worker_pool text
);
