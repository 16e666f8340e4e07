import { fileURLToPath } from 'node:url';
import { Liquid } from 'liquidjs';
import type { Message } from '../../decide/message.ts';
import { codeSpan, fenced, lastLines } from './markdown.ts';

/** The bodies of everything that is said on a pull request, one template a kind of message. */
export type CommentTemplates = {
  /** `workflow` is the file that a user may have to commit. */
  message(message: Message, context: { readonly workflow: string }): string;
  /** A template of results: `result`, `result-block`. */
  result(name: 'result' | 'result-block', view: object): string;
};

const FOLDER = fileURLToPath(new URL('../../../templates/comments/', import.meta.url));

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
  liquid.registerFilter('excerpt', (text: unknown) => lastLines(String(text), EXCERPT).text);
  liquid.registerFilter('fence', (text: unknown, language = '') =>
    fenced(String(text), String(language)),
  );
  const render = (name: string, view: object): string =>
    String(liquid.renderFileSync(name, view)).trim();
  return {
    message: (message, context) => render(message.kind, { ...context, ...message }),
    result: render,
  };
}
