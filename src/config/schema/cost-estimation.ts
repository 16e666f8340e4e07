import { z } from 'zod';
import { prose } from './values.ts';

export const costEstimation = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe('Estimate costs, where the job has what prices them.'),
    provider: z
      .enum(['infracost', 'openinfraquote'])
      .default('infracost')
      .describe(
        'What estimates them: Infracost, which needs `INFRACOST_API_KEY`, or OpenInfraQuote.',
      ),
    currency: z.string().default('USD').describe('The currency, by its ISO 4217 code.'),
  })
  .prefault({})
  .meta({
    description: prose(
      'What a plan costs by the month, before and after it. The comment with the plans shows it. An',
      'estimation that fails is told there, and fails nothing else.',
    ),
    example: `cost_estimation:
  enabled: true
  currency: EUR
`,
  });
