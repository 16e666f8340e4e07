/** Prints a text as it is. Whoever reads it may stop early (`| head`), which is no error of ours. */
export function print(text: string): void {
  if (process.stdout.listenerCount('error') === 0) {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      console.error(`Standard output cannot be written: ${error.message}.`);
      process.exit(1);
    });
  }
  process.stdout.write(text);
}

/**
 * A text from a repository, safe for a terminal and on one line: control characters, which could move
 * the cursor or change colours, are shown as escapes.
 */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
