/**
 * Computes something once for each value that it is computed from, and forgets it with that value.
 * Facts never change, so what was made of them stays true.
 */
export function remembered<K extends object, V>(compute: (of: K) => V): (of: K) => V {
  const made = new WeakMap<K, { readonly value: V }>();
  return (of) => {
    const known = made.get(of) ?? { value: compute(of) };
    made.set(of, known);
    return known.value;
  };
}
