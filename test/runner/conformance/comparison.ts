import { expect } from 'vitest';
import { z } from 'zod';

/** Keys of payloads that are additions of ours: other runners leave them out. */
const additions = new Set(['summary', 'output', 'coverage', 'gates']);

const stepped = z.looseObject({
  steps: z.array(z.looseObject({ payload: z.record(z.string(), z.unknown()) })),
});

/** What was posted without our additions, except where the case says them. */
export function comparable(result: unknown, recorded: unknown): unknown {
  const parsed = stepped.safeParse(result);
  if (!parsed.success) return result;
  const said = stepped.safeParse(recorded).data;
  const steps = parsed.data.steps.map((step, index) => {
    const kept = Object.entries(step.payload).filter(
      ([key]) => !additions.has(key) || key in (said?.steps[index]?.payload ?? {}),
    );
    return { ...step, payload: Object.fromEntries(kept) };
  });
  return { ...parsed.data, steps };
}

/** The recorded result with its patterns as matchers. */
export function expected(recorded: unknown): unknown {
  if (typeof recorded === 'string') {
    const pattern = /^\/(.+)\/$/s.exec(recorded)?.[1];
    return pattern === undefined ? recorded : expect.stringMatching(new RegExp(pattern, 's'));
  }
  if (Array.isArray(recorded)) return recorded.map(expected);
  if (typeof recorded !== 'object' || recorded === null) return recorded;
  return Object.fromEntries(Object.entries(recorded).map(([key, value]) => [key, expected(value)]));
}
