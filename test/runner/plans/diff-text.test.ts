import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DiffText } from '../../../src/runner/plans/diff-text.ts';

function diffText(text: string): string {
  const diff = new DiffText();
  return text
    .split('\n')
    .map((line) => diff.line(line))
    .join('\n');
}

it('moves the markers of changed lines to the first column, and makes ~ an !', () => {
  expect(
    diffText(`
  # a.b will be updated in-place
  ~ resource "a" "b" {
      + added   = 1
      - removed = 2
      ~ changed = 3 -> 4
        same    = 5
    }
-/+ resource "a" "c" {
 +/- x
  - not = "a marker - here"`),
  ).toBe(`
  # a.b will be updated in-place
!   resource "a" "b" {
+       added   = 1
-       removed = 2
!       changed = 3 -> 4
        same    = 5
    }
-/+ resource "a" "c" {
+/-  x
-   not = "a marker - here"`);
});

it('does not take the dashes of a YAML document for removals', () => {
  expect(
    diffText(`
  ~ resource "a" "b" {
      ~ input  = <<-EOT
            list:
            - item
          - - gone
          + - new
          +   - nested
        EOT -> (known after apply)
      + list = [
          + <<-EOT
                - item
            EOT,
          + "x",
        ]
        same = <<-EOT
            - item
        EOT
      - after = 1
    }`),
  ).toBe(`
!   resource "a" "b" {
!       input  = <<-EOT
            list:
            - item
-           - gone
+           - new
+             - nested
        EOT -> (known after apply)
+       list = [
+           <<-EOT
                - item
            EOT,
+           "x",
        ]
        same = <<-EOT
            - item
        EOT
-       after = 1
    }`);
});

const shown = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');

it('makes a diff of everything that terraform shows', () => {
  expect(diffText(shown('terraform-show.txt'))).toBe(shown('terraform-show.diff'));
});

it('loses nothing of a text but the place of its markers', () => {
  const piece = fc.constantFrom(
    ' ',
    '  ',
    '    ',
    '-',
    '+',
    '~',
    '-/+',
    '+/-',
    '<=',
    '=',
    '"x"',
    '<<-EOT',
    'EOT',
    '#',
  );
  const line = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
  const generated = fc.array(line).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(fc.oneof(generated, fc.constant(shown('terraform-show.txt'))), (text) => {
      const diff = diffText(text);
      // Blanks only move: the marker comes before them.
      expect(diff.length).toBe(text.length);
      expect(diff.replace(/ /g, '').replace(/^!/gm, '~')).toBe(text.replace(/ /g, ''));
    }),
  );
});
