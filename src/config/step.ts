import { z } from 'zod';

const strings = z.array(z.string());
const env = z.record(z.string(), z.string()).optional();
const runOn = z.enum(['failure', 'always', 'success']).optional();
const visibleOn = z.enum(['always', 'failure', 'success']).optional();

const gate = z.strictObject({
  token: z.string().optional(),
  name: z.string().optional(),
  all_of: strings.optional(),
  any_of: strings.optional(),
  any_of_count: z.int().optional(),
});

const codeFormat = z.strictObject({ type: z.literal('code'), lang: z.string() });

const run = z.strictObject({
  type: z.literal('run'),
  cmd: strings,
  env,
  /** True unless the file says otherwise, as users of the language know it. */
  capture_output: z.boolean().optional(),
  ignore_errors: z.boolean().optional(),
  run_on: runOn,
  visible_on: visibleOn,
  format: z.union([z.enum(['code', 'raw', 'markdown']), codeFormat]).optional(),
  on_error: z.array(z.unknown()).optional(),
});

const envExec = z.strictObject({
  type: z.literal('env'),
  method: z.literal('exec').optional(),
  name: z.string(),
  cmd: strings,
  sensitive: z.boolean().optional(),
  trim_trailing_newlines: z.boolean().optional(),
});

const envSource = z.strictObject({
  type: z.literal('env'),
  method: z.literal('source'),
  cmd: strings,
  sensitive: z.boolean().optional(),
});

const oidcAws = z.strictObject({
  type: z.literal('oidc'),
  provider: z.literal('aws').optional(),
  role_arn: z.string(),
  assume_role_arn: z.string().optional(),
  assume_role_enabled: z.boolean().optional(),
  audience: z.string().optional(),
  duration: z.int().optional(),
  region: z.string().optional(),
  session_name: z.string().optional(),
});

const oidcAzure = z.strictObject({
  type: z.literal('oidc'),
  provider: z.literal('azure'),
  client_id: z.string(),
  tenant_id: z.string(),
  subscription_id: z.string().optional(),
  audience: z.string().optional(),
});

const oidcGcp = z.looseObject({
  type: z.literal('oidc'),
  provider: z.literal('gcp'),
  service_account: z.string(),
  workload_identity_provider: z.string(),
  access_token_lifetime: z.int().optional(),
  access_token_subject: z.string().optional(),
  audience: z.string().optional(),
  project_id: z.string().optional(),
});

const gates = z.strictObject({ type: z.literal('gates'), cmd: strings, env, run_on: runOn });

const slack = z.strictObject({ type: z.literal('slack'), msg: z.string(), run_on: runOn });

const driftCreateIssue = z.strictObject({
  type: z.literal('drift_create_issue'),
  group_by: z.enum(['all', 'dirspace']).optional(),
});

const extra = { extra_args: strings.optional(), env };

const init = z.strictObject({ type: z.literal('init'), ...extra });

const plan = z.strictObject({
  type: z.literal('plan'),
  ...extra,
  mode: z.enum(['fast-and-loose', 'strict']).optional(),
});

const apply = z.strictObject({
  type: z.literal('apply'),
  ...extra,
  retry: z
    .strictObject({
      enabled: z.boolean().optional(),
      tries: z.int().optional(),
      initial_sleep: z.int().optional(),
      backoff: z.number().optional(),
    })
    .optional(),
});

const policy = {
  ...extra,
  gate: gate.optional(),
  ignore_errors: z.boolean().optional(),
  run_on: runOn,
  visible_on: visibleOn,
};
const checkov = z.strictObject({ type: z.literal('checkov'), ...policy });
const conftest = z.strictObject({ type: z.literal('conftest'), ...policy });
const opa = z.strictObject({
  type: z.literal('opa'),
  ...policy,
  fail_on: z.enum(['defined', 'undefined']).optional(),
});

const everywhere = [
  run,
  gates,
  slack,
  z.discriminatedUnion('method', [envExec, envSource]),
  z.discriminatedUnion('provider', [oidcAws, oidcAzure, oidcGcp]),
] as const;

/** A step of a workflow's `plan` or `apply`. */
export const workflowStep = z.discriminatedUnion('type', [
  init,
  plan,
  apply,
  checkov,
  conftest,
  opa,
  ...everywhere,
]);
export type WorkflowStep = z.infer<typeof workflowStep>;

/** A step of a hook, which runs once a work manifest at the repository's root. */
export const hookStep = z.discriminatedUnion('type', [driftCreateIssue, ...everywhere]);
export type HookStep = z.infer<typeof hookStep>;
