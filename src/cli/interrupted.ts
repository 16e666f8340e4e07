/** Aborted by the first SIGTERM or Ctrl-C; the second ends the process as the signal alone would. */
export function interrupted(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      if (controller.signal.aborted) process.kill(process.pid, signal);
      controller.abort(signal);
    });
  }
  return controller.signal;
}
