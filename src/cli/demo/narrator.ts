import { clearLine, cursorTo } from 'node:readline';
import { styleText } from 'node:util';
import type { DemoEvent } from './events.ts';

/** Where the demo's events go. `stop` leaves the terminal as it should be. */
export type Narrator = { tell(event: DemoEvent): void; stop(): void };

/** One JSON object a line. */
export function jsonNarrator(out: NodeJS.WritableStream): Narrator {
  return {
    tell: (event) =>
      void out.write(`${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`),
    stop() {},
  };
}

/** The same narrator, which falls silent when the signal is aborted. */
export function untilAborted(narrator: Narrator, signal: AbortSignal): Narrator {
  return {
    tell: (event) => {
      if (!signal.aborted) narrator.tell(event);
    },
    stop: () => {
      if (!signal.aborted) narrator.stop();
    },
  };
}

const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const FRAME_MS = 100;

/** Standard output, which is a terminal or not. */
type Terminal = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Words and colours; on a terminal the last line shows what runs at the moment, and for how long. */
export function terminalNarrator(out: Terminal): Narrator {
  let running: { runId: number; line: string; since: number } | null = null;
  let frame = 0;
  const clear = () => {
    if (!out.isTTY) return;
    cursorTo(out, 0);
    clearLine(out, 0);
  };
  const draw = () => {
    if (!out.isTTY || running === null) return;
    clear();
    const seconds = Math.round((Date.now() - running.since) / 1000);
    const text = `    ${FRAMES[frame++ % FRAMES.length]} run ${running.runId} · ${seconds} s · ${running.line}`;
    out.write(styleText('dim', text.slice(0, (out.columns ?? 80) - 1)));
  };
  const timer = out.isTTY ? setInterval(draw, FRAME_MS) : undefined;
  return {
    tell(event) {
      if (event.type === 'run_started')
        running = { runId: event.runId, line: 'starting', since: Date.now() };
      if (event.type === 'run_finished') running = null;
      if (event.type === 'progress' && running) running = { ...running, line: event.line };
      const line = words(event);
      clear();
      if (line !== null) out.write(`${line}\n`);
      draw();
    },
    stop() {
      clearInterval(timer);
      running = null;
      clear();
    },
  };
}

/** An event in a line; null for what only the progress line shows. */
function words(event: DemoEvent): string | null {
  switch (event.type) {
    case 'ready':
      return `  ${good('✓')} ${event.address === null ? event.what : `${event.what.padEnd(18)} ${styleText('cyan', event.address)}`}`;
    case 'action':
      return `\n${styleText('bold', `  ${event.who}`)} ${event.what}`;
    case 'webhook': {
      const name = event.action === null ? event.event : `${event.event} ${event.action}`;
      return step('webhook', `${name} → ${event.status} in ${Math.round(event.durationMs)} ms`);
    }
    case 'decision':
      return step('decision', event.what);
    case 'run_started':
      return step('job', `run ${event.runId} started`);
    case 'run_finished':
      return step('job', `run ${event.runId} ${mark(event.conclusion)} ${event.conclusion}`);
    case 'check':
      // The aggregate speaks for its dirspaces, unless one of them fails.
      if (event.state !== 'failure' && event.context.includes(': ')) return null;
      return step(
        'check',
        `${mark(event.state)} ${event.context} ${styleText('dim', event.description ?? '')}`,
      );
    case 'comment':
      return step('comment', `${event.author}\n${quote(event.body)}`);
    case 'merged':
      return step('merge', `${good('✓')} ${event.sha.slice(0, 7)} by ${event.by}`);
    case 'verified':
      return `  ${event.ok ? good('✓') : bad('✗')} ${event.what}${event.ok ? '' : `: found ${event.found}`}`;
    case 'address':
      return `  ${event.what.padEnd(18)} ${styleText('cyan', event.url)}`;
    case 'warning':
      return step('warning', styleText('yellow', event.what));
    case 'failed':
      return `\n  ${bad('✗')} ${event.what}`;
    case 'finished':
      return `\n  ${event.ok ? good('All of it happened') : bad('Not all of it happened')}, in ${event.seconds.toFixed(1)} s.`;
    case 'staying':
      return `\n  ${event.what}`;
    case 'stopping':
      return '\n  Stopping … (Ctrl-C again leaves things as they are)';
    case 'stopped':
      return event.left.length === 0
        ? '  Stopped; nothing is left behind.'
        : ['  Stopped at once. Left behind:', ...event.left.map((what) => `    ${what}`)].join(
            '\n',
          );
    case 'progress':
      return null;
  }
}

function step(kind: string, text: string): string {
  return `    ${styleText('dim', kind.padEnd(9))} ${text}`;
}

const good = (text: string) => styleText('green', text);
const bad = (text: string) => styleText('red', text);

function mark(state: string): string {
  if (state === 'success') return good('✓');
  return state === 'pending' ? styleText('yellow', '•') : bad('✗');
}

const QUOTED_LINES = 14;

/** The beginning of a comment as a reader of its Markdown would see it. */
function quote(body: string): string {
  const lines = body
    .replace(/<!--.*?-->/gs, '')
    .replace(/<details>.*?<summary>(.*?)<\/summary>.*?<\/details>/gs, '▸ $1')
    .replace(/<\/?[a-z][^>]*>/g, '')
    .replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, '$1 $2')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const shown = lines.slice(0, QUOTED_LINES).map((line) => `              │ ${line}`);
  if (lines.length > QUOTED_LINES)
    shown.push(`              │ … ${lines.length - QUOTED_LINES} more lines`);
  return styleText('dim', shown.join('\n'));
}
