import { EventEmitter } from 'node:events';

/** Where something happened: a pull request or an issue of a repository. */
interface OnPull {
  /** `owner/name` */
  repo: string;
  number: number;
}

/** Where something happened: a workflow run of a repository. */
interface OnRun {
  /** `owner/name` */
  repo: string;
  runId: number;
}

/** Everything the sandbox tells about: what users, apps, git and jobs did to it, as it happens. */
export type SandboxEvent =
  | { type: 'pushed'; repo: string; ref: string; before: string; after: string; actor: string }
  | ({ type: 'pull_request_opened'; title: string; author: string; url: string } & OnPull)
  | ({ type: 'pull_request_updated'; change: string; sha: string; actor: string } & OnPull)
  | ({ type: 'pull_request_merged'; sha: string; actor: string; method: string } & OnPull)
  | ({ type: 'pull_request_closed'; actor: string } & OnPull)
  | ({ type: 'issue_opened'; title: string; body: string | null; author: string } & OnPull)
  | ({ type: 'comment_created'; id: number; author: string; body: string } & OnPull)
  | ({ type: 'comment_updated'; id: number; author: string; body: string } & OnPull)
  | ({ type: 'comment_deleted'; id: number } & OnPull)
  | ({ type: 'comment_minimized'; id: number; classifier: string } & OnPull)
  | ({ type: 'reaction_added'; commentId: number; author: string; content: string } & OnPull)
  | ({ type: 'review_submitted'; author: string; state: string } & OnPull)
  | {
      type: 'status_set';
      repo: string;
      sha: string;
      context: string;
      state: string;
      description: string | null;
      targetUrl: string | null;
    }
  | {
      type: 'check_run_set';
      repo: string;
      sha: string;
      name: string;
      status: string;
      conclusion: string | null;
      title: string | null;
    }
  | {
      type: 'webhook_sent';
      deliveryId: number;
      guid: string;
      event: string;
      action: string | null;
      /** The receiver's HTTP status, or 0 when it gave no answer. */
      status: number;
      durationMs: number;
      redelivery: boolean;
    }
  | ({ type: 'run_queued'; workflow: string; ref: string; url: string } & OnRun)
  | ({ type: 'run_started' } & OnRun)
  | ({ type: 'run_log'; line: string } & OnRun)
  | ({ type: 'run_finished'; conclusion: string } & OnRun);

/**
 * The sandbox's live stream. `emitter.on('event', …)`, or `for await (const [event] of
 * on(emitter, 'event'))` with `on` of `node:events`.
 */
export type SandboxEvents = EventEmitter<{ event: [SandboxEvent] }>;

/** The stream together with all that it has told so far. */
export interface EventLog {
  emitter: SandboxEvents;
  history: SandboxEvent[];
}

/** An empty stream. */
export function createEventLog(): EventLog {
  const emitter: SandboxEvents = new EventEmitter();
  emitter.setMaxListeners(0);
  return { emitter, history: [] };
}

/** Tells everyone who listens, and remembers. */
export function tell(log: EventLog, event: SandboxEvent): void {
  log.history.push(event);
  log.emitter.emit('event', event);
}

/**
 * The first event that `matches`, whether it has already happened or is still to come.
 * Rejects after `timeoutMs` with the events that did happen, to say what came instead; when `signal`
 * is aborted, with its reason.
 */
export function until(
  log: EventLog,
  matches: (event: SandboxEvent) => boolean,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<SandboxEvent> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  const past = log.history.find(matches);
  if (past) return Promise.resolve(past);
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      log.emitter.off('event', look);
      signal?.removeEventListener('abort', giveUp);
    };
    const giveUp = () => {
      stop();
      reject(signal?.reason);
    };
    const look = (event: SandboxEvent) => {
      if (!matches(event)) return;
      stop();
      resolve(event);
    };
    const timer = setTimeout(() => {
      stop();
      const last = log.history.slice(-10).map((event) => JSON.stringify(event).slice(0, 200));
      reject(new Error(`nothing matched within ${timeoutMs} ms; last events:\n${last.join('\n')}`));
    }, timeoutMs);
    log.emitter.on('event', look);
    signal?.addEventListener('abort', giveUp);
  });
}
