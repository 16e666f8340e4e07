import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** A job's log as GitHub keeps it: secrets as `***`, workflow commands carried out. */
export interface JobLog {
  /** One line of a step's output. */
  line(text: string): void;
  /** Hides a value, and each of its lines, from here on. */
  mask(value: string): void;
  /** A text with everything hidden that is to be hidden so far. */
  hide(text: string): string;
  close(): Promise<void>;
}

/** Opens a log file; `onLine` hears each line as it is stored, without its time. */
export function openLog(file: string, now: () => Date, onLine: (line: string) => void): JobLog {
  const out = createWriteStream(file);
  const masks = new Set<string>();
  let stopToken: string | undefined;
  const mask = (value: string) => {
    const parts = [value, ...value.split(/\r?\n/)].map((part) => part.trim()).filter(Boolean);
    for (const part of parts) masks.add(part);
  };
  // The longest first: a secret may be part of another.
  const hide = (text: string) =>
    [...masks]
      .sort((a, b) => b.length - a.length)
      .reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  const store = (text: string) => {
    const hidden = hide(text);
    out.write(`${now().toISOString()} ${hidden}\n`);
    onLine(hidden);
  };
  const line = (text: string) => {
    const command = parseCommand(text);
    if (stopToken !== undefined) {
      // Between stop-commands and its token nothing is a command: output may be anyone's text.
      if (command?.name === stopToken) stopToken = undefined;
      else store(text);
      return;
    }
    if (command?.name === 'stop-commands') stopToken = command.value;
    else if (command?.name === 'add-mask') mask(command.value);
    else if (command && SHOWN.has(command.name)) store(`##[${command.name}]${command.value}`);
    else if (!command || !SILENT.has(command.name)) store(text);
  };
  return {
    line,
    mask,
    hide,
    close: async () => {
      out.end();
      await finished(out);
    },
  };
}

const SHOWN = new Set(['group', 'endgroup', 'error', 'warning', 'notice']);
const SILENT = new Set(['debug', 'echo', 'add-matcher', 'remove-matcher']);

/** `::name key=value,…::text`, unescaped. */
function parseCommand(text: string): { name: string; value: string } | undefined {
  const match = /^\s*::([^\s:]+)(?: [^:]*)?::(.*)$/.exec(text);
  if (!match) return undefined;
  const value = (match[2] ?? '')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%25', '%');
  return { name: (match[1] ?? '').toLowerCase(), value };
}
