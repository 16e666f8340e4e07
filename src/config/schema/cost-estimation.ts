import { z } from 'zod';
import { prose } from './values.ts';

export const costEstimation = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .meta({ otherwise: 'what the server says', description: 'Estimate costs.' }),
    provider: z.literal('infracost').default('infracost').describe('What estimates them.'),
    currency: z.string().default('USD').describe('The currency, by its ISO 4217 code.'),
  })
  .prefault({})
  .meta({
    description: prose(
      'What a plan costs by the month, before and after it.',
      '',
      'Without effect so far: nothing is estimated.',
    ),
    example: `cost_estimation:
  enabled: false
`,
  });
