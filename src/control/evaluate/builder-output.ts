/** The configuration that a builder was given, and the files' own part of it, without defaults. */
type Given = { readonly input: Readonly<Record<string, unknown>>; readonly files: unknown };

/**
 * What a builder's output adds. Its script is given the whole configuration and prints it again with a
 * part of its own; merged as it is, each hook of the repository's file would then be there twice. So
 * what it only repeats is left out: root keys, directories, and of lists the items that the files have.
 */
export function addedBy(output: unknown, { input, files }: Given): unknown {
  if (!isMap(output)) return output;
  const added = Object.entries(output).flatMap(([key, value]) => {
    const before = at(input, key);
    if (isSame(value, before)) return [];
    return [
      [
        key,
        key === 'dirs' ? otherDirs(value, before) : withoutRepeated(value, before, at(files, key)),
      ],
    ];
  });
  return Object.fromEntries(added);
}

/** A directory that differs stays as a whole: it takes the place of the glob that it was made from. */
function otherDirs(dirs: unknown, before: unknown): unknown {
  if (!isMap(dirs)) return dirs;
  const others = Object.entries(dirs).filter(([dir, value]) => !isSame(value, at(before, dir)));
  return Object.fromEntries(others);
}

function withoutRepeated(value: unknown, before: unknown, files: unknown): unknown {
  if (Array.isArray(value)) {
    if (!Array.isArray(before) || !Array.isArray(files)) return value;
    // What was given to the builder are these items with their defaults filled in.
    const repeated = new Set(before.slice(0, files.length).map(canonical));
    return value.filter((item) => !repeated.has(canonical(item)));
  }
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      withoutRepeated(part, at(before, key), at(files, key)),
    ]),
  );
}

/** A configuration as a file: an entry of each root key a line, for errors to point at. */
export function asFile(output: unknown): string {
  if (!isMap(output)) return JSON.stringify(output);
  const keys = Object.entries(output).map(([key, value]) => {
    const name = JSON.stringify(key);
    if (!isMap(value) || Object.keys(value).length === 0)
      return `${name}: ${JSON.stringify(value)}`;
    const entries = Object.entries(value).map(
      ([inner, part]) => `${JSON.stringify(inner)}: ${JSON.stringify(part)}`,
    );
    return `${name}: {\n  ${entries.join(',\n  ')}\n}`;
  });
  // The one control character that JSON has as it is, and YAML must not.
  return `{\n${keys.join(',\n')}\n}\n`.replaceAll('\u007f', '\\u007f');
}

function at(value: unknown, key: string): unknown {
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** As JSON that does not depend on the order of keys. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part: unknown) =>
    isMap(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
