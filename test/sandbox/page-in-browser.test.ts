import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../browser.ts';
import { type Example, pushBranch, REPO, startExample } from './example-forge.ts';

let example: Example;
let browser: Browser;
let page: Page;
let number: number;

beforeAll(async () => {
  example = await startExample();
  await pushBranch(example, 'change', { 'README.md': 'changed\n' });
  const { sandbox } = example;
  const pull = await sandbox.openPullRequest({
    repo: REPO,
    head: 'change',
    title: 'Change <b>the</b> text',
    author: 'alice',
  });
  number = pull.number;
  const body =
    '### Plan\n\n| Directory | Add |\n|---|--:|\n| `network` | 1 |\n\n' +
    '<details><summary>network</summary>\n\n```diff\n+ one\n```\n</details>\n' +
    '<script>window.attacked = true</script><img src=x onerror="window.attacked = true">';
  await sandbox.comment({ repo: REPO, number, author: 'alice', body });
  browser = await openBrowser();
  page = await browser.newPage();
  await page.goto(pull.url);
});
afterAll(async () => {
  await browser?.close();
  await example?.close();
});

test('a reader sees title, changed files and the rendered comment, and can unfold a plan', async () => {
  expect(await page.textContent('h1')).toContain('Change <b>the</b> text');
  expect(await page.textContent('#live')).toContain('README.md');
  expect(await page.locator('#live table td code').allTextContents()).toContain('network');
  const diff = page.getByText('+ one');
  expect(await diff.isVisible()).toBe(false);
  await page.getByText('network', { exact: true }).last().click();
  expect(await diff.isVisible()).toBe(true);
});

test('what a comment brings along does not run', async () => {
  expect(await page.evaluate('window.attacked')).toBeUndefined();
});

test('a comment that comes in shows by itself, and what is being typed stays', async () => {
  await page.fill('textarea', 'terrateam pl');
  await example.sandbox.comment({ repo: REPO, number, author: 'carol', body: 'Just in time' });
  await page.getByText('Just in time').waitFor();
  expect(await page.inputValue('textarea')).toBe('terrateam pl');
});

test('a comment that is written in the box is made', async () => {
  await page.fill('textarea', 'terrateam plan');
  await page.getByRole('button', { name: 'Comment' }).click();
  const made = await example.sandbox.until(
    (event) => event.type === 'comment_created' && event.body === 'terrateam plan',
  );
  expect(made).toMatchObject({ author: 'demo', number });
  await page.getByText('terrateam plan', { exact: true }).waitFor();
});

test('an approval and a merge are a click each, and a merged request offers neither', async () => {
  const watching = await browser.newPage();
  await watching.goto(page.url());
  expect(await watching.getByRole('button', { name: 'Merge' }).count()).toBe(1);
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByText('approved').waitFor();
  await page.getByRole('button', { name: 'Merge' }).click();
  await page.getByText('merged', { exact: true }).waitFor();
  expect(example.sandbox.pullRequest({ repo: REPO, number }).merged).toBe(true);
  expect(await page.getByRole('button', { name: 'Merge' }).count()).toBe(0);
  await watching.getByText('merged', { exact: true }).waitFor();
  expect(await watching.getByRole('button').allTextContents()).toEqual(['Comment']);
});
