import { z } from 'zod';

const applyPayload = z.object({ outputs: z.record(z.string(), z.unknown()) });
/** As terraform prints an output; a program of the user's own may print another form. */
const described = z.object({ sensitive: z.boolean(), value: z.unknown() });

/**
 * The outputs that an apply has read, as terraform itself writes them at the end of what it says; ''
 * where it has written them, or there are none. Not every runner leaves out what is sensitive.
 */
export function outputValues(payload: unknown, said: string): string {
  const { outputs = {} } = applyPayload.safeParse(payload).data ?? {};
  const entries = Object.entries(outputs);
  if (entries.length === 0 || /^(.*\s)?Outputs:\s*$/m.test(said)) return '';
  return `Outputs:\n\n${entries.map(([name, output]) => `${name} = ${shownValue(output)}`).join('\n')}`;
}

function shownValue(output: unknown): string {
  const read = described.safeParse(output).data;
  return read?.sensitive ? '***' : JSON.stringify(read ? read.value : output, null, 2);
}
