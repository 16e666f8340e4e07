import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';

const { env } = process;
const mode = env.INPUT_MODE;

console.log('::add-mask::mask-me-now');
console.log(`token ${env['INPUT_WORK-TOKEN']} and mask-me-now`);
console.log('::group::Details');
console.log(`default ${env['INPUT_WITH-DEFAULT']}`);
console.log(`secrets ${env.SECRETS_CONTEXT}`);
console.log(`variables ${JSON.stringify(JSON.parse(env.VARIABLES_CONTEXT ?? '{}'))}`);
console.log(`host ${env.SANDBOX_TEST_HOST_SECRET ?? 'not leaked'}`);
console.log(
  `event ${JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')).inputs['work-token']}`,
);
console.log(`readme ${readFileSync(`${env.GITHUB_WORKSPACE}/README.md`, 'utf8').trim()}`);
console.log(`commits ${execFileSync('git', ['rev-list', '--count', 'HEAD']).toString().trim()}`);
execFileSync('git', ['fetch', '--quiet', '--deepen=10', 'origin', env.GITHUB_REF]);
console.log(`deepened ${execFileSync('git', ['rev-list', '--count', 'HEAD']).toString().trim()}`);
console.log('::endgroup::');
appendFileSync(env.GITHUB_STEP_SUMMARY, '# Done\n\nwith mask-me-now\n');

if (env.ACTIONS_ID_TOKEN_REQUEST_URL) {
  const answer = await fetch(`${env.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=terrane`, {
    headers: { authorization: `bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` },
  });
  console.log(`identity ${(await answer.json()).value}`);
}
if (mode === 'fail') {
  console.log('::error::it failed on purpose');
  process.exit(1);
}
if (mode === 'wait') {
  const alive = setInterval(() => {}, 1000);
  process.on('SIGINT', () => {
    console.log('interrupted');
    clearInterval(alive);
  });
  console.log('waiting');
}
if (mode === 'hang') {
  setInterval(() => {}, 1000);
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => console.log(`deaf to ${signal}`));
  console.log('waiting');
}
