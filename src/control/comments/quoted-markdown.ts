import MarkdownIt from 'markdown-it';
import { parseFragment } from 'parse5';
import sanitize from 'sanitize-html';
import { COMMENT_LIMIT } from './comment-limit.ts';
import { escapedHtml, straight } from './markdown.ts';

/** Line ends count, as in every comment on a forge. */
const markdown = new MarkdownIt({
  html: true,
  linkify: true,
  breaks: true,
  highlight: (code, language) =>
    `<pre lang="${escapedHtml(language)}"><code>${escapedHtml(code)}</code></pre>`,
});
// Or names of files would become links.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

const SANITIZER: sanitize.IOptions = {
  allowedTags: [
    ...['h5', 'h6', 'p', 'br', 'hr', 'div', 'span', 'blockquote', 'pre', 'details', 'summary'],
    ...['ul', 'ol', 'li', 'dl', 'dt', 'dd'],
    ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
    ...['a', 'img', 'code', 'kbd', 'samp', 'var', 'b', 'strong', 'i', 'em', 'u', 's', 'del', 'ins'],
    ...['mark', 'small', 'sub', 'sup', 'abbr', 'q'],
  ],
  allowedAttributes: {
    a: ['href', 'title'],
    img: ['src', 'alt', 'title', 'width', 'height'],
    details: ['open'],
    ol: ['start'],
    pre: ['lang'],
    td: ['align', 'colspan', 'rowspan'],
    th: ['align', 'colspan', 'rowspan'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  // The headings above these are ours.
  transformTags: { h1: 'h5', h2: 'h5', h3: 'h5', h4: 'h6', td: aligned, th: aligned },
  // Forges refuse documents that are nested too deep.
  nestingLimit: 40,
};

/** A forge takes no styles, in which the alignment of a table's columns is. */
function aligned(tagName: string, attribs: sanitize.Attributes): sanitize.Tag {
  const align = /^text-align:(\w+)$/.exec(attribs.style ?? '')?.[1];
  return { tagName, attribs: align === undefined ? attribs : { ...attribs, align } };
}

/**
 * Markdown or HTML of others as an element of a comment: a quote that shows what the text would show by
 * itself, and that nothing in it can end. It is one line of HTML, so that the forge reads no Markdown in
 * it, without comments, scripts, and headings as large as ours. Mentions in it count: whoever has a step
 * write Markdown wants what Markdown does. Null for what cannot be shown like that, or is too long.
 */
export function quotedMarkdown(text: string): string | null {
  if (text.length > COMMENT_LIMIT) return null;
  const html = markdown.render(text);
  // A link by name repeats the address that is written once.
  if (html.length > 10 * COMMENT_LIMIT) return null;
  // Line ends would end the HTML; those that were references to characters are there by now.
  const line = straight(sanitize(html, SANITIZER)).replace(/\r?\n|\r/g, '&#10;');
  const quote = `<blockquote>${line}</blockquote>`;
  return isOneElement(quote) ? quote : null;
}

/** A browser mends HTML by other rules than a sanitizer, and so may find the end of an element sooner. */
function isOneElement(html: string): boolean {
  const { childNodes } = parseFragment(`<details>${html}</details><hr>`);
  const [details] = childNodes;
  return (
    childNodes.length === 2 &&
    details !== undefined &&
    'childNodes' in details &&
    details.childNodes.length === 1
  );
}
