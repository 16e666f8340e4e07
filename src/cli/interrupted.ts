/** npm hands the terminal's Ctrl-C on to a program that has had it already: within this it is the same one. */
const ECHO_MS = 500;

/**
 * Aborted by the first SIGTERM or Ctrl-C. At the second one `again` is called; without it the process
 * ends as the signal alone would have ended it.
 */
export function interrupted(again: () => void = () => {}): AbortSignal {
  const controller = new AbortController();
  let since = 0;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const heard = () => {
      if (!controller.signal.aborted) {
        since = performance.now();
        controller.abort(signal);
      } else if (performance.now() - since > ECHO_MS) {
        again();
        process.off(signal, heard);
        process.kill(process.pid, signal);
      }
    };
    process.on(signal, heard);
  }
  return controller.signal;
}
