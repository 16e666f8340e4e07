import { z } from 'zod';
import { strings } from './values.ts';

export const integrations = z.strictObject({
  resourcely: z
    .strictObject({
      enabled: z.boolean().describe('Check plans of pull requests with it.'),
      extra_args: strings.optional().meta({ default: [], description: 'Further arguments.' }),
    })
    .optional()
    .describe('Resourcely, which needs `RESOURCELY_API_TOKEN`; a violation fails the plan.'),
});

export const rootIntegrations = integrations.default({}).meta({
  description: 'Other tools that plans of pull requests are given to.',
  example: `integrations:
  resourcely:
    enabled: false
`,
});
