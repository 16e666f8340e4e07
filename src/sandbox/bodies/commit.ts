import type { FileChange } from '../git/diff.ts';
import type { CommitInfo } from '../git/history.ts';
import { nodeId, type Repository, type World } from '../world.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

const UNSIGNED = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
};

/** A commit as `GET …/commits/{ref}`, compare and lists have it. */
export function commitBody(world: World, repository: Repository, commit: CommitInfo) {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: UNSIGNED,
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  };
}

/** A commit as `GET …/git/commits/{sha}` has it. */
export function gitCommitBody(world: World, repository: Repository, commit: CommitInfo) {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    url: `${url}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/git/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    verification: UNSIGNED,
  };
}

/** A changed file as `GET …/pulls/{n}/files` and compare have it. */
export function fileBody(world: World, repository: Repository, sha: string, change: FileChange) {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  const path = change.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: change.sha,
    filename: change.path,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: `${page}/blob/${sha}/${path}`,
    raw_url: `${page}/raw/${sha}/${path}`,
    contents_url: `${url}/contents/${path}?ref=${sha}`,
    ...(change.patch !== undefined && { patch: change.patch }),
    ...(change.previousPath !== undefined && { previous_filename: change.previousPath }),
  };
}

/** A git ref. */
export function refBody(world: World, repository: Repository, ref: string, sha: string) {
  const url = repositoryUrl(world, repository);
  return {
    ref,
    node_id: nodeId(`REF_${ref.replaceAll('/', '-')}`, repository.id),
    url: `${url}/git/${ref}`,
    object: { type: 'commit', sha, url: `${url}/git/commits/${sha}` },
  };
}
