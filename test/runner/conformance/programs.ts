import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Executables that stand for the tools of a case, first on PATH, and what they were called with. */
export class Programs implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'conformance-'));

  constructor(scripts: Record<string, string>) {
    for (const [name, script] of Object.entries(scripts)) {
      const record = `echo "$*" >> '${this.#calls(name)}'\n`;
      writeFileSync(join(this.#folder, name), `#!/bin/sh\n${record}${script}`, { mode: 0o755 });
    }
  }

  get path(): string {
    return [this.#folder, process.env.PATH].join(delimiter);
  }

  /** The arguments of each call, joined by spaces; paths of the job's own are `FILE`. */
  callsOf(name: string): string[] {
    const file = this.#calls(name);
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    return lines.map((line) => line.replace(/\/\S+/g, 'FILE'));
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #calls(name: string): string {
    return join(this.#folder, `.${name}.calls`);
  }
}
