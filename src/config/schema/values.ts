import { z } from 'zod';

/**
 * A description, for editors and for the reference: lines of one paragraph, with '' between
 * paragraphs. The first paragraph has to do where only one is shown.
 */
export const prose = (...lines: readonly string[]): string =>
  lines.join(' ').replaceAll('  ', '\n\n').trim();

export const strings = z.array(z.string());

/** A key that is true or false. */
export const flag = (fallback: boolean, ...about: readonly string[]) =>
  z
    .boolean()
    .default(fallback)
    .describe(prose(...about));

/** The reference links this kind of text to where tag queries are explained. */
export const tagQuery = (...about: readonly string[]) =>
  z.string().meta({
    title: 'tag query',
    ...(about.length === 0 ? {} : { description: prose(...about) }),
  });

/** Environment variables of a step. */
export const env = z
  .record(z.string(), z.string())
  .optional()
  .meta({ entry: 'NAME', description: 'Environment variables, for this step only.' });

/** After which steps a step is run. */
export const runOn = z
  .enum(['failure', 'always', 'success'])
  .optional()
  .meta({
    default: 'success',
    description: prose(
      'When it is run: `success` while no step before it has failed, `failure` only after one has,',
      '`always` in any case.',
    ),
  });

/** When the comment shows a step. */
export const visibleOn = z.enum(['always', 'failure', 'success']).optional().meta({
  default: 'failure',
  description:
    'Whether the comment shows it when the whole operation failed, succeeded, or always.',
});

/** Whether a step may fail. */
export const ignoreErrors = z.boolean().optional().meta({
  default: false,
  description: 'Go on as if it had not failed. A gate makes this `true`.',
});
