import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SandboxEvent } from '../../sandbox/events.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { startServer } from '../../server/server.ts';
import { readSettings } from '../../server/settings.ts';
import { explain } from '../explain.ts';
import { heardFromForge, narrateServer } from './narration.ts';
import { jsonNarrator, type Narrator, terminalNarrator } from './narrator.ts';
import { runProgram } from './run-program.ts';
import { openChange, playPullRequest, setStage } from './story.ts';
import { verify } from './verify.ts';

const PACKAGE = path.resolve(import.meta.dirname, '../../..');

export type DemoOptions = {
  /** Exit after the flow instead of staying up. */
  readonly once: boolean;
  /** JSON lines instead of words. */
  readonly json: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
};

/**
 * Shows a pull request being planned, approved, applied and merged, with nothing but this machine.
 * Gives the exit code: 0 when all that it showed was found to be so.
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  const narrator = options.json ? jsonNarrator(process.stdout) : terminalNarrator(process.stdout);
  const folder = await mkdtemp(path.join(tmpdir(), 'terrane-demo-'));
  // Apart, because it goes to another user when we are root: PostgreSQL refuses to be.
  const serverFolder = await mkdtemp(path.join(tmpdir(), 'terrane-demo-server-'));
  await using started = new AsyncDisposableStack();
  for (const used of [folder, serverFolder]) {
    started.defer(() => rm(used, { recursive: true, force: true }));
  }
  const began = Date.now();
  try {
    // Before anything is started that would fail without them, in words of its own.
    await runProgram('git', ['--version']);
    await runProgram('terraform', ['version']);
    const { sandbox, serverUrl } = await start({ folder, serverFolder }, narrator, started);
    const ok = await play(folder, sandbox, narrator, options);
    narrator.tell({ type: 'finished', ok, seconds: (Date.now() - began) / 1000 });
    if (options.once) return ok ? 0 : 1;
    narrator.tell({ type: 'address', what: 'sandbox forge', url: sandbox.url });
    narrator.tell({ type: 'address', what: 'API of the server', url: `${serverUrl}/docs` });
    if (!options.signal.aborted) await once(options.signal, 'abort');
    return ok ? 0 : 1;
  } catch (error) {
    if (!options.signal.aborted) narrator.tell({ type: 'failed', what: explain(error) });
    return 1;
  } finally {
    narrator.stop();
  }
}

async function start(
  { folder, serverFolder }: { folder: string; serverFolder: string },
  narrator: Narrator,
  started: AsyncDisposableStack,
) {
  const sandbox = await startSandbox({ dataDir: path.join(folder, 'forge'), actionPath: PACKAGE });
  started.defer(() => sandbox.close());
  const listen = (event: SandboxEvent) => {
    const heard = heardFromForge(event);
    if (heard) narrator.tell(heard);
  };
  sandbox.events.on('event', listen);
  const settings = readSettings({
    PORT: '0',
    HOST: '127.0.0.1',
    TERRANE_DATA_DIR: serverFolder,
    GITHUB_API_BASE_URL: sandbox.apiUrl,
    GITHUB_WEB_BASE_URL: sandbox.url,
    GITHUB_APP_ID: String(sandbox.app.id),
    GITHUB_APP_PEM: sandbox.app.privateKeyPem,
    GITHUB_WEBHOOK_SECRET: sandbox.app.webhookSecret,
    LOG_LEVEL: 'info',
  });
  const server = await startServer(settings, { logTo: narrateServer(narrator) });
  // No webhook goes to a server that is on its way out.
  started.defer(async () => {
    sandbox.events.off('event', listen);
    sandbox.setWebhook(undefined);
    await sandbox.idle();
    await server.close();
  });
  sandbox.setWebhook(`${server.url}/api/github/v1/events`);
  narrator.tell({ type: 'ready', what: 'PostgreSQL', address: null });
  narrator.tell({ type: 'ready', what: 'control plane', address: server.url });
  narrator.tell({ type: 'ready', what: 'sandbox forge', address: sandbox.url });
  return { sandbox, serverUrl: server.url };
}

async function play(
  folder: string,
  sandbox: Sandbox,
  narrator: Narrator,
  options: DemoOptions,
): Promise<boolean> {
  const workflow = await readFile(path.join(PACKAGE, 'templates/workflows/terrateam.yml'), 'utf8');
  const stage = await setStage(sandbox, folder, workflow);
  narrator.tell({ type: 'ready', what: 'repository', address: `${sandbox.url}/${stage.repo}` });
  const number = await playPullRequest(stage, narrator);
  const ok = await verify(stage, number, narrator);
  if (options.once) return ok;
  const yours = await openChange(stage, narrator, {
    branch: 'retire-public-subnet',
    from: 'yours',
    title: 'Retire the public subnet',
  });
  await sandbox.idle();
  narrator.tell({
    type: 'address',
    what: `merged: #${number}`,
    url: `${sandbox.url}/${stage.repo}/pull/${number}`,
  });
  narrator.tell({
    type: 'address',
    what: `yours to try: #${yours}`,
    url: `${sandbox.url}/${stage.repo}/pull/${yours}`,
  });
  return ok;
}
