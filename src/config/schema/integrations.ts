import { z } from 'zod';
import { prose, strings } from './values.ts';

export const integrations = z.strictObject({
  resourcely: z
    .strictObject({
      enabled: z.boolean().describe('Check plans of pull requests with it.'),
      extra_args: strings
        .optional()
        .meta({ default: [], description: 'Further arguments of `resourcely-cli evaluate`.' }),
    })
    .optional()
    .describe(
      prose(
        'Resourcely, on GitHub only. The job needs `resourcely-cli` on PATH and a secret of the name',
        '`RESOURCELY_API_TOKEN`; a violation fails the plan.',
      ),
    ),
});

export const rootIntegrations = integrations.default({}).meta({
  description: 'Other tools that plans of pull requests are given to.',
  example: `integrations:
  resourcely:
    enabled: false
`,
});
