import { createPublicKey, randomBytes } from 'node:crypto';
import { jwtVerify } from 'jose';
import { installationOf } from '../access.ts';
import type {
  Account,
  Installation,
  InstallationToken,
  PermissionLevel,
  Permissions,
  Repository,
  World,
} from '../world.ts';
import { ForgeError } from './errors.ts';

/** Who asks: the App itself, one of its installations (or a job), or a person. */
export type Viewer =
  | { kind: 'app'; account: Account }
  | { kind: 'installation'; account: Account; token: InstallationToken }
  | { kind: 'user'; account: Account };

const TOKEN_LIFETIME_MS = 60 * 60 * 1000;

/** Who an `Authorization: Bearer|token …` header speaks for. Throws GitHub's 401. */
export async function viewerOfBearer(world: World, header: string | undefined): Promise<Viewer> {
  if (header === undefined) throw new ForgeError(401, 'Requires authentication');
  const token = /^(?:bearer|token)\s+(\S+)$/i.exec(header)?.[1];
  const viewer = token === undefined ? undefined : viewerOfToken(world, token);
  if (viewer) return viewer;
  if (token?.startsWith('ey')) return viewerOfJwt(world, token);
  throw new ForgeError(401, 'Bad credentials');
}

/** Who git's `Authorization: Basic …` speaks for: the password is the token, the name is free. */
export function viewerOfBasic(world: World, header: string | undefined): Viewer | undefined {
  const encoded = /^basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [, password = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(/:(.*)/s);
  return viewerOfToken(world, password);
}

function viewerOfToken(world: World, token: string): Viewer | undefined {
  const issued = world.tokens.get(token);
  if (issued && issued.expiresAt > world.now()) {
    return { kind: 'installation', account: issued.actor, token: issued };
  }
  const person = [...world.accounts.values()].find((account) => account.token === token);
  return person && { kind: 'user', account: person };
}

/** An App's JWT: RS256, issued by the App, not expired, living at most ten minutes. */
async function viewerOfJwt(world: World, jwt: string): Promise<Viewer> {
  const { app } = world;
  try {
    const { payload } = await jwtVerify(jwt, createPublicKey(app.privateKeyPem), {
      algorithms: ['RS256'],
      currentDate: world.now(),
      requiredClaims: ['exp', 'iat', 'iss'],
    });
    const latest = world.now().getTime() / 1000 + 600;
    if ((payload.exp ?? 0) > latest) {
      throw new ForgeError(401, "'Expiration time' claim ('exp') is too far in the future");
    }
    // A number is what many clients write, though the claim is a string.
    if (![String(app.id), app.clientId].includes(String(payload.iss))) {
      throw new ForgeError(404, 'Integration not found');
    }
  } catch (error) {
    if (error instanceof ForgeError) throw error;
    throw new ForgeError(401, 'A JSON web token could not be decoded');
  }
  return { kind: 'app', account: app.bot };
}

/** Issues an installation token, or a job's. */
export function issueToken(
  world: World,
  grant: {
    actor: Account;
    installation: Installation;
    permissions: Permissions;
    repositories: Iterable<number>;
  },
): InstallationToken {
  const issued = {
    ...grant,
    token: `ghs_${randomBytes(24).toString('hex').slice(0, 36)}`,
    repositories: new Set(grant.repositories),
    expiresAt: new Date(world.now().getTime() + TOKEN_LIFETIME_MS),
  };
  world.tokens.set(issued.token, issued);
  return issued;
}

/** Whether a token has a permission. Everyone has `metadata`. */
export function permits(
  viewer: Extract<Viewer, { kind: 'installation' }>,
  permission: string,
  level: PermissionLevel,
): boolean {
  const has = viewer.token.permissions[permission];
  return has === 'write' || (level === 'read' && (has === 'read' || permission === 'metadata'));
}

/** Whether an installation's token reaches a repository at all. */
export function maySee(
  viewer: Extract<Viewer, { kind: 'installation' }>,
  repository: Repository,
): boolean {
  return viewer.token.repositories.has(repository.id);
}

/** The App's installation on a repository; throws GitHub's 404. */
export function installationFor(world: World, repository: Repository): Installation {
  const found = installationOf(world, repository);
  if (!found) throw new ForgeError(404, 'Not Found');
  return found;
}
