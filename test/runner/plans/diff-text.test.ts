import { expect, it } from 'vitest';
import { diffText } from '../../../src/runner/plans/diff-text.ts';

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
