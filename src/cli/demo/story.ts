import { once } from 'node:events';
import path from 'node:path';
import type { SandboxEvent } from '../../sandbox/events.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { applyExample, exampleFiles, pushChange } from './example.ts';
import type { Narrator } from './narrator.ts';
import { runProgram } from './run-program.ts';

const REPOSITORY = 'acme/infrastructure';
/** How long a step may take on a slow machine before the demo gives up, in milliseconds. */
const PATIENCE_MS = 180_000;

/** Who plays and who tells of it, until `signal` is aborted. */
type Cast = {
  readonly sandbox: Sandbox;
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
};

/** The stage: a forge with people and a repository, all applied on its main branch. */
export type Stage = Cast & {
  readonly repo: string;
  readonly checkout: string;
  readonly stateDir: string;
};

/** Makes the people and the example repository, and applies its first commit. */
export async function setStage(cast: Cast, folder: string, workflow: string): Promise<Stage> {
  const { sandbox, signal } = cast;
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
  await runProgram('git', ['clone', '--quiet', url.href, checkout], { signal });
  await applyExample(checkout, stateDir, signal);
  await runProgram('git', ['clean', '-xdfq'], { cwd: checkout, signal });
  return { ...cast, repo: REPOSITORY, checkout, stateDir };
}

/** A change from the first push to the merge. Gives the pull request's number. */
export async function playPullRequest(stage: Stage): Promise<number> {
  const { sandbox, repo, narrator } = stage;
  const { number, headSha } = await openChange(stage, {
    branch: 'add-data-subnet',
    from: 'change',
    title: 'Add a data subnet, grow the app, move the web site',
  });
  await planned(stage, { number, headSha });
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
  await until(stage, isCheck(headSha, 'terrateam apply'), 'the check of the apply');
  await until(
    stage,
    (event) => event.type === 'pull_request_merged' && event.number === number,
    'the merge after the apply',
  );
  await idle(stage);
  return number;
}

/** Opens another pull request, which the spectator may play with, and waits for its plans. */
export async function openYours(stage: Stage): Promise<number> {
  const pull = await openChange(stage, {
    branch: 'retire-public-subnet',
    from: 'yours',
    title: 'Retire the public subnet',
  });
  await planned(stage, pull);
  return pull.number;
}

async function planned(stage: Stage, pull: { number: number; headSha: string }): Promise<void> {
  await until(stage, isCheck(pull.headSha, 'terrateam plan'), 'the check of the plans');
  await until(stage, isComment(pull.number, 'terrateam apply'), 'a comment with the plans');
  await idle(stage);
}

async function idle({ sandbox, signal }: Stage): Promise<void> {
  signal.throwIfAborted();
  await Promise.race([sandbox.idle(), once(signal, 'abort')]);
  signal.throwIfAborted();
}

/** Pushes a branch and opens a pull request for it. */
async function openChange(
  stage: Stage,
  change: { branch: string; from: string; title: string },
): Promise<{ number: number; headSha: string }> {
  const { narrator, signal } = stage;
  narrator.tell({
    type: 'action',
    who: 'dana',
    what: `pushes the branch ${change.branch} with git`,
  });
  await runProgram('git', ['fetch', '--quiet', 'origin', 'main'], { cwd: stage.checkout, signal });
  await pushChange(stage.checkout, { ...change, message: change.title, author: 'dana' }, signal);
  const pull = await stage.sandbox.openPullRequest({
    repo: stage.repo,
    head: change.branch,
    title: change.title,
    author: 'dana',
  });
  narrator.tell({ type: 'action', who: 'dana', what: `opens #${pull.number}: ${change.title}` });
  return { number: pull.number, headSha: pull.headSha };
}

/** A check of a commit that says success. */
function isCheck(sha: string, context: string) {
  return (event: SandboxEvent) =>
    event.type === 'status_set' &&
    event.sha === sha &&
    event.context === context &&
    event.state === 'success';
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
  { sandbox, signal }: Stage,
  matches: (event: SandboxEvent) => boolean,
  what: string,
): Promise<void> {
  try {
    await sandbox.until(matches, PATIENCE_MS, signal);
  } catch (cause) {
    throw new Error(`Waited ${PATIENCE_MS / 1000} s for ${what}, in vain.`, { cause });
  }
}
