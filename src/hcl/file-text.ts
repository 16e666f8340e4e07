/** Larger files are not read: parsing takes up to some seconds a megabyte, and hundreds of times the memory. */
export const MAX_BYTES = 1 << 20;

/** The text of a file; null where it is not UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
