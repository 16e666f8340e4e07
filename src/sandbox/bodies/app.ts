import type { Installation, Permissions, World } from '../world.ts';
import { accountBody, apiUrl, iso } from './account.ts';

/** What the App may do in the repositories it is installed on. */
export const APP_PERMISSIONS: Permissions = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  issues: 'write',
  members: 'read',
  metadata: 'read',
  pull_requests: 'write',
  statuses: 'write',
};

/** The webhooks that the App subscribes to. */
const APP_EVENTS = [
  'issue_comment',
  'pull_request',
  'pull_request_review',
  'push',
  'workflow_job',
  'workflow_run',
];

/** The App itself. */
export function appBody(world: World) {
  const { app } = world;
  return {
    id: app.id,
    slug: app.slug,
    node_id: app.bot.nodeId,
    owner: accountBody(world, app.owner),
    name: app.slug,
    description: 'The App of this sandbox',
    external_url: world.url,
    html_url: `${world.url}/apps/${app.slug}`,
    created_at: iso(world.createdAt),
    updated_at: iso(world.createdAt),
    permissions: APP_PERMISSIONS,
    events: APP_EVENTS,
  };
}

/** The App's installation on an account. */
export function installationBody(world: World, installation: Installation) {
  const created = iso(installation.createdAt);
  return {
    id: installation.id,
    account: accountBody(world, installation.account),
    repository_selection: 'selected',
    access_tokens_url: `${apiUrl(world)}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${apiUrl(world)}/installation/repositories`,
    html_url: `${world.url}/settings/installations/${installation.id}`,
    app_id: world.app.id,
    app_slug: world.app.slug,
    target_id: installation.account.id,
    target_type: installation.account.type,
    permissions: APP_PERMISSIONS,
    events: APP_EVENTS,
    created_at: created,
    updated_at: created,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: null,
  };
}
