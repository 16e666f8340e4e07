/**
 * Globs as a reader of their description would match them by hand: every alternative is written out,
 * and every length of what a star stands for is tried. Slow, and plainly right.
 */
export function matchesNaively(glob: string, path: string): boolean {
  return alternatives(glob).some((one) => matchNames(one.split('/'), path.split('/')));
}

/** Writes braces out, the innermost first. */
export function alternatives(glob: string): readonly string[] {
  const [group, inside] = /\{([^{}]*)\}/.exec(glob) ?? [];
  if (group === undefined || inside === undefined) return [glob];
  return inside.split(',').flatMap((one) => alternatives(glob.replace(group, () => one)));
}

function matchNames(globs: readonly string[], names: readonly string[]): boolean {
  const [glob, ...globsAfter] = globs;
  const [name, ...namesAfter] = names;
  if (glob === undefined) return name === undefined;
  if (glob === '**' && matchNames(globsAfter, names)) return true;
  if (name === undefined) return false;
  if (glob === '**') return matchNames(globs, namesAfter);
  return matchName(glob, name) && matchNames(globsAfter, namesAfter);
}

function matchName(glob: string, name: string): boolean {
  if (glob === '') return name === '';
  if (glob.startsWith('*')) {
    return matchName(glob.slice(1), name) || (name !== '' && matchName(glob, name.slice(1)));
  }
  const [, piece = '', rest = ''] = /^(\\.|\[[!^]?[^\]]+\]|.)(.*)$/s.exec(glob) ?? [];
  return name !== '' && matchCharacter(piece, name.charAt(0)) && matchName(rest, name.slice(1));
}

function matchCharacter(piece: string, character: string): boolean {
  if (piece === '?') return true;
  if (piece.startsWith('\\')) return piece.slice(1) === character;
  if (!piece.startsWith('[')) return piece === character;
  const [, negation = '', members = ''] = /^\[([!^]?)(.*)\]$/.exec(piece) ?? [];
  const ranges = members.match(/.-.|./g) ?? [];
  const isMember = ranges.some(
    (range) => range.charAt(0) <= character && character <= range.charAt(range.length - 1),
  );
  return isMember !== (negation !== '');
}
