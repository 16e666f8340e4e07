const LONGEST = 60;

/** A value in a message, in one line. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3).toWellFormed()}…` : text;
}

/** What a value is, and what is in it. */
export function kindAndValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return kindOf(value);
  return `the ${Array.isArray(value) ? 'list' : 'map'} ${show(value)}`;
}

/** What a value is, as a message says it. */
export function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'string') return `the text ${show(value)}`;
  return `the ${typeof value} ${show(value)}`;
}
