import { Marked } from 'marked';
import sanitize from 'sanitize-html';

const marked = new Marked({ gfm: true, async: false });

const SANITIZER: sanitize.IOptions = {
  allowedTags: [...sanitize.defaults.allowedTags, 'details', 'summary', 'img', 'del', 'input'],
  allowedAttributes: {
    a: ['href', 'title'],
    img: ['src', 'alt', 'title'],
    details: ['open'],
    code: ['class'],
    input: [{ name: 'type', values: ['checkbox'] }, 'checked', 'disabled'],
    th: ['align'],
    td: ['align'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
};

/** Markdown as GitHub shows it, without anything that could run: anyone may have written it. */
export function renderMarkdown(markdown: string): string {
  return sanitize(marked.parse(markdown, { async: false }), SANITIZER);
}
