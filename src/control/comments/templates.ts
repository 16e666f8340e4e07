import { fileURLToPath } from 'node:url';
import { Liquid } from 'liquidjs';
import type { Message } from '../../decide/message.ts';
import { COMMENT_LIMIT } from './comment-limit.ts';
import { codeSpan, commandSpan, fenced, jsonLength, lastLines } from './markdown.ts';

/** The bodies of everything that is said on a pull request, one template a kind of message. */
export type CommentTemplates = {
  /** `workflow` is the file that a user may have to commit. */
  message(message: Message, context: { readonly workflow: string }): string;
  /** A template of results. */
  result(
    name: 'result' | 'result-block' | 'result-layers' | 'result-gates' | 'result-costs',
    view: object,
  ): string;
};

const FOLDER = fileURLToPath(new URL('../../../templates/comments/', import.meta.url));

/** Below the length at which a code span keeps the end of a name only. */
const LONGEST_LINE = 150;

/** Of a text inside a message, as it travels. */
const EXCERPT = 4000;

/** Reads each template once. */
export function commentTemplates(): CommentTemplates {
  const liquid = new Liquid({
    root: FOLDER,
    extname: '.liquid',
    cache: true,
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
  });
  liquid.registerFilter('code', (name: unknown) => codeSpan(String(name)));
  liquid.registerFilter('command', (command: unknown) => commandSpan(String(command)));
  liquid.registerFilter('beginning', (text: unknown) => beginningOf(String(text)));
  liquid.registerFilter('excerpt', (text: unknown) => lastLines(String(text), EXCERPT).text);
  liquid.registerFilter('fence', (text: unknown, language = '') =>
    fenced(String(text), String(language)),
  );
  liquid.registerFilter('time', (milliseconds: unknown) => timeOf(Number(milliseconds)));
  const render = (name: string, view: object): string =>
    String(liquid.renderFileSync(name, view)).trim();
  return {
    message: (message, context) =>
      message.kind === 'repo-config'
        ? configuration(message, (view) =>
            render(message.kind, { ...context, ...message, ...view }),
          )
        : render(message.kind, { ...context, ...message }),
    result: render,
  };
}

/** As much of a configuration as fits: with where each value comes from, without, or not at all. */
function configuration(
  { shown: { text } }: Extract<Message, { kind: 'repo-config' }>,
  render: (view: { readonly yaml: string | null; readonly explained: boolean }) => string,
): string {
  if (text !== null) {
    const views = [
      { yaml: text.explained, explained: true },
      { yaml: text.plain, explained: false },
    ];
    for (const view of views) {
      const body = render(view);
      if (jsonLength(body) <= COMMENT_LIMIT) return body;
    }
  }
  return render({ yaml: null, explained: false });
}

/** Milliseconds since the epoch as `2026-01-31 08:05:09`, in UTC. */
function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

/** A sentence or list too long for a line keeps its beginning. */
function beginningOf(text: string): string {
  return text.length <= LONGEST_LINE ? text : `${text.slice(0, LONGEST_LINE).toWellFormed()}…`;
}
