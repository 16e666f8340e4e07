import { z } from 'zod';
import { flag, prose, tagQuery } from './values.ts';

export const notifications = z
  .strictObject({
    policies: z
      .array(
        z.strictObject({
          tag_query: tagQuery('The dirspaces that it is about.'),
          comment_strategy: z
            .enum(['append', 'delete', 'minimize'])
            .default('minimize')
            .describe(
              prose(
                'What becomes of the comments with older results: `minimize` folds them away, `delete`',
                'deletes them, `append` leaves them and says only what is new.',
              ),
            ),
        }),
      )
      .default([])
      .describe(
        'How results are told. The first entry whose query matches a dirspace is the one that counts.',
      ),
    summary: z
      .strictObject({ enabled: flag(false, 'Begin with such a line.') })
      .prefault({})
      .describe('A line at the beginning of plans that sums them up.'),
  })
  .prefault({})
  .meta({
    description: 'How comments with results look, and what becomes of older ones.',
    example: `notifications:
  policies:
    - tag_query: "workspace:production"
      comment_strategy: minimize
`,
  });
