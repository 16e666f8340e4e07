import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { DemoEvent } from '../../src/cli/demo/events.ts';
import { narrateServer } from '../../src/cli/demo/narration.ts';
import { terminalNarrator } from '../../src/cli/demo/narrator.ts';

async function shown(event: DemoEvent): Promise<string> {
  const out = new PassThrough();
  terminalNarrator(out).tell(event);
  out.end();
  return stripVTControlCharacters(await text(out));
}

test('a link of a comment is shown with its address, which a terminal can open', async () => {
  const body = 'Applied. · [Run 1](http://127.0.0.1:4000/acme/x/actions/runs/1) · [ ] (later)';
  expect(await shown({ type: 'comment', author: 'a[bot]', body })).toContain(
    '│ Applied. · Run 1 http://127.0.0.1:4000/acme/x/actions/runs/1 · [ ] (later)',
  );
});

test('what could not be removed is named', async () => {
  expect(await shown({ type: 'stopped', left: [] })).toContain('nothing is left behind');
  expect(await shown({ type: 'stopped', left: ['/tmp/x'] })).toMatch(/Left behind:\n +\/tmp\/x/);
});

test('a decision is told for what does not show by itself', async () => {
  const heard: DemoEvent[] = [];
  const log = narrateServer({ tell: (event) => heard.push(event), stop() {} });
  for (const decisions of [
    ['show the results', 'merge', '2 checks'],
    ['plan network', '1 check'],
  ])
    log.write(`${JSON.stringify({ level: 30, msg: 'decided', decisions })}\n`);
  await new Promise<void>((resolve) => log.end(resolve));
  expect(heard).toEqual([{ type: 'decision', what: 'plan network' }]);
});
