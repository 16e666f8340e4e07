import { z } from 'zod';
import { literalText } from './expression.ts';
import { MAX_BYTES, textOf } from './file-text.ts';
import type { HclParser } from './parser.ts';

/** A `required_version` of a file; the line is not known of JSON. */
export type RequiredVersion = { readonly text: string; readonly line: number | null };

/**
 * What a file of Terraform configuration says in `required_version`. Nothing of what cannot be read:
 * Terraform says that itself, and better.
 */
export function requiredVersions(
  parser: HclParser,
  name: string,
  bytes: Uint8Array,
): RequiredVersion[] {
  const text = bytes.length > MAX_BYTES ? null : textOf(bytes);
  if (text === null) return [];
  if (name.endsWith('.json')) return inJson(text);
  return parser.read(text, (tree) =>
    tree.blocks('terraform').flatMap(({ attributes }) => {
      const attribute = attributes.get('required_version');
      const version = literalText(attribute?.value);
      return attribute && version !== null ? [{ text: version, line: attribute.line }] : [];
    }),
  );
}

const block = z.object({ required_version: z.string() });
const blocks = z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]);
const file = z.object({ terraform: blocks });

function inJson(text: string): RequiredVersion[] {
  const parsed = file.safeParse(parse(text.replace(/^\ufeff/, '')));
  const found = (parsed.data?.terraform ?? []).map((one) => block.safeParse(one).data);
  return found.flatMap((one) => (one ? [{ text: one.required_version, line: null }] : []));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
