import { JSONParser } from '@streamparser/json';
import { z } from 'zod';
import type { PlanSummary } from '../../protocol/step-payload.ts';

/*
 * What we read of `terraform show -json` of a plan:
 * https://developer.hashicorp.com/terraform/internals/json-format
 */

const change = z.object({
  actions: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  importing: z.unknown().optional(),
});
const resourceChange = z.object({
  mode: z.string().optional(),
  previous_address: z.string().optional(),
  change,
});
type ResourceChange = z.infer<typeof resourceChange>;
const deferredChange = z.object({ resource_change: resourceChange.optional() });
const stateResource = z.object({
  values: z.unknown().optional(),
  sensitive_values: z.unknown().optional(),
});
const output = z.object({ sensitive: z.boolean().optional(), value: z.unknown().optional() });
const variables = z.record(z.string(), z.object({ value: z.unknown().optional() }));
const declarations = z.record(z.string(), z.object({ sensitive: z.boolean().optional() }));

/** Deeper than anybody nests modules; resources below it are not looked at. */
const deepestModule = 16;
const modules = Array.from({ length: deepestModule }, (_, depth) =>
  '.child_modules.*'.repeat(depth),
);

/** The values that are built in memory, one at a time; the rest of a plan is passed over. */
const selectors = [
  '$.format_version',
  '$.variables',
  '$.resource_drift.*',
  '$.resource_changes.*',
  '$.deferred_changes.*',
  '$.output_changes.*',
  // Data sources that were read while planning stand here alone.
  '$.prior_state.values.outputs.*',
  ...modules.map((module) => `$.prior_state.values.root_module${module}.resources.*`),
  '$.configuration.root_module.variables',
];

/**
 * How many resources a plan touches, by action; `json` is the plan in pieces, of any size. Each text
 * that Terraform knows to be sensitive goes to `onSecret` on the way: its own output hides them only
 * where the schema of the value says so, and a provider that copies a value elsewhere shows it. Throws
 * where the JSON is not that of a plan.
 */
export async function readPlanJson(
  json: AsyncIterable<Uint8Array>,
  onSecret: (text: string) => void,
): Promise<PlanSummary> {
  const reading = new Reading(onSecret);
  for await (const { path, value } of parts(json)) reading.take(path, value);
  return reading.finish();
}

type Part = { path: readonly string[]; value: unknown };

/** The values at `selectors`, in the order of the document. */
async function* parts(json: AsyncIterable<Uint8Array>): AsyncGenerator<Part> {
  const parser = new JSONParser({ paths: selectors, keepStack: false, stringBufferSize: 1 << 16 });
  const found: Part[] = [];
  parser.onValue = ({ value, key, stack }) => {
    const path = [...stack.slice(1).map((above) => above.key), key];
    found.push({ path: path.map(String), value });
  };
  // What it says of a mistake may quote a value of the plan.
  parser.onError = () => {
    throw new Error('it is not JSON');
  };
  for await (const piece of json) {
    parser.write(piece);
    yield* found.splice(0);
  }
  if (!parser.isEnded) throw new Error('it ends too early');
}

/** What is known of a plan while its parts come. */
class Reading {
  readonly #onSecret: (text: string) => void;
  readonly #summary: PlanSummary = {
    ...{ add: 0, change: 0, destroy: 0, replace: 0, import: 0, move: 0, forget: 0 },
    ...{ drift: 0, deferred: 0 },
  };
  #isPlan = false;
  #variables: z.infer<typeof variables> = {};

  constructor(onSecret: (text: string) => void) {
    this.#onSecret = onSecret;
  }

  take([first, , third]: readonly string[], value: unknown): void {
    if (first === 'format_version') this.#isPlan = true;
    else if (first === 'variables') this.#variables = variables.parse(value);
    else if (first === 'resource_changes') this.#resource(resourceChange.parse(value));
    else if (first === 'resource_drift') this.#drift(resourceChange.parse(value));
    else if (first === 'deferred_changes') this.#deferred(deferredChange.parse(value));
    else if (first === 'output_changes') this.#changed(change.parse(value));
    else if (first === 'configuration') this.#declared(declarations.parse(value));
    else if (third === 'outputs') this.#output(output.parse(value));
    else this.#state(stateResource.parse(value));
  }

  finish(): PlanSummary {
    if (this.#isPlan) return this.#summary;
    throw new Error('it has no format_version');
  }

  #resource(resource: ResourceChange): void {
    for (const kind of kinds(resource)) this.#summary[kind] += 1;
    this.#changed(resource.change);
  }

  #drift({ change: drifted }: ResourceChange): void {
    // A refresh-only plan lists here what merely moved as well.
    if (drifted.actions[0] !== 'no-op') this.#summary.drift += 1;
    this.#changed(drifted);
  }

  #deferred({ resource_change: resource }: z.infer<typeof deferredChange>): void {
    this.#summary.deferred += 1;
    if (resource) this.#changed(resource.change);
  }

  #changed(one: z.infer<typeof change>): void {
    this.#hide(one.before, one.before_sensitive);
    this.#hide(one.after, one.after_sensitive);
  }

  #declared(declared: z.infer<typeof declarations>): void {
    for (const [name, { sensitive }] of Object.entries(declared)) {
      this.#hide(this.#variables[name]?.value, sensitive);
    }
  }

  #output({ value, sensitive }: z.infer<typeof output>): void {
    this.#hide(value, sensitive);
  }

  #state({ values, sensitive_values }: z.infer<typeof stateResource>): void {
    this.#hide(values, sensitive_values);
  }

  #hide(value: unknown, marks: unknown): void {
    for (const text of marked(value, marks)) this.#onSecret(text);
  }
}

/** What a change counts as: a replacement once, as a replacement; a data source not at all. */
function kinds({ mode, previous_address, change: one }: ResourceChange): (keyof PlanSummary)[] {
  if (mode === 'data') return [];
  const found = actionKinds(one.actions);
  if (one.importing) found.push('import');
  if (previous_address !== undefined) found.push('move');
  return found;
}

function actionKinds(actions: readonly string[]): (keyof PlanSummary)[] {
  // Both orders of create and delete. One that is forgotten instead of deleted still exists.
  if (actions.length === 2 && !actions.includes('forget')) return ['replace'];
  return actions.flatMap((action) => actionKind.get(action) ?? []);
}

const actionKind = new Map<string, keyof PlanSummary>([
  ['create', 'add'],
  ['update', 'change'],
  ['delete', 'destroy'],
  ['forget', 'forget'],
]);

/** The texts in `value` at the places where `marks`, of the same shape, says true. */
export function marked(value: unknown, marks: unknown): string[] {
  if (marks === true) return texts(value);
  if (typeof marks !== 'object' || marks === null) return [];
  if (typeof value !== 'object' || value === null) return [];
  const inside = new Map(Object.entries(value));
  return Object.entries(marks).flatMap(([key, mark]) => marked(inside.get(key), mark));
}

/** A number with fewer digits is a port or a count: it stands everywhere, and is easily guessed. */
const shortestNumber = 6;

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') {
    const digits = String(value);
    return digits.length < shortestNumber ? [] : [digits];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts);
}
