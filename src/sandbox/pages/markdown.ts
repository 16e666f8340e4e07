import MarkdownIt from 'markdown-it';
import sanitize from 'sanitize-html';

const markdown = new MarkdownIt({ html: true, breaks: true });

const SANITIZER: sanitize.IOptions = {
  allowedTags: [...sanitize.defaults.allowedTags, 'details', 'summary', 'img', 'del'],
  allowedAttributes: {
    a: ['href', 'title'],
    img: ['src', 'alt', 'title'],
    details: ['open'],
    code: ['class'],
    th: ['align'],
    td: ['align'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  transformTags: { th: aligned, td: aligned },
};

/** The pages have no styles of their own in elements, in which the alignment of a table's columns is. */
function aligned(tagName: string, attribs: sanitize.Attributes): sanitize.Tag {
  const align = /^text-align:(\w+)$/.exec(attribs.style ?? '')?.[1];
  return { tagName, attribs: align === undefined ? attribs : { ...attribs, align } };
}

/** Markdown as GitHub shows it, without anything that could run: anyone may have written it. */
export function renderMarkdown(text: string): string {
  return sanitize(markdown.render(text), SANITIZER);
}
