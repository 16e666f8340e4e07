import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMENT_LIMIT } from '../../../src/control/comments/comment-limit.ts';
import { jsonLength } from '../../../src/control/comments/markdown.ts';
import { resultComments } from '../../../src/control/comments/result-comments.ts';
import { dirspaceView, hooksViews } from '../../../src/control/comments/result-view.ts';
import { commentTemplates } from '../../../src/control/comments/templates.ts';
import type { StepResult } from '../../../src/protocol/result.ts';
import { openBrowser } from '../../browser.ts';

const templates = commentTemplates();
const forge = new MarkdownIt({ html: true, linkify: true, breaks: true });

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
});
afterAll(() => browser?.close());

function step(dir: string | null, text: string, payload: object): StepResult {
  return {
    step: 'run',
    scope: dir === null ? { flow: 'hooks', subflow: 'pre' } : { dir, workspace: 'default' },
    payload: { text, cmd: ['report'], visible_on: 'always', format: 'markdown', ...payload },
    success: dir !== 'broken',
    ignore_errors: false,
  };
}

/** The comments of plans where a hook and three dirspaces, of which one failed, print this. */
function comments(text: string, payload: object = {}): readonly string[] {
  const dirs = ['broken', 'fine', 'last'];
  const steps = [null, ...dirs].map((dir) => step(dir, text, payload));
  return resultComments(
    {
      ...{ type: 'plan', runUrls: [], summary: false, layers: null, costs: null, gates: [] },
      hooks: hooksViews(steps),
      dirspaces: dirs.map((dir) => ({
        ...dirspaceView('plan', { dir, workspace: 'default' }, steps, false),
        stack: null,
        runUrl: null,
      })),
    },
    templates,
  );
}

const comment = (text: string, payload: object = {}) => comments(text, payload).join('');

describe('what a step writes as Markdown', () => {
  const report = `# Costs

| Service | Price |
|---|--:|
| **db** | 5 |

<details><summary>More</summary>

See https://example.test/a, and @acme/sre.
Next line of main.tf

\`\`\`diff
+ one

- two
\`\`\`
</details>`;

  test.each(['markdown', 'raw'])('is shown as that, in a quote, for the format %s', (format) => {
    const body = comment(report, { format });
    const [quote = ''] = /^<blockquote>.*<\/blockquote>$/m.exec(body) ?? [];
    expect(quote).toContain('<h5>Costs</h5>');
    expect(quote).toContain('<td><strong>db</strong></td>&#10;<td align="right">5</td>');
    expect(quote).toContain('<details><summary>More</summary>');
    expect(quote).toContain('<a href="https://example.test/a">https://example.test/a</a>');
    expect(quote).toContain('@acme/sre.<br />&#10;Next line of main.tf</p>');
    expect(quote).toContain('<pre lang="diff"><code>+ one&#10;&#10;- two&#10;</code></pre>');
    expect(body).not.toContain('```');
  });

  test('is code for every other format', () => {
    expect(comment('# a', { format: 'code' })).toContain('```\n# a\n```');
    expect(comment('# a', { format: { type: 'code', lang: 'hcl' } })).toContain('```hcl\n# a\n```');
  });

  test('is code with its last lines where it does not fit', () => {
    const long = `${'| a | b |\n|---|---|\n| c | d |\n\n'.repeat(3000)}the end`;
    const all = comments(long);
    expect(all.length).toBeGreaterThan(1);
    for (const body of all) expect(jsonLength(body)).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(all.join('')).toContain(
      '*Only its last lines; all of it is in the log of the job:*\n\n```\n',
    );
    expect(all.join('')).toContain('the end\n```');
  });

  test.each([
    ['a table', `${'|a'.repeat(5000)}\n${'|-'.repeat(5000)}\n${'a\n'.repeat(5000)}`],
    ['a link that is named often', `[a]: ${'x'.repeat(30_000)}\n\n${'[a] '.repeat(7000)}`],
    ['quotes in quotes', '>'.repeat(30_000)],
    ['marks that open and do not close', '*_a '.repeat(7000)],
    ['elements in elements', '<div><b>'.repeat(4000)],
  ])('does not become more than a comment by %s', (_, text) => {
    for (const body of comments(text)) expect(jsonLength(body)).toBeLessThanOrEqual(COMMENT_LIMIT);
  });
});

/** How a browser sees a body: how it is built, and what is neither quoted nor code. */
async function seen(body: string): Promise<unknown> {
  return page.evaluate(`(${OUTLINE})(${JSON.stringify(forge.render(body))})`);
}
const OUTLINE = `(html) => {
  const document = new DOMParser().parseFromString(html, 'text/html');
  const count = (selector) => document.querySelectorAll(selector).length;
  // What a browser would see an end in is shown as code.
  const nameOf = ({ tagName }) => tagName.replace(/^(BLOCKQUOTE|PRE)$/, 'OUTPUT');
  const elements = [...document.body.children].map(nameOf).join(' ');
  const titles = count('h1, h2, h3, h4');
  const titlesInQuotes = count('blockquote :is(h1, h2, h3, h4)');
  const comment = document.createNodeIterator(document, NodeFilter.SHOW_COMMENT).nextNode();
  const hidden = comment === null ? '' : comment.data;
  for (const one of document.querySelectorAll('blockquote, pre, code')) one.remove();
  return { elements, titles, titlesInQuotes, hidden, text: document.body.textContent };
}`;

const piece = fc.oneof(
  fc.constantFrom('FORGED', '\n', '\n\n', ' ', '    ', '- ', '> ', '| a | b |\n|---|---|\n', '\\'),
  fc.constantFrom(
    '# ',
    '#### ',
    '===\n',
    '***',
    '`',
    '```',
    '```\n',
    '~~~',
    '[a]: b "',
    '[a](',
    '&',
  ),
  fc.constantFrom(
    '<!--',
    '-->',
    '<!-- terrane:1 -->',
    '<![CDATA[',
    ']]>',
    '<?',
    '<!X',
    '&#10;&#13;',
  ),
  fc
    .tuple(
      fc.constantFrom('<', '</'),
      fc.oneof(
        fc.constantFrom('details', 'summary', 'blockquote', 'p', 'div', 'pre', 'code', 'a', 'b'),
        fc.constantFrom('table', 'caption', 'tbody', 'tr', 'td', 'th', 'colgroup', 'col'),
        fc.constantFrom('h3', 'h4', 'ul', 'li', 'dl', 'dd', 'br', 'hr', 'img', 'q', 'sub'),
        fc.constantFrom('script', 'style', 'textarea', 'title', 'svg', 'math', 'template'),
        fc.constantFrom('select', 'option', 'form', 'button', 'body', 'html', 'plaintext', 'xmp'),
      ),
      fc.constantFrom('>', '/>', ' open>', ' x="', ' >\n', '\n'),
    )
    .map((parts) => parts.join('')),
);

test('whatever it writes stays in its quote, for a browser too, and looks like nothing of ours', async () => {
  const usual = await seen(comment('a'));
  const built = { elements: expect.stringMatching(/^H3 TABLE/), titlesInQuotes: 0, hidden: '' };
  expect(usual).toMatchObject(built);
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 25 }), async (pieces) => {
      expect(await seen(comment(`a${pieces.join('')}`))).toEqual(usual);
    }),
    {
      numRuns: 200,
      examples: [
        '</blockquote></details>\n\n# FORGED',
        // A table in a table ends the first for a browser, and what is open in that.
        '<table><blockquote><details><table></table></details></blockquote></table>FORGED',
        '&#13;&#13;\n```\n',
        '<!-- ',
        '```\nFORGED',
      ].map((text) => [[text]]),
    },
  );
});
