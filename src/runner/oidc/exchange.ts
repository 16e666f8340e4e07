import type { z } from 'zod';
import { type HttpAnswer, httpRequest } from '../http/http-request.ts';
import { retry } from '../retry.ts';
import type { StepPlace } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';

const tries = { tries: 3, initialWait: 1000, backoff: 1.5 };

/**
 * Posts to a cloud's token service, up to three times: again where there is no answer, or one that
 * says that it may be another the next time. Throws `StepFailed` where there is none.
 */
export async function exchange(
  { run, show }: StepPlace,
  url: string,
  request: { headers: Record<string, string>; body: string },
): Promise<HttpAnswer> {
  const attempt = async () => {
    const answer = await httpRequest(url, { method: 'POST', ...request }).catch(asError);
    if (isPassing(answer)) {
      show(`POST ${url}: ${answer instanceof Error ? answer.message : `HTTP ${answer.status}`}\n`);
    }
    return answer;
  };
  const again = (text: string) => show(`POST ${url}: ${text}\n`);
  const answer = await retry(tries, run.clock, attempt, (one) => !isPassing(one), again);
  if (!(answer instanceof Error)) return answer;
  throw new StepFailed(`POST ${url} failed: ${answer.message}. May this machine reach it?`);
}

/** AWS answers 400 with this code where it could not reach the issuer of the token in time. */
const issuerUnreachable = 'IDPCommunicationError';

function isPassing(answer: HttpAnswer | Error): boolean {
  if (answer instanceof Error) return true;
  const { status, text } = answer;
  return status === 429 || status >= 500 || text.includes(issuerUnreachable);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** What a JSON text says in the form of `schema`; undefined where it is neither. */
export function jsonAs<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
