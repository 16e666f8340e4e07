import { z } from 'zod';
import { prose, strings } from './values.ts';

const sensitive = z.boolean().optional().meta({
  default: false,
  description:
    'Mask the value wherever it is shown, from before anything is. The program is not shown in the log.',
});

const envExec = z
  .strictObject({
    type: z.literal('env'),
    method: z.literal('exec').optional().describe('A program prints the value.'),
    name: z.string().describe('The variable.'),
    cmd: strings.describe(
      prose(
        'The program and its arguments, as `cmd` of `run`. What it prints on its standard output is the',
        'value.',
      ),
    ),
    sensitive,
    trim_trailing_newlines: z
      .boolean()
      .optional()
      .meta({ default: true, description: 'Without the line ends after it.' }),
  })
  .meta({
    title: 'env',
    description: prose(
      'Sets an environment variable for the steps that follow: in a workflow, for those of the same',
      'dirspace; in a hook before the plan or apply, for all dirspaces and the hooks after them.',
    ),
    example: `- type: env
  name: TF_VAR_image_tag
  cmd: ["git", "rev-parse", "HEAD"]
`,
  });

const envSource = z
  .strictObject({
    type: z.literal('env'),
    method: z.literal('source').describe('A script sets variables.'),
    cmd: strings.describe(
      prose(
        'The script, which bash sources, and its arguments, as `cmd` of `run`. Without a `/` the script',
        'is looked for in PATH first.',
      ),
    ),
    sensitive: sensitive.describe(
      'Mask all values that are new or changed. What the script prints is not shown.',
    ),
  })
  .meta({
    title: 'env with `method: source`',
    description: prose(
      'Sets environment variables for the steps that follow, as a script does: what it exports is set, and',
      'what it unsets is gone. The script runs with `set -eu` and must not `exit`.',
    ),
    example: `- type: env
  method: source
  cmd: ["$TERRATEAM_ROOT/ci/environment.sh"]
`,
  });

const about = (cloud: string, ...more: readonly string[]) =>
  prose(
    `Credentials of ${cloud} for the steps that follow, by the identity token of the CI job.`,
    'The workflow needs the permission `id-token: write`. `${NAME}` is filled in from the environment.',
    ...more,
  );

const oidcAws = z
  .strictObject({
    type: z.literal('oidc'),
    provider: z.literal('aws').optional(),
    role_arn: z.string().describe('The role to take on.'),
    assume_role_arn: z.string().optional().describe('A second role, taken on by the first.'),
    assume_role_enabled: z
      .boolean()
      .optional()
      .meta({ default: true, description: 'Take on the second role.' }),
    audience: z
      .string()
      .optional()
      .meta({ default: 'sts.amazonaws.com', description: 'Whom the token is for.' }),
    duration: z
      .int()
      .optional()
      .meta({ default: 3600, description: 'How many seconds the credentials last.' }),
    region: z.string().optional().meta({ default: 'us-east-1', description: 'The region.' }),
    session_name: z
      .string()
      .optional()
      .meta({ default: 'terrateam', description: 'The name of the session.' }),
  })
  .meta({
    title: 'oidc',
    description: about(
      'AWS',
      '',
      'It sets `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` and `AWS_REGION`.',
    ),
    example: `- type: oidc
  provider: aws
  role_arn: "arn:aws:iam::123456789012:role/terraform"
`,
  });

const oidcAzure = z
  .strictObject({
    type: z.literal('oidc'),
    provider: z.literal('azure'),
    client_id: z.string().describe('The application.'),
    tenant_id: z.string().describe('The tenant.'),
    subscription_id: z.string().optional().describe('The subscription.'),
    audience: z
      .string()
      .optional()
      .meta({ default: 'api://AzureADTokenExchange', description: 'Whom the token is for.' }),
  })
  .meta({
    title: 'oidc with `provider: azure`',
    description: about(
      'Azure',
      '',
      'It sets `ARM_USE_OIDC`, `ARM_CLIENT_ID`, `ARM_TENANT_ID`, `ARM_OIDC_TOKEN` and, where it is given,',
      '`ARM_SUBSCRIPTION_ID`.',
    ),
    example: `- type: oidc
  provider: azure
  client_id: "00000000-0000-0000-0000-000000000001"
  tenant_id: "00000000-0000-0000-0000-000000000002"
`,
  });

const oidcGcp = z
  .strictObject({
    type: z.literal('oidc'),
    provider: z.literal('gcp'),
    service_account: z.string().describe('The service account to act as.'),
    workload_identity_provider: z.string().describe('The provider, by its full name.'),
    access_token_lifetime: z
      .int()
      .optional()
      .meta({ default: 3600, description: 'How many seconds the credentials last.' }),
    access_token_subject: z.string().optional().describe('On whose behalf, within a domain.'),
    audience: z
      .string()
      .optional()
      .meta({ otherwise: 'the provider', description: 'Whom the token is for.' }),
    project_id: z.string().optional().describe('Without effect.'),
  })
  .meta({
    title: 'oidc with `provider: gcp`',
    description: about(
      'Google Cloud',
      '',
      'It sets `GOOGLE_OAUTH_ACCESS_TOKEN` and `GOOGLE_OAUTH_ACCESS_TOKEN_FILE`.',
    ),
    example: `- type: oidc
  provider: gcp
  service_account: terraform@acme.iam.gserviceaccount.com
  workload_identity_provider: projects/1/locations/global/workloadIdentityPools/ci/providers/github
`,
  });

export const credentialSteps = [
  z.discriminatedUnion('method', [envExec, envSource]),
  z.discriminatedUnion('provider', [oidcAws, oidcAzure, oidcGcp]),
] as const;
