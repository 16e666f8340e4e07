/** A function of a path that does its work once a path. */
export function remembered<T>(make: (path: string) => T): (path: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (path) => {
    const found = known.get(path) ?? { value: make(path) };
    known.set(path, found);
    return found.value;
  };
}
