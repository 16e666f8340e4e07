import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { commitFirst, forkBare, initBare } from './git/bare.ts';
import { repositoryOf } from './lookups.ts';
import { sendInstallation } from './webhooks/payloads.ts';
import {
  type Account,
  type AccountType,
  type Installation,
  identity,
  type Protection,
  type Repository,
  signatureOf,
  type World,
} from './world.ts';

/** Whoever sits in front of the sandbox's pages. May do everything everywhere. */
export const DEMO_USER = 'demo';

/** Adds an account, or returns the one that has this login. */
export function addAccount(world: World, login: string, type: AccountType, name = login): Account {
  const known = world.accounts.get(login.toLowerCase());
  if (known) return known;
  const token = `ghp_${randomBytes(24).toString('hex').slice(0, 36)}`;
  const prefix = type === 'Organization' ? 'O' : type === 'Bot' ? 'BOT' : 'U';
  const account = { ...identity(world, prefix), login, name, type, token };
  world.accounts.set(login.toLowerCase(), account);
  return account;
}

export interface RepositoryToCreate {
  fullName: string;
  files: Record<string, string>;
  from: string | undefined;
  defaultBranch: string;
  private: boolean;
  installed: boolean;
  protection: Protection;
  secrets: Record<string, string>;
  variables: Record<string, string>;
}

/** Creates a repository with a first commit, and installs the App on it. */
export async function createRepository(
  world: World,
  create: RepositoryToCreate,
): Promise<Repository> {
  const repository = addRepository(world, create.fullName, null, create);
  await initBare(repository.gitDir, create.defaultBranch);
  await commitFirst(
    repository.gitDir,
    { files: create.files, ...(create.from !== undefined && { from: create.from }) },
    create.defaultBranch,
    signatureOf(repository.owner),
  );
  if (create.installed) install(world, repository);
  return repository;
}

/** Forks a repository to another account. The App is not installed there, and it has no secrets. */
export async function createFork(
  world: World,
  fullName: string,
  owner: string,
): Promise<Repository> {
  const parent = repositoryOf(world, fullName);
  const fork = addRepository(world, `${owner}/${parent.name}`, parent, {
    defaultBranch: parent.defaultBranch,
    private: parent.private,
    protection: { requiredApprovals: 0, requiredChecks: [] },
    secrets: {},
    variables: {},
  });
  await forkBare(parent.gitDir, fork.gitDir);
  return fork;
}

function addRepository(
  world: World,
  fullName: string,
  parent: Repository | null,
  settings: Pick<Repository, 'defaultBranch' | 'private' | 'protection' | 'secrets' | 'variables'>,
): Repository {
  const [owner = '', name = ''] = fullName.split('/');
  if (!/^[\w.-]+\/[\w.-]+$/.test(fullName)) throw new Error(`${fullName} is not owner/name`);
  if (world.repositories.has(fullName.toLowerCase())) throw new Error(`${fullName} exists already`);
  const now = world.now();
  const folder = createHash('sha256').update(fullName.toLowerCase()).digest('hex').slice(0, 12);
  const { defaultBranch, protection, secrets, variables } = settings;
  const repository: Repository = {
    ...identity(world, 'R'),
    owner: addAccount(world, owner, 'Organization'),
    name,
    fullName,
    private: settings.private,
    defaultBranch,
    parent,
    gitDir: join(world.dataDir, 'repositories', `${name}-${folder}.git`),
    roles: new Map([[DEMO_USER, 'admin']]),
    protection,
    secrets,
    variables,
    pulls: new Map(),
    issues: [],
    statuses: [],
    checkRuns: [],
    workflows: new Map(),
    runs: [],
    createdAt: now,
    pushedAt: now,
  };
  world.repositories.set(fullName.toLowerCase(), repository);
  return repository;
}

/** Gives the App a repository; the first of an owner is what creates the installation. */
function install(world: World, repository: Repository): void {
  const known = world.installations.find(({ account }) => account.id === repository.owner.id);
  if (known) {
    known.repositories.add(repository.id);
    return;
  }
  const installation: Installation = {
    ...identity(world, 'I'),
    account: repository.owner,
    repositories: new Set([repository.id]),
    createdAt: world.now(),
  };
  world.installations.push(installation);
  sendInstallation(world, installation);
}
