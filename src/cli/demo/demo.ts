import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { killEmbeddedDatabase } from '../../database/embedded.ts';
import { killChildren } from '../../sandbox/child-program.ts';
import type { SandboxEvent } from '../../sandbox/events.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { startServer } from '../../server/server.ts';
import { readSettings } from '../../server/settings.ts';
import { explain } from '../explain.ts';
import { interrupted } from '../interrupted.ts';
import { heardFromForge, narrateServer } from './narration.ts';
import { jsonNarrator, type Narrator, terminalNarrator, untilAborted } from './narrator.ts';
import { runProgram } from './run-program.ts';
import { openYours, playPullRequest, type Stage, setStage } from './story.ts';
import { verify } from './verify.ts';

const PACKAGE = path.resolve(import.meta.dirname, '../../..');

/** How long a job may take to end itself when the demo is stopped. */
const CANCEL_GRACE_MS = 3000;

export type DemoOptions = {
  /** Exit after the flow instead of staying up. */
  readonly once: boolean;
  /** JSON lines instead of words. */
  readonly json: boolean;
};

/** What the demo works with until it is stopped. */
type Demo = {
  readonly folders: Folders;
  readonly narrator: Narrator;
  /** Ends it, wherever it is. */
  readonly signal: AbortSignal;
  /** All that has to be ended and removed, in reverse. */
  readonly started: AsyncDisposableStack;
};

/** The server's is apart because it goes to another user when we are root, whom PostgreSQL refuses. */
type Folders = { readonly forge: string; readonly server: string };

/**
 * Shows a pull request being planned, approved, applied and merged, with nothing but this machine.
 * Gives the exit code: 0 when all that it showed was found to be so. Ctrl-C, or a standard output that
 * nobody reads any more, ends it at any time.
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  const unread = new AbortController();
  process.stdout.on('error', () => unread.abort());
  const out = untilAborted(
    options.json ? jsonNarrator(process.stdout) : terminalNarrator(process.stdout),
    unread.signal,
  );
  await using started = new AsyncDisposableStack();
  const made: string[] = [];
  const interrupt = interrupted(() => out.tell({ type: 'stopped', left: removeAtOnce(made) }));
  const signal = AbortSignal.any([interrupt, unread.signal]);
  signal.addEventListener('abort', () => {
    out.stop();
    out.tell({ type: 'stopping' });
  });
  const folder = async (name: string) => {
    const used = await mkdtemp(path.join(tmpdir(), name));
    made.push(used);
    started.defer(() => rm(used, { recursive: true, force: true, maxRetries: 5 }));
    return used;
  };
  const folders = {
    forge: await folder('terrane-demo-'),
    server: await folder('terrane-demo-server-'),
  };
  const narrator = untilAborted(out, signal);
  const ok = await show({ folders, narrator, signal, started }, options).catch((error) => {
    narrator.tell({ type: 'failed', what: explain(error) });
    return false;
  });
  out.stop();
  await started.disposeAsync();
  if (signal.aborted) out.tell({ type: 'stopped', left: [] });
  return ok ? 0 : 1;
}

/** For who does not wait: kills what runs and gives the folders that could not be removed. */
function removeAtOnce(folders: readonly string[]): string[] {
  killChildren();
  for (const folder of folders) killEmbeddedDatabase(folder);
  return folders.filter((folder) => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      return false;
    } catch {
      // Said by being among those that are left.
      return true;
    }
  });
}

/** Whether all of it was found to be so; throws when it was interrupted before. */
async function show(demo: Demo, options: DemoOptions): Promise<boolean> {
  const { folders, narrator, signal } = demo;
  const began = Date.now();
  // Before anything is started that would fail without them, in words of its own.
  await runProgram('git', ['--version'], { signal });
  await runProgram('terraform', ['version'], { signal });
  const { sandbox, serverUrl } = await start(demo);
  const workflow = await readFile(path.join(PACKAGE, 'templates/workflows/terrateam.yml'), 'utf8');
  const stage = await setStage({ sandbox, narrator, signal }, folders.forge, workflow);
  narrator.tell({ type: 'ready', what: 'repository', address: `${sandbox.url}/${stage.repo}` });
  const number = await playPullRequest(stage);
  const ok = await verify(stage, number);
  narrator.tell({ type: 'finished', ok, seconds: (Date.now() - began) / 1000 });
  if (!options.once) await stay(stage, number, serverUrl);
  return ok;
}

/** Opens a pull request for the spectator to play with, and waits for the end. */
async function stay(stage: Stage, merged: number, serverUrl: string): Promise<void> {
  const { sandbox, repo, narrator, signal } = stage;
  const yours = await openYours(stage);
  const addresses = {
    [`merged: #${merged}`]: `${sandbox.url}/${repo}/pull/${merged}`,
    [`yours to try: #${yours}`]: `${sandbox.url}/${repo}/pull/${yours}`,
    'sandbox forge': sandbox.url,
    'API of the server': `${serverUrl}/docs`,
  };
  for (const [what, url] of Object.entries(addresses))
    narrator.tell({ type: 'address', what, url });
  const what = `It stays up. Open #${yours} and write terrateam plan in the comment box. Ctrl-C ends it and removes everything.`;
  narrator.tell({ type: 'staying', what });
  if (!signal.aborted) await once(signal, 'abort');
}

/** What is being started when the demo is interrupted is up before it is ended: nothing is left half-way. */
async function start({ folders, narrator, signal, started }: Demo) {
  const sandbox = await startSandbox({
    dataDir: path.join(folders.forge, 'forge'),
    actionPath: PACKAGE,
    cancelGraceMs: CANCEL_GRACE_MS,
  });
  started.defer(() => sandbox.close());
  const listen = (event: SandboxEvent) => {
    const heard = heardFromForge(event);
    if (heard) narrator.tell(heard);
  };
  sandbox.events.on('event', listen);
  const settings = readSettings({
    PORT: '0',
    HOST: '127.0.0.1',
    TERRANE_DATA_DIR: folders.server,
    GITHUB_API_BASE_URL: sandbox.apiUrl,
    GITHUB_WEB_BASE_URL: sandbox.url,
    GITHUB_APP_ID: String(sandbox.app.id),
    GITHUB_APP_PEM: sandbox.app.privateKeyPem,
    GITHUB_WEBHOOK_SECRET: sandbox.app.webhookSecret,
    TERRANE_RUNNER_IDENTITY: 'required',
    LOG_LEVEL: 'info',
  });
  signal.throwIfAborted();
  const server = await startServer(settings, { logTo: narrateServer(narrator) });
  // No webhook goes to a server that is on its way out, and no job asks it for more.
  started.defer(async () => {
    sandbox.events.off('event', listen);
    sandbox.setWebhook(undefined);
    sandbox.cancelRuns();
    await sandbox.idle();
    await server.close();
  });
  signal.throwIfAborted();
  sandbox.setWebhook(`${server.url}/api/github/v1/events`);
  narrator.tell({ type: 'ready', what: 'PostgreSQL', address: null });
  narrator.tell({ type: 'ready', what: 'control plane', address: server.url });
  narrator.tell({ type: 'ready', what: 'sandbox forge', address: sandbox.url });
  return { sandbox, serverUrl: server.url };
}
