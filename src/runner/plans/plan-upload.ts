import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { PlanStoreRequest } from '../../protocol/plan.ts';
import type { HttpBody } from '../http/http-request.ts';
import { base64Length, toBase64 } from './base64-stream.ts';

type PlanFile = { readonly file: string; readonly size: number };

/**
 * Body of a request that stores a plan: the envelope in base64, in which the plan, where it comes with
 * it, is base64 itself. It is encoded while it is sent: no plan is too large for memory.
 */
export function planRequest(
  request: Omit<PlanStoreRequest, 'plan_data'>,
  envelope: object,
  plan?: PlanFile,
): HttpBody {
  if (!plan) {
    const plan_data = Buffer.from(JSON.stringify(envelope)).toString('base64');
    return JSON.stringify({ ...request, plan_data } satisfies PlanStoreRequest);
  }
  const { file, size } = plan;
  const start = withMember(request, 'plan_data');
  const envelopeStart = withMember(envelope, 'data');
  const envelopeLength = envelopeStart.length + base64Length(size) + end.length;
  async function* envelopeBytes() {
    yield envelopeStart;
    yield* toBase64(createReadStream(file));
    yield end;
  }
  async function* body() {
    yield start;
    yield* toBase64(envelopeBytes());
    yield end;
  }
  return {
    length: start.length + base64Length(envelopeLength) + end.length,
    open: () => Readable.from(body(), { objectMode: false }),
  };
}

const end = Buffer.from('"}');

/** The JSON of an object up to the beginning of one more member's text. */
function withMember(value: object, name: string): Buffer {
  return Buffer.from(`${JSON.stringify(value).slice(0, -1)},"${name}":"`);
}
