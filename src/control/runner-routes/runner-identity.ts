import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Logger } from 'pino';
import type { InitiateRequest } from '../../protocol/initiate.ts';
import { Problem } from '../problem.ts';
import type { Run } from '../runs/run.ts';

/** Why a job for a pull request from a fork is not run where jobs have to prove which one they are. */
export const FORK_WITHOUT_IDENTITY =
  'This server asks each job to prove which one it is.\n' +
  'A job for a pull request from a fork has nothing to prove it with, since it runs a stranger’s code.\n' +
  'Push the commits to a branch of this repository, and open a pull request from there.';

/** How jobs of the CI prove which job they are. */
export type IdentitySettings = {
  /** Who issues their identity tokens: an address without a slash at its end. */
  readonly issuer: string;
  /** The accounts, in lower case, whose jobs have to; of others a token is checked where there is one. */
  readonly requiredFor: 'all' | ReadonlySet<string>;
};

/**
 * Refuses a request for work that does not come from the job that was dispatched for it, by the
 * `authorization` header that came with it. Throws {@link Problem}.
 */
export type IdentityCheck = (
  run: Run,
  asked: InitiateRequest,
  authorization: string | undefined,
) => Promise<void>;

/** What is expected of a token, by claim. */
type Claims = Readonly<Record<string, string>>;

const FETCHED_WITHIN_MS = 5_000;
/** The clocks of a forge and of ours may differ. */
const TOLERATED_SECONDS = 30;

/** Whether jobs for a repository of this owner have to prove which one they are. */
export function isIdentityRequired({ requiredFor }: IdentitySettings, owner: string): boolean {
  return requiredFor === 'all' || requiredFor.has(owner.toLowerCase());
}

export function identityCheck(served: {
  readonly identity: IdentitySettings;
  readonly publicUrl: string;
  readonly workflow: string;
  readonly log: Logger;
}): IdentityCheck {
  const { issuer } = served.identity;
  // Fetched when the first token comes, and kept.
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks`), {
    timeoutDuration: FETCHED_WITHIN_MS,
  });
  const audience = new URL(served.publicUrl).origin;
  return async (run, asked, authorization) => {
    const [scheme, token] = (authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token) {
      if (isIdentityRequired(served.identity, run.repository.owner)) throw missing(run);
      return;
    }
    const expected = claimsOf(run, asked, served.workflow);
    const refused = (said: string) => {
      served.log.warn({ manifest: run.facts.id, ciRun: asked.run_id, said }, 'wrong identity');
      return wrong(said);
    };
    const payload = await jwtVerify(token, keys, {
      ...{ issuer, audience, algorithms: ['RS256'], clockTolerance: TOLERATED_SECONDS },
      requiredClaims: ['exp'],
    }).then(
      (verified) => verified.payload,
      (error: unknown) => {
        throw isOfToken(error) ? refused(reasonOf(error)) : unavailable(issuer, error);
      },
    );
    const difference = differenceOf(payload, expected);
    if (difference !== null) throw refused(difference);
  };
}

/** Which job was dispatched, in the words of GitHub's tokens. */
function claimsOf(run: Run, { run_id, sha }: InitiateRequest, workflow: string): Claims {
  const ref = `refs/heads/${run.branchRef}`;
  return {
    repository_id: String(run.repositoryId),
    event_name: 'workflow_dispatch',
    run_id,
    sha,
    ref,
    workflow_ref: `.github/workflows/${workflow}@${ref}`,
  };
}

function differenceOf(payload: JWTPayload, expected: Claims): string | null {
  for (const [claim, value] of Object.entries(expected)) {
    const given = String(payload[claim] ?? 'nothing').slice(0, LONGEST_CLAIM);
    // It begins with the repository's name, which may be another since; its number is not.
    const compared = claim === 'workflow_ref' ? given.replace(/^[^/]+\/[^/]+\//, '') : given;
    if (compared !== value) {
      return `Its ${claim} is ${JSON.stringify(compared)}, and that of the dispatched job ${JSON.stringify(value)}.`;
    }
  }
  return null;
}

/** Refs may have 255 bytes. */
const LONGEST_CLAIM = 1_000;

/** Whether a token is at fault, and not the way to the issuer's keys. */
function isOfToken(error: unknown): error is errors.JOSEError {
  return [
    errors.JWTClaimValidationFailed,
    errors.JWTExpired,
    errors.JWTInvalid,
    errors.JWSInvalid,
    errors.JWSSignatureVerificationFailed,
    errors.JWKSNoMatchingKey,
    errors.JOSEAlgNotAllowed,
    errors.JOSENotSupported,
  ].some((kind) => error instanceof kind);
}

function reasonOf(error: errors.JOSEError): string {
  if (!(error instanceof errors.JWTClaimValidationFailed)) return `${error.message}.`;
  const given = String(error.payload[error.claim] ?? 'nothing').slice(0, LONGEST_CLAIM);
  return `Its ${error.claim} is ${JSON.stringify(given)}: ${error.message}.`;
}

function missing({ fork }: Run): Problem {
  if (fork) {
    return new Problem(
      403,
      'fork-without-identity',
      'Jobs for pull requests from forks are not run here',
      FORK_WITHOUT_IDENTITY,
    );
  }
  return new Problem(
    401,
    'identity-required',
    'The job has to prove which one it is',
    'Give it the permission to in the workflow file, at the job: `permissions:` with `id-token: write` (and `contents: read`); the action does the rest, in its newest version.',
  );
}

function wrong(said: string): Problem {
  return new Problem(
    403,
    'wrong-identity',
    'The identity token is not that of the dispatched job',
    `${said} Comment on the pull request to have a job started.`,
  );
}

function unavailable(issuer: string, cause: unknown): Problem {
  const problem = new Problem(
    503,
    'identity-unknown',
    'The identity token cannot be checked now',
    `The keys of ${issuer} could not be read. Try again.`,
  );
  problem.cause = cause;
  return problem;
}
