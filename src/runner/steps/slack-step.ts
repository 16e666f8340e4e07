import { requestWithRetry } from '../http/http-retry.ts';
import type { StepOf } from '../manifest/operation-config.ts';
import type { StepPlace } from '../run.ts';
import { StepFailed, type StepOutcome } from './step-result.ts';
import { substitute } from './substitute.ts';

const variable = 'SLACK_WEBHOOK_URL';

const thisMachine = ['localhost', '127.0.0.1', '[::1]'];

/** Writes a message in Slack, by an incoming webhook. */
export async function slackStep(step: StepOf<'slack'>, place: StepPlace): Promise<StepOutcome> {
  const { masker, clock } = place.run;
  const url = webhook(place);
  const text = masker.mask(substitute([step.msg], place.env).join());
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  };
  const again = (said: string) => place.show(`Slack: ${said}\n`);
  const answer = await requestWithRetry(url, request, clock, again).catch((error: unknown) => {
    throw new StepFailed(`Slack could not be reached: ${String(error)}`);
  });
  if (answer.status === 200 && answer.text.trim() === 'ok') {
    return { success: true, payload: { text, visible_on: 'error' } };
  }
  throw new StepFailed(
    `Slack answered ${answer.status} to the message: ${answer.text.slice(0, 500)}\n` +
      `Is ${variable} the address of an incoming webhook that still exists?`,
  );
}

function webhook({ env, run }: StepPlace): string {
  const given = env[variable];
  if (!given) {
    throw new StepFailed(
      `${variable} is not set. Make an incoming webhook in Slack, and give the job its address as a secret of this name.`,
    );
  }
  run.masker.add(given);
  const url = URL.parse(given);
  // Who has the address may write in the channel: it travels encrypted, or not at all.
  if (url?.protocol === 'https:') return given;
  if (url?.protocol === 'http:' && thisMachine.includes(url.hostname)) return given;
  throw new StepFailed(`${variable} is no address that begins with https://.`);
}
