import { Writable } from 'node:stream';
import { z } from 'zod';
import type { SandboxEvent } from '../../sandbox/events.ts';
import type { DemoEvent } from './events.ts';
import type { Narrator } from './narrator.ts';

/** What a spectator wants to hear of the forge's doings; null for the rest. */
export function heardFromForge(event: SandboxEvent): DemoEvent | null {
  switch (event.type) {
    case 'webhook_sent': {
      const { event: name, action, status, durationMs } = event;
      // The forge also tells of each job that starts and ends; the lines about the job say so already.
      if (name.startsWith('workflow_')) return null;
      return { type: 'webhook', event: name, action, status, durationMs };
    }
    case 'run_started':
      return { type: 'run_started', runId: event.runId };
    case 'run_log':
      return { type: 'progress', runId: event.runId, line: event.line };
    case 'run_finished':
      return { type: 'run_finished', runId: event.runId, conclusion: event.conclusion };
    case 'status_set': {
      const { context, state, description } = event;
      return { type: 'check', context, state, description };
    }
    case 'comment_created':
      if (!event.author.endsWith('[bot]')) return null;
      return { type: 'comment', author: event.author, body: event.body };
    case 'pull_request_merged':
      return { type: 'merged', by: event.actor, sha: event.sha };
    default:
      return null;
  }
}

/** The lines of the server's log that a spectator wants to hear. */
const logLine = z.object({
  level: z.number(),
  msg: z.string(),
  decisions: z.array(z.string()).optional(),
  err: z.object({ message: z.string() }).optional(),
});
const WARNING = 40;

/** A destination for the server's log. */
export function narrateServer(narrator: Narrator): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const text of chunk.toString().split('\n').filter(Boolean)) {
        const heard = heardFromServer(logLine.parse(JSON.parse(text)));
        if (heard) narrator.tell(heard);
      }
      done();
    },
  });
}

function heardFromServer({
  level,
  msg,
  decisions,
  err,
}: z.infer<typeof logLine>): DemoEvent | null {
  if (level >= WARNING) return { type: 'warning', what: err ? `${msg}: ${err.message}` : msg };
  // What a run leads to shows by itself: its checks, the comment with its results, the merge.
  const telling =
    decisions?.filter((decision) => !/^(\d+ checks?|show the results|merge)$/.test(decision)) ?? [];
  return telling.length > 0 ? { type: 'decision', what: telling.join('; ') } : null;
}
