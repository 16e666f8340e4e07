import {
  ForgeError,
  type ForgePermission,
  type ForgeRepository,
  type RepositoryRef,
} from '../forge.ts';
import type { GitHubClient } from './client.ts';
import { GitHubError, unless } from './github-error.ts';

const MEBIBYTE = 1024 * 1024;

export async function repository(
  client: GitHubClient,
  ref: RepositoryRef,
): Promise<ForgeRepository> {
  const { data } = await client.rest.repos.get(at(ref));
  return {
    id: data.id,
    owner: data.owner.login,
    name: data.name,
    defaultBranch: data.default_branch,
    archived: data.archived,
  };
}

export async function mergeBase(
  client: GitHubClient,
  ref: RepositoryRef,
  base: string,
  head: string,
): Promise<string> {
  // The files, with all their patches, come on the first page only; the merge base on every one.
  const { data } = await client.rest.repos.compareCommitsWithBasehead({
    ...at(ref),
    basehead: `${base}...${head}`,
    page: 2,
    per_page: 1,
  });
  return data.merge_base_commit.sha;
}

export async function file(
  client: GitHubClient,
  ref: RepositoryRef,
  sha: string,
  path: string,
): Promise<string | null> {
  const answer = await client.rest.repos
    .getContent({ ...at(ref), path, ref: sha })
    .catch(unless([404], null));
  if (answer === null) return null;
  const { data } = answer;
  if (Array.isArray(data) || data.type !== 'file') return null;
  if (data.size > MEBIBYTE || !('content' in data)) {
    throw new ForgeError(`${path} has ${data.size} bytes; at most ${MEBIBYTE} are read.`, {
      status: null,
      retryable: false,
    });
  }
  return Buffer.from(data.content, 'base64').toString('utf8');
}

export async function branchTip(
  client: GitHubClient,
  ref: RepositoryRef,
  branch: string,
): Promise<string | null> {
  // Not repos.getBranch, which follows a renamed branch to its new name.
  const answer = await client.rest.git
    .getRef({ ...at(ref), ref: `heads/${branch}` })
    .catch(unless([404], null));
  return answer === null ? null : answer.data.object.sha;
}

export async function deleteBranch(
  client: GitHubClient,
  ref: RepositoryRef,
  branch: string,
): Promise<void> {
  try {
    await client.rest.git.deleteRef({ ...at(ref), ref: `heads/${branch}` });
  } catch (error) {
    if (error instanceof GitHubError && error.status === 404) return;
    if (error instanceof GitHubError && /Reference does not exist/i.test(error.words)) return;
    throw error;
  }
}

export async function permission(
  client: GitHubClient,
  ref: RepositoryRef,
  login: string,
): Promise<ForgePermission> {
  const answer = await client.rest.repos
    .getCollaboratorPermissionLevel({ ...at(ref), username: login })
    .catch(unless([404], null));
  if (answer === null) return 'none';
  const { role_name, permission, user } = answer.data;
  if (isPermission(role_name)) return role_name;
  // A role of the organization's own: what it may do says which of ours is nearest.
  const may = user?.permissions;
  if (may?.admin) return 'admin';
  if (may?.maintain) return 'maintain';
  if (may?.push) return 'write';
  if (may?.triage) return 'triage';
  if (may?.pull) return 'read';
  return isPermission(permission) ? permission : 'none';
}

export async function teamMembers(
  client: GitHubClient,
  ref: RepositoryRef,
  slug: string,
): Promise<string[]> {
  // As a path these would lead to another question, whose answer is every member of the organization.
  if (slug === '.' || slug === '..') return [];
  const members = await client
    .paginate(client.rest.teams.listMembersInOrg, {
      org: ref.owner,
      team_slug: slug,
      per_page: 100,
    })
    .catch(unless([403, 404], []));
  return members.map((member) => member.login);
}

/** The repository as Octokit's parameters name it. */
export function at(ref: RepositoryRef): { owner: string; repo: string } {
  return { owner: ref.owner, repo: ref.name };
}

function isPermission(name: string): name is ForgePermission {
  return ['none', 'read', 'triage', 'write', 'maintain', 'admin'].includes(name);
}
