import { z } from 'zod';
import { forgeOf } from '../forge/forge-of.ts';
import { gate, type StepOf } from '../manifest/operation-config.ts';
import { maskedText } from '../mask/masked-stream.ts';
import type { StepPlace } from '../run.ts';
import { runConfigured } from './configured-command.ts';
import { wireGate } from './gate.ts';
import { failure, joined, type StepOutcome } from './step-result.ts';

/** How much the program may print, in UTF-16 units. */
const longestOutput = 1 << 20;

const subjects = z
  .array(
    z
      .string()
      .regex(
        /^(?:\*|(?:user|team|role|repo):\S+)$/,
        'Expected *, user:<login>, team:<slug> or role:<role>',
      ),
  )
  .default([]);

/** Stricter than what the server has checked: a typing mistake of a program must not let an apply pass. */
const printedGate = z.strictObject({
  ...gate.shape,
  token: z
    .string()
    .regex(/^\S+$/, 'Expected one word, which people write to approve the gate')
    .optional(),
  all_of: subjects,
  any_of: subjects,
  add_reviewers: z.boolean().default(true),
});

const answer = z
  .string()
  .transform((text, issue): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      issue.addIssue({ code: 'custom', message: 'It is no JSON.' });
      return z.NEVER;
    }
  })
  .pipe(z.strictObject({ gates: z.array(printedGate) }));

/** Runs a program that says who has to agree before the apply, and asks them for reviews. */
export async function gatesStep(step: StepOf<'gates'>, place: StepPlace): Promise<StepOutcome> {
  const printed = await output(step, place);
  if (typeof printed !== 'string') return printed;
  const parsed = answer.safeParse(printed);
  if (!parsed.success) {
    const wrong = `The program has to print JSON, {"gates": […]}, and nothing else.\n${z.prettifyError(parsed.error)}`;
    place.show(`${wrong}\n`);
    return failure(`${wrong}\nIt printed:\n${maskedText(place.run.masker, printed)}`);
  }
  const { gates } = parsed.data;
  if (gates.length === 0) return { success: true, payload: { visible_on: 'error' } };
  const asked = gates.filter((one) => one.add_reviewers);
  const problems = await forgeOf(place.run.settings).askForReviews(
    place,
    asked.flatMap(({ all_of, any_of }) => [...all_of, ...any_of]),
  );
  for (const problem of problems) place.show(`${problem}\n`);
  const text = problems.length === 0 ? {} : { text: problems.join('\n') };
  return {
    success: false,
    payload: { ...text, visible_on: 'error' },
    ignoreErrors: true,
    gates: gates.map(wireGate),
  };
}

/** What the program printed, or the failure of the step. */
async function output(step: StepOf<'gates'>, place: StepPlace): Promise<string | StepOutcome> {
  const env = { ...place.env, ...step.env };
  const answered = { kind: 'answer', limit: longestOutput, show: place.show } as const;
  const ran = await runConfigured(step.cmd, { ...place, env }, answered);
  if (ran.kind === 'refused') {
    place.show(`${ran.text}\n`);
    return failure(ran.text);
  }
  const { exitCode, stdout, stderr, truncated } = ran.result;
  const shown = maskedText(place.run.masker, stdout);
  place.show(shown);
  if (truncated) return failure(`The program printed more than ${longestOutput} characters.`);
  return exitCode === 0 ? stdout : failure(joined({ stdout: shown, stderr }));
}
