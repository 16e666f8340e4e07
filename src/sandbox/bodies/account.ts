import { atLeast, roleOf } from '../access.ts';
import type { Account, Repository, World } from '../world.ts';

/** GitHub's timestamps: UTC, whole seconds. */
export function iso(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

export function isoOrNull(date: Date | null): string | null {
  return date === null ? null : iso(date);
}

/** REST base address. */
export function apiUrl(world: World): string {
  return `${world.url}/api/v3`;
}

/** A user, organization or bot as GitHub puts it into every other body ("simple user"). */
export function accountBody(world: World, account: Account) {
  const url = `${apiUrl(world)}/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    avatar_url: `${world.url}/avatars/${encodeURIComponent(account.login)}`,
    gravatar_id: '',
    url,
    html_url: `${world.url}/${encodeURIComponent(account.login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    site_admin: false,
  };
}

/** A user with profile, as `GET /user` and `GET /users/{username}` answer. */
export function profileBody(world: World, account: Account) {
  return {
    ...accountBody(world, account),
    name: account.name,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: iso(world.createdAt),
    updated_at: iso(world.createdAt),
  };
}

/** An organization in a webhook. */
export function organizationBody(world: World, account: Account) {
  const url = `${apiUrl(world)}/orgs/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.url}/avatars/${encodeURIComponent(account.login)}`,
    description: '',
  };
}

/** How the author of something is associated with the repository. */
export function association(repository: Repository, author: Account): string {
  if (repository.owner.id === author.id) return 'OWNER';
  const role = roleOf(repository, author);
  if (atLeast(role, 'write')) return repository.owner.type === 'User' ? 'COLLABORATOR' : 'MEMBER';
  return role === 'none' ? 'NONE' : 'CONTRIBUTOR';
}
