import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { z } from 'zod';

const description: unknown = createRequire(import.meta.url)(
  '@octokit/openapi/generated/api.github.com.json',
);

const operation = z.object({ responses: z.record(z.string(), z.unknown()) });
const { paths } = z
  .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
  .parse(description);

const ajv = new Ajv({ strict: false, validateSchema: false, logger: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(toJsonSchema(description) as object, 'github'); // An object in, an object out.

/**
 * Where the description contradicts itself: the list of installations asks each account to be a
 * user and an enterprise at once (allOf), a single installation one of them (anyOf).
 */
const CORRECTIONS: Record<string, object> = {
  'GET /app/installations → 200': {
    type: 'array',
    items: { $ref: 'github#/components/schemas/installation' },
  },
};

/** OpenAPI 3.0 has `nullable` beside a type, JSON Schema has null as a type of its own. */
function toJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toJsonSchema);
  if (typeof node !== 'object' || node === null) return node;
  const {
    nullable,
    discriminator: _,
    ...rest
  } = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, toJsonSchema(value)]));
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : rest;
}

const routes = Object.keys(paths).map((template) => ({
  template,
  // A parameter may hold slashes only at the end, as refs and paths do.
  pattern: new RegExp(
    `^${template.replaceAll(/\{(path|ref)\}$/g, '.+').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`,
  ),
  literal: template.replaceAll(/\{[^}]+\}/g, '').length,
}));

/** The documented route of a path; of several the one that says most of it literally. */
function routeOf(path: string): string {
  const fits = routes.filter(({ pattern }) => pattern.test(path));
  const [best] = fits.sort((a, b) => b.literal - a.literal);
  if (!best) throw new Error(`GitHub documents no route for ${path}`);
  return best.template;
}

/** Checks an answer against GitHub's description. Throws with every difference. */
function checkAnswer(method: string, path: string, status: number, body: unknown): void {
  const template = routeOf(path);
  const documented = operation.parse(paths[template]?.[method.toLowerCase()]).responses;
  const what = `${method} ${template} → ${status}`;
  if (documented[status] === undefined) {
    // Not every route lists the errors that every route has.
    if (status < 400) throw new Error(`${what} is not documented`);
    check(what, 'components/schemas/basic-error', body);
    return;
  }
  const pointer = `paths/${pointerPart(template)}/${method.toLowerCase()}/responses/${status}`;
  const media = 'content/application~1json/schema';
  const reference = z.object({ $ref: z.string() }).safeParse(documented[status]);
  const place = reference.success ? reference.data.$ref.slice(2) : pointer;
  const hasBody = ajv.getSchema(`github#/${place}/${media}`) !== undefined;
  if (hasBody) check(what, `${place}/${media}`, body);
  else if (status < 300 && body !== undefined) throw new Error(`${what} has no body on GitHub`);
}

function pointerPart(text: string): string {
  return encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function check(what: string, pointer: string, body: unknown): void {
  const corrected = CORRECTIONS[what];
  const validate = corrected ? ajv.compile(corrected) : ajv.getSchema(`github#/${pointer}`);
  if (!validate) throw new Error(`${what}: no schema at ${pointer}`);
  if (validate(body)) return;
  const differences = validate.errors?.map((one) => `${one.instancePath} ${one.message}`) ?? [];
  throw new Error(`${what} is not as GitHub describes it:\n${differences.join('\n')}`);
}

interface Answer {
  status: number;
  headers: Headers;
  /** Parsed JSON; undefined for an empty answer. */
  // biome-ignore lint/suspicious/noExplicitAny: its shape has been checked against GitHub's own.
  body: any;
}

export type Call = (route: string, body?: unknown) => Promise<Answer>;

/** Calls the API with a token: `call('GET /repos/acme/infra')`. Every answer is checked. */
export function client(apiUrl: string, token: string | undefined): Call {
  return async (route, body) => {
    const [method = 'GET', path = '/'] = route.split(' ');
    const answer = await fetch(`${apiUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        accept: 'application/vnd.github+json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const parsed: unknown = text === '' ? undefined : JSON.parse(text);
    checkAnswer(method, path.replace(/\?.*/, ''), answer.status, parsed);
    return { status: answer.status, headers: answer.headers, body: parsed };
  };
}
