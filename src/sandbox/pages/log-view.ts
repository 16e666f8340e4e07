/** A line of a job's log, or a folded group of lines. */
export type LogItem =
  | { kind: 'line'; level: string; text: string }
  | { kind: 'group'; title: string; lines: Extract<LogItem, { kind: 'line' }>[] };

/** Folds a stored log (a time, a space, the line) at its `##[group]` marks. */
export function foldLog(log: string): LogItem[] {
  const items: LogItem[] = [];
  let group: Extract<LogItem, { kind: 'group' }> | undefined;
  for (const stored of log.split('\n').filter(Boolean)) {
    const text = stored.slice(stored.indexOf(' ') + 1);
    const mark = /^##\[(\w+)\](.*)$/.exec(text);
    if (mark?.[1] === 'group') {
      group = { kind: 'group', title: mark[2] ?? '', lines: [] };
      items.push(group);
    } else if (mark?.[1] === 'endgroup') {
      group = undefined;
    } else {
      const line = { kind: 'line', level: mark?.[1] ?? 'plain', text: mark?.[2] ?? text } as const;
      if (group) group.lines.push(line);
      else items.push(line);
    }
  }
  return items;
}
