import { TextCapture } from '../process/text-capture.ts';

/** A line that stays, and what may be left out below it. */
type Section = {
  readonly header: string;
  /** Undefined when it is left out. */
  body: string[] | undefined;
  /** Of the body, in UTF-16 units. */
  size: number;
  /** Of the body, also of those that were left out of it before. */
  lines: number;
};

const resource = /^ {1,2}# [^(]/;
const total = /^(Plan: |Changes to Outputs:)/;
const note = /^… (\d+) lines? left out …$/;
/** Room for a note and its line end, in UTF-16 units. */
const noteLength = 40;

/**
 * Keeps as much of a plan's diff as `limit` UTF-16 units have room for. Every resource's headline
 * (`# aws_x.y will be created`) and the line `Plan: …` stay; of what is below them the longest is left
 * out first, with a note of how many lines. A diff that has no such headlines, or too many, keeps its
 * beginning and its end.
 */
export class DiffCapture {
  readonly #limit: number;
  readonly #plain: TextCapture;
  readonly #sections: Section[] = [];
  #open = section('');
  #hasResources = false;
  /** Of closed sections, in UTF-16 units: all that is kept, and what of it can be left out. */
  #size = 0;
  #removable = 0;

  constructor(limit: number) {
    this.#limit = limit;
    this.#plain = new TextCapture(limit - noteLength);
  }

  /** `line` without its end. */
  append(line: string): void {
    this.#plain.append(`${line}\n`);
    const isResource = resource.test(line);
    this.#hasResources ||= isResource;
    if (isResource || total.test(line)) this.#begin(`${line}\n`);
    else this.#addToBody(line);
  }

  /** What is kept. Nothing may be appended after that. */
  finish(): string {
    if (!this.#hasResources) return this.#plain.toString();
    this.#begin('');
    this.#shorten();
    const text = this.#sections.map(textOf).join('');
    if (text.length <= this.#limit) return text;
    const kept = new TextCapture(this.#limit - noteLength);
    kept.append(text);
    return kept.toString();
  }

  #begin(header: string): void {
    const { size, body } = this.#open;
    if (body) this.#open.body = [copied(body.join(''))];
    this.#sections.push(this.#open);
    this.#size += this.#open.header.length + (body ? size : noteLength);
    if (isRemovable(this.#open)) this.#removable += size;
    // Rarely: not each section pays for a look at all the others.
    if (this.#removable > 2 * this.#limit) this.#shorten();
    this.#open = section(copied(header));
  }

  #addToBody(line: string): void {
    const open = this.#open;
    open.size += line.length + 1;
    open.lines += Number(note.exec(line)?.[1] ?? 1);
    open.body?.push(`${line}\n`);
    // Longer than all there is room for, so it is left out whatever else comes.
    if (open.size > this.#limit) open.body = undefined;
  }

  /** Leaves bodies out, the longest first, until the rest fits. */
  #shorten(): void {
    const bySize = this.#sections.filter(isRemovable).sort((a, b) => b.size - a.size);
    for (const longest of bySize) {
      if (this.#size <= this.#limit) return;
      this.#size -= longest.size - noteLength;
      this.#removable -= longest.size;
      longest.body = undefined;
    }
  }
}

/** `diff` within `limit` UTF-16 units. */
export function cutDiff(diff: string, limit: number): string {
  if (diff.length <= limit) return diff;
  const capture = new DiffCapture(limit);
  for (const line of diff.replace(/\n$/, '').split('\n')) capture.append(line);
  return capture.finish();
}

function section(header: string): Section {
  return { header, body: [], size: 0, lines: 0 };
}

/** A part of a text keeps the whole of it in memory, unless it is copied. */
function copied(text: string): string {
  return Buffer.from(text).toString();
}

/** A body that is shorter than the note in its place stays. */
function isRemovable({ body, size }: Section): boolean {
  return body !== undefined && size > noteLength;
}

function textOf({ header, body, lines }: Section): string {
  if (body) return header + body.join('');
  return `${header}… ${lines} ${lines === 1 ? 'line' : 'lines'} left out …\n`;
}
