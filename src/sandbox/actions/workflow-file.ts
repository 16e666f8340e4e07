import { parse } from 'yaml';
import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const env = z.record(z.string(), scalar.nullable()).default({});

const input = z.object({
  required: z.boolean().default(false),
  default: scalar.optional(),
  type: z.enum(['string', 'boolean', 'number', 'choice', 'environment']).default('string'),
  options: z.array(z.string()).optional(),
});
export type WorkflowInput = z.output<typeof input>;

const level = z.enum(['read', 'write', 'none']);
const permissions = z.union([z.enum(['read-all', 'write-all']), z.record(z.string(), level)]);
export type WorkflowPermissions = z.output<typeof permissions>;

// Strict: a key that the sandbox does not know would otherwise be ignored without a word.
const anyStep = { id: z.string().optional(), name: z.string().optional(), env };
const step = z.union(
  [
    z.strictObject({
      ...anyStep,
      uses: z.string(),
      with: z.record(z.string(), scalar.nullable()).default({}),
    }),
    z.strictObject({ ...anyStep, run: z.string() }),
  ],
  { error: 'the sandbox knows steps with `uses` and perhaps `with`, or with `run`' },
);
export type WorkflowStep = z.output<typeof step>;

const job = z.strictObject({
  name: z.string().optional(),
  if: z.union([z.string(), z.boolean()]).default(true),
  'runs-on': z.union([z.string(), z.array(z.string())]),
  environment: z.union([z.string(), z.object({ name: z.string() })]).optional(),
  permissions: permissions.optional(),
  'timeout-minutes': z.union([z.number(), z.string()]).default(360),
  env,
  steps: z.array(step),
});
export type WorkflowJob = z.output<typeof job>;

const workflow = z.object({
  name: z.string().optional(),
  'run-name': z.string().optional(),
  on: z.union([
    z.string().transform((event) => ({ [event]: null })),
    z.array(z.string()).transform((events) => Object.fromEntries(events.map((e) => [e, null]))),
    z.record(z.string(), z.unknown()),
  ]),
  permissions: permissions.optional(),
  env,
  jobs: z.record(z.string(), job),
});
export type WorkflowFile = z.output<typeof workflow>;

/** Reads a workflow file. Throws an error that names what the sandbox does not understand. */
export function parseWorkflow(text: string): WorkflowFile {
  const parsed = workflow.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(`Invalid workflow file:\n${z.prettifyError(parsed.error)}`);
}

/** The inputs that `workflow_dispatch` declares; undefined when the file has no such trigger. */
export function dispatchInputs(file: WorkflowFile): Record<string, WorkflowInput> | undefined {
  const trigger = file.on.workflow_dispatch;
  if (trigger === undefined) return undefined;
  const declared = z.object({ inputs: z.record(z.string(), input.nullable()).nullish() });
  const inputs = declared.parse(trigger ?? {}).inputs ?? {};
  const entries = Object.entries(inputs).map(([name, one]) => [name, one ?? input.parse({})]);
  return Object.fromEntries(entries);
}

/**
 * The inputs of a run: what was given, and defaults. GitHub's 422 message when something is not
 * declared, is missing, or is not among the options.
 */
export function resolveInputs(
  declared: Record<string, WorkflowInput>,
  given: Record<string, unknown>,
): { inputs: Record<string, string> } | { refused: string } {
  const unexpected = Object.keys(given).filter((name) => declared[name] === undefined);
  if (unexpected.length > 0) {
    return { refused: `Unexpected inputs provided: ${JSON.stringify(unexpected)}` };
  }
  const inputs: Record<string, string> = {};
  for (const [name, one] of Object.entries(declared)) {
    const value = given[name] ?? one.default;
    if (value === undefined && one.required) {
      return { refused: `Required input '${name}' not provided` };
    }
    const text = String(value ?? '');
    if (one.type === 'choice' && value !== undefined && one.options?.includes(text) !== true) {
      return {
        refused: `Provided value '${text}' for input '${name}' not in the list of allowed values`,
      };
    }
    inputs[name] = text;
  }
  return { inputs };
}
