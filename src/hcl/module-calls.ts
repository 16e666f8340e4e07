import { literalText } from './expression.ts';
import { MAX_BYTES, textOf } from './file-text.ts';
import { jsonModuleCalls } from './json-module-calls.ts';
import type { ModuleCalls } from './module-call.ts';
import type { HclParser } from './parser.ts';

/** Whether Terraform or OpenTofu reads a file of this name as configuration. */
export function isTerraformFile(name: string): boolean {
  return /\.(tf|tofu)(\.json)?$/.test(name);
}

/** The modules that a file of Terraform configuration calls. */
export function moduleCalls(parser: HclParser, name: string, bytes: Uint8Array): ModuleCalls {
  if (bytes.length > MAX_BYTES) {
    return refused(`the file has ${bytes.length} bytes; at most ${MAX_BYTES} are read`);
  }
  const text = textOf(bytes);
  if (text === null) return refused('the file is not UTF-8 text');
  if (name.endsWith('.json')) return jsonModuleCalls(text);
  // Most files call no module, and parsing is what takes the time.
  if (!/\bmodule\b(?!\s*\.)/.test(text)) return { calls: [], problem: null };
  return parser.read(text, (tree) => ({
    calls: tree.blocks('module').map(({ labels, line, attributes }) => ({
      name: labels.join('.'),
      line,
      source: literalText(attributes.get('source')?.value),
    })),
    problem: tree.problem(),
  }));
}

function refused(message: string): ModuleCalls {
  return { calls: [], problem: { line: null, message } };
}
