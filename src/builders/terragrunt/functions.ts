import { posix } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { MAX_LENGTH, type Value } from '../../hcl/evaluate.ts';

type Arguments = readonly (Value | undefined)[];
type HclFunction = (args: Arguments) => Value | undefined;

/** Functions of Terraform, and so of Terragrunt, whose first argument is a file that they read. */
export const fileFunctions: ReadonlySet<string> = new Set([
  ...['file', 'templatefile', 'filebase64', 'filebase64sha256', 'filebase64sha512'],
  ...['filemd5', 'filesha1', 'filesha256', 'filesha512'],
]);

/**
 * The functions of HCL that paths and lists are made with in practice, and that need nothing but
 * their arguments. An unknown argument makes an unknown value.
 */
export const plainFunctions: ReadonlyMap<string, HclFunction> = new Map([
  ['dirname', ofTexts((path) => posix.dirname(path))],
  ['basename', ofTexts((path) => posix.basename(path))],
  ['lower', ofTexts((text) => text.toLowerCase())],
  ['upper', ofTexts((text) => text.toUpperCase())],
  ['trimspace', ofTexts((text) => text.trim())],
  ['split', ofTexts((separator, text) => text.split(separator))],
  ['replace', ofTexts(replace)],
  ['yamldecode', ofTexts((text) => decoded(() => parse(text)))],
  ['jsondecode', ofTexts((text) => decoded(() => JSON.parse(text)))],
  ['join', join],
  ['format', format],
  ['concat', concat],
  ['tolist', ([list]) => list],
  ['toset', ([list]) => list],
  ['lookup', lookup],
  ['merge', merge],
  ['try', (args) => args.find((arg) => arg !== undefined)],
] satisfies [string, HclFunction][]);

/** Makes a function of up to three texts. */
function ofTexts(
  make: (first: string, ...rest: [string, string]) => Value | undefined,
): HclFunction {
  return ([first, second = '', third = '']) => {
    const texts =
      typeof first === 'string' && typeof second === 'string' && typeof third === 'string';
    return texts ? make(first, second, third) : undefined;
  };
}

function replace(text: string, part: string, by: string): string | undefined {
  const isPattern = part.length > 1 && part.startsWith('/') && part.endsWith('/');
  if (isPattern || part === '') return undefined;
  const pieces = text.split(part);
  return pieces.length * by.length > MAX_LENGTH ? undefined : pieces.join(by);
}

function decoded(decode: () => unknown): Value | undefined {
  try {
    return z.json().safeParse(decode()).data;
  } catch {
    return undefined; // not YAML or JSON: Terragrunt will say so
  }
}

function join([separator, list]: Arguments): Value | undefined {
  if (typeof separator !== 'string' || !Array.isArray(list)) return undefined;
  const texts = list.map(String);
  const length = texts.reduce((sum, text) => sum + text.length + separator.length, 0);
  return list.every(isPlain) && length <= MAX_LENGTH ? texts.join(separator) : undefined;
}

function format([pattern, ...values]: Arguments): Value | undefined {
  if (typeof pattern !== 'string' || !values.every(isPlain)) return undefined;
  const parts = pattern.split(/(%[sdv%])/);
  if (parts.some((part) => part.includes('%') && !/^%[sdv%]$/.test(part))) return undefined;
  const left = [...values];
  return parts
    .map((part) => (/^%[sdv]$/.test(part) ? left.shift() : part.replace('%%', '%')))
    .join('');
}

function concat(lists: Arguments): Value | undefined {
  const known = lists.filter((list) => Array.isArray(list));
  const length = known.reduce((sum, list) => sum + list.length, 0);
  return known.length < lists.length || length > MAX_LENGTH ? undefined : known.flat();
}

function lookup([map, key, fallback]: Arguments): Value | undefined {
  if (!isObject(map) || typeof key !== 'string') return undefined;
  return Object.hasOwn(map, key) ? map[key] : fallback;
}

function merge(maps: Arguments): Value | undefined {
  const known = maps.filter(isObject);
  return known.length === maps.length ? Object.assign({}, ...known) : undefined;
}

function isPlain(value: Value | undefined): value is string | number | boolean {
  return value !== undefined && value !== null && typeof value !== 'object';
}

function isObject(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
