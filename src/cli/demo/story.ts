import path from 'node:path';
import type { SandboxEvent } from '../../sandbox/events.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { applyExample, exampleFiles, pushChange } from './example.ts';
import type { Narrator } from './narrator.ts';
import { runProgram } from './run-program.ts';

const REPOSITORY = 'acme/infrastructure';
/** How long a step may take on a slow machine before the demo gives up, in milliseconds. */
const PATIENCE_MS = 180_000;

/** The stage: a forge with people and a repository, all applied on its main branch. */
export type Stage = {
  readonly sandbox: Sandbox;
  readonly repo: string;
  readonly checkout: string;
  readonly stateDir: string;
};

/** Makes the people and the example repository, and applies its first commit. */
export async function setStage(sandbox: Sandbox, folder: string, workflow: string): Promise<Stage> {
  const { token } = sandbox.addUser('dana', 'Dana');
  sandbox.addUser('robin', 'Robin');
  const stateDir = path.join(folder, 'state');
  const { cloneUrl } = await sandbox.createRepository({
    repo: REPOSITORY,
    files: await exampleFiles(workflow),
    variables: { TF_VAR_STATE_DIR: stateDir },
  });
  sandbox.setPermission(REPOSITORY, 'dana', 'write');
  sandbox.setPermission(REPOSITORY, 'robin', 'maintain');
  const checkout = path.join(folder, 'checkout');
  const url = new URL(cloneUrl);
  url.username = 'dana';
  url.password = token;
  await runProgram('git', ['clone', '--quiet', url.href, checkout]);
  await applyExample(checkout, stateDir);
  await runProgram('git', ['clean', '-xdfq'], { cwd: checkout });
  return { sandbox, repo: REPOSITORY, checkout, stateDir };
}

/** A change from the first push to the merge. Gives the pull request's number. */
export async function playPullRequest(stage: Stage, narrator: Narrator): Promise<number> {
  const { sandbox, repo } = stage;
  const number = await openChange(stage, narrator, {
    branch: 'add-data-subnet',
    from: 'change',
    title: 'Add a data subnet, grow the app, move the web site',
  });
  await until(sandbox, isCheck('terrateam plan', 'success'), 'the check of the plans');
  await until(sandbox, isComment(number, 'terrateam apply'), 'a comment with the plans');
  await sandbox.idle();

  narrator.tell({ type: 'action', who: 'robin', what: `approves #${number}` });
  await sandbox.review({
    repo,
    number,
    author: 'robin',
    state: 'APPROVED',
    body: 'Plans look right.',
  });
  narrator.tell({ type: 'action', who: 'dana', what: `comments on #${number}: terrateam apply` });
  await sandbox.comment({ repo, number, author: 'dana', body: 'terrateam apply' });
  await until(sandbox, isCheck('terrateam apply', 'success'), 'the check of the apply');
  await until(
    sandbox,
    (event) => event.type === 'pull_request_merged' && event.number === number,
    'the merge after the apply',
  );
  await sandbox.idle();
  return number;
}

/** Pushes a branch and opens a pull request for it. */
export async function openChange(
  stage: Stage,
  narrator: Narrator,
  change: { branch: string; from: string; title: string },
): Promise<number> {
  narrator.tell({
    type: 'action',
    who: 'dana',
    what: `pushes the branch ${change.branch} with git`,
  });
  await runProgram('git', ['fetch', '--quiet', 'origin', 'main'], { cwd: stage.checkout });
  await pushChange(stage.checkout, { ...change, message: change.title, author: 'dana' });
  const pull = await stage.sandbox.openPullRequest({
    repo: stage.repo,
    head: change.branch,
    title: change.title,
    author: 'dana',
  });
  narrator.tell({ type: 'action', who: 'dana', what: `opens #${pull.number}: ${change.title}` });
  return pull.number;
}

function isCheck(context: string, state: string) {
  return (event: SandboxEvent) =>
    event.type === 'status_set' && event.context === context && event.state === state;
}

/** A comment of the app's own that holds the text. */
function isComment(number: number, text: string) {
  return (event: SandboxEvent) =>
    event.type === 'comment_created' &&
    event.number === number &&
    event.author.endsWith('[bot]') &&
    event.body.includes(text);
}

async function until(
  sandbox: Sandbox,
  matches: (event: SandboxEvent) => boolean,
  what: string,
): Promise<void> {
  try {
    await sandbox.until(matches, PATIENCE_MS);
  } catch (cause) {
    throw new Error(`Waited ${PATIENCE_MS / 1000} s for ${what}, in vain.`, { cause });
  }
}
