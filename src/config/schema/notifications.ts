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
                'deletes them, `append` leaves them as they are.',
              ),
            ),
        }),
      )
      .default([])
      .describe(
        'How results are told. The first entry whose query matches a dirspace is the one that counts.',
      ),
    summary: z
      .strictObject({ enabled: flag(false, 'Begin with a summary.') })
      .prefault({})
      .describe('A table of all dirspaces at the beginning of a comment with results.'),
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
