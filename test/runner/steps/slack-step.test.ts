import { describe, expect, it } from 'vitest';
import { textOf } from '../results.ts';
import { HttpPeer } from './http-peer.ts';
import { plan } from './planned.ts';

const slack = (msg: string, more: object = {}) => ({
  type: 'slack',
  msg,
  ignore_errors: true,
  ...more,
});
const secret = 'T0/B0/webhook-secret';

describe('a slack step', () => {
  it('posts its message, without secrets, to the webhook', async () => {
    await using peer = await new HttpPeer(() => ({ status: 200, body: 'ok' })).start();
    const { steps, finished } = await plan(
      [slack('Plan of $TERRATEAM_DIR by ${WHO} costs $5, $PASSWORD'), slack('for $NOBODY')],
      {
        env: {
          SECRETS_CONTEXT: JSON.stringify({
            SLACK_WEBHOOK_URL: `${peer.url}/services/${secret}`,
            PASSWORD: 'hunter2hunter2',
          }),
          WHO: 'ada',
        },
      },
    );
    const text = 'Plan of a by ada costs $5, ***';
    expect(peer.seen).toMatchObject([{ call: `POST /services/${secret}`, body: { text } }]);
    expect(steps[0]).toMatchObject({ step: 'slack', success: true });
    expect(steps[0]?.payload).toEqual({ text, visible_on: 'error' });
    expect(steps[1]).toMatchObject({ success: false, payload: { visible_on: 'error' } });
    expect(textOf(steps[1])).toMatch(/Missing environment variable: NOBODY/);
    expect(finished.log).not.toContain(secret);
  });

  it('fails with what Slack said', async () => {
    await using peer = await new HttpPeer(() => ({ status: 404, body: 'no_service' })).start();
    const { steps } = await plan([slack('hello')], {
      env: { SLACK_WEBHOOK_URL: `${peer.url}/services/${secret}` },
    });
    expect(steps[0]?.success).toBe(false);
    expect(textOf(steps[0])).toMatch(/answered 404 .*no_service[\s\S]*SLACK_WEBHOOK_URL/);
  });

  it('without a webhook says how to have one, and sends nothing in the clear', async () => {
    const set = (value: string) => ({
      type: 'env',
      name: 'SLACK_WEBHOOK_URL',
      cmd: ['echo', value],
    });
    const { steps, finished } = await plan([
      slack('hello'),
      set(`http://slack.example.com/${secret}`),
      slack('hello'),
      set('not an address'),
      slack('hello'),
    ]);
    expect(textOf(steps[0])).toMatch(/SLACK_WEBHOOK_URL is not set.*incoming webhook/);
    expect(textOf(steps[2])).toMatch(/begins with https/);
    expect(textOf(steps[4])).toMatch(/begins with https/);
    expect(finished.exitCode).toBe(0);
  });
});
