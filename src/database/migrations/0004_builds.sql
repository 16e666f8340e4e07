-- Builds: work manifests that make a tree, a configuration or an index of a commit before it is known
-- what there is to plan. Their results are for every pull request over the same commit.
alter table work_manifests
  drop constraint work_manifests_type_check,
  add constraint work_manifests_type_check
    check (type in ('plan', 'apply', 'unsafe-apply', 'build-tree', 'build-config', 'index')),
  -- Which of its pull request's commits it was asked for, the commit, and a digest of all else that
  -- the result depends on.
  add column build_side text check (build_side in ('head', 'destination')),
  add column build_sha text,
  add column build_key text,
  add constraint work_manifests_build_check check (
    (type in ('plan', 'apply', 'unsafe-apply')) = (build_sha is null)
    and (build_sha is null) = (build_key is null) and (build_sha is null) = (build_side is null)
  );
create index work_manifests_by_build on work_manifests (repository_id, type, build_sha, build_key)
  where build_sha is not null;

-- Deliveries that wait for builds: each is looked at again when one of them ends.
create table delivery_waits (
  work_manifest_id uuid not null references work_manifests,
  delivery_id text not null references deliveries on delete cascade,
  pull_number integer not null,
  primary key (work_manifest_id, delivery_id)
);
create index delivery_waits_by_delivery on delivery_waits (delivery_id);
