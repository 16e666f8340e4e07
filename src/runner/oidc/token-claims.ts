import { decodeJwt } from 'jose/jwt/decode';

/** What a cloud compares with its trust: nothing in it is secret, and it says which part does not fit. */
export function claimsOf(token: string): string {
  try {
    const { iss, sub, aud } = decodeJwt(token);
    return `The job's token says:\n  iss: ${iss}\n  sub: ${sub}\n  aud: ${aud}`;
  } catch {
    return "The job's token is not a JWT, so that no cloud can trust it.";
  }
}
