import { z } from 'zod';
import { flag, prose, tagQuery } from './values.ts';

const how = {
  schedule: z
    .enum(['hourly', 'daily', 'weekly', 'monthly'])
    .describe(
      'How often: once in each hour, day, week or month, counted from when its window opens.',
    ),
  reconcile: flag(
    false,
    'Apply what was found, without asking anybody, where no pull request holds a lock.',
  ),
};

const window = z
  .strictObject({
    start: z.string().describe('From when on, e.g. `22:00 UTC`.'),
    end: z.string().describe('Until when, e.g. `06:00 UTC`. Before `start`: the day after.'),
  })
  .optional()
  .describe(
    prose(
      'The hours in which it may begin. Zones are abbreviations, such as `UTC` or `CET`, and do not change',
      'with the season: `CEST` is the summer time of `CET`. Where several have one, `CST` and `EST` are',
      'those of North America, `IST` that of India, and `BST` that of Britain.',
    ),
  );

const schedules = z.strictObject({
  enabled: flag(false, 'Look for drift at all.'),
  schedules: z
    .record(
      z.string(),
      z.strictObject({
        schedule: how.schedule,
        tag_query: tagQuery('The dirspaces that it is about.'),
        reconcile: how.reconcile,
        window,
      }),
    )
    .meta({ entry: 'name', description: 'Schedules, by names of your own.' }),
});

/** The older form, with a single schedule. */
const single = z
  .strictObject({
    enabled: flag(false, 'Look for drift at all.'),
    schedule: how.schedule,
    reconcile: how.reconcile,
    tag_query: tagQuery('The dirspaces that it is about. Without it, all of them.').optional(),
  })
  .meta({ deprecated: true });

export const drift = z
  .union([schedules, single])
  .optional()
  .meta({
    description: prose(
      'Plans the default branch by the clock, to find what was changed outside of pull requests. What',
      'the default branch says counts. [Drift](../../drift.md) tells how it works.',
      '',
      'The hook [`drift_create_issue`](steps.md#drift_create_issue) opens an issue with what was found.',
      '',
      'Older files have `schedule`, `reconcile` and `tag_query` directly below `drift`. It means one',
      'schedule of the name `default`.',
    ),
    example: `drift:
  enabled: true
  schedules:
    production:
      schedule: daily
      tag_query: "workspace:production"
      window:
        start: "02:00 UTC"
        end: "05:00 UTC"
`,
  });
