/** Shorter secrets are not masked: hiding every `1` would hide the output, not the secret. */
const shortestSecret = 3;
/** Shorter forms (an encoding's core, a line of a multi-line value) would hide unrelated text. */
const shortestForm = 4;
/** Columns at which `base64` and `openssl base64` wrap. */
const wraps = [76, 64];

/**
 * Every text that gives a secret away: the value, each line of it, and both as JSON and HCL write
 * them in a string, as `set -x` quotes them, URL-encoded, in hexadecimal, and as base64 at any of the
 * three alignments that surrounding bytes give it.
 */
export function secretForms(secret: string): string[] {
  if (secret.trim().length < shortestSecret) return [];
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  const parts = [secret, secret.trim(), ...lines.filter((line) => line.length >= shortestForm)];
  const encoded = parts.flatMap((part) => [
    ...escaped(part),
    ...urlEncoded(part),
    ...hex(part),
    ...base64(part),
  ]);
  const forms = [...parts, ...encoded.filter((form) => form.length >= shortestForm)];
  return [...new Set(forms)];
}

function escaped(text: string): string[] {
  const json = jsonEscaped(text);
  // Go's encoder, and so Terraform's jsonencode, escapes these as well.
  const go = json.replace(/[<>&\u2028\u2029]/g, unicodeEscape);
  const hcl = json.replace(/[$%](?=\{)/g, '$&$&');
  // Python's encoder escapes all that is not ASCII, PHP's the slash as well.
  const python = json.replace(/[\u007f-\uffff]/g, unicodeEscape);
  const php = python.replaceAll('/', '\\/');
  const shell = text.replaceAll("'", "'\\''");
  return [json, go, hcl, python, php, shell, jsonEscaped(json), jsonEscaped(go)];
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function jsonEscaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function urlEncoded(text: string): string[] {
  // toWellFormed: encodeURIComponent throws on half a surrogate pair.
  const percent = encodeURIComponent(text.toWellFormed());
  const strict = percent.replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const form = new URLSearchParams([['', text]]).toString().slice(1);
  return [percent, strict, form].flatMap((one) => [one, lowerCaseHex(one)]);
}

function lowerCaseHex(percentEncoded: string): string {
  return percentEncoded.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());
}

function hex(text: string): string[] {
  const digits = Buffer.from(text).toString('hex');
  return [digits, digits.toUpperCase()];
}

function base64(text: string): string[] {
  const bytes = Buffer.from(text);
  const cores = [0, 1, 2].map((offset) => base64Core(bytes, offset));
  const whole = bytes.toString('base64');
  const wrapped = wraps.flatMap((width) => chunks(whole, width));
  const standard = [whole, ...cores, ...wrapped];
  return [...standard, ...standard.map((one) => one.replace(/\+/g, '-').replace(/\//g, '_'))];
}

/** The characters that depend on these bytes alone, when `offset` bytes come before in their group. */
function base64Core(bytes: Buffer, offset: number): string {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const start = Math.ceil((offset * 8) / 6);
  const end = Math.floor((padded.length * 8) / 6);
  return padded.toString('base64').slice(start, end);
}

function chunks(text: string, width: number): string[] {
  if (text.length <= width) return [];
  return Array.from({ length: Math.ceil(text.length / width) }, (_, index) =>
    text.slice(index * width, (index + 1) * width),
  );
}
