import { posix } from 'node:path';
import { show } from '../../config/show-value.ts';
import { evaluate, type Scope, type Value } from '../../hcl/evaluate.ts';
import type { TerragruntFile } from './document.ts';
import { plainFunctions } from './functions.ts';
import type { Tree } from './tree.ts';

/** Says what of a file is not known, by its line. */
type Note = (file: string, line: number, message: string) => void;

/** What the files of a unit are evaluated with. */
export type UnitContext = {
  readonly tree: Tree;
  readonly env: NodeJS.ProcessEnv;
  /** Directory of the unit. */
  readonly unit: string;
  /** A file of Terragrunt's, null where there is none. */
  readonly document: (path: string) => TerragruntFile | null;
  readonly note: Note;
  /** The files that are read, as they are found. */
  readonly reads: Set<string>;
  /** Values of `read_terragrunt_config`, by file; what is being read is not known yet. */
  readonly configs: Map<string, Value | undefined>;
};

/** Values that need one another deeper than this are not known: strangers write long chains. */
const MAX_DEPTH = 50;
/** What the environment says of where Terrane runs. */
const harmless = new Set(['TERRATEAM_ROOT', 'TERRATEAM_BASE_REF', 'TERRATEAM_RUN_KIND']);
const defaultFile = 'terragrunt.hcl';

/**
 * The names that mean something in a file. Included files are evaluated as if they stood in the
 * directory of the unit; a file that another reads, in its own.
 */
export class FileScope implements Scope {
  readonly file: TerragruntFile;
  readonly #context: UnitContext;
  readonly #directory: string;
  readonly #included: boolean;
  readonly #depth: number;
  readonly #locals = new Map<string, Value | undefined>();
  /** Files that includes name, by label. */
  readonly #includes = new Map<string, string | null>();
  #includeVariable: { [label: string]: Value } | undefined;
  #waiting = 0;

  constructor(
    context: UnitContext,
    file: TerragruntFile,
    {
      directory,
      included = false,
      depth = 0,
    }: { directory: string; included?: boolean; depth?: number },
  ) {
    this.#context = context;
    this.file = file;
    this.#directory = directory;
    this.#included = included;
    this.#depth = depth;
  }

  variable(name: string): Value | undefined {
    if (name === 'local') return this.#allLocals();
    if (name !== 'include' || this.#included) return undefined;
    if (this.#includeVariable !== undefined) return this.#includeVariable;
    this.#includeVariable = {}; // one that needs itself is not known
    const includes = this.file.includes.flatMap(({ label }): [string, Value][] => {
      const locals = this.#includedLocals(label);
      if (locals === undefined) return [];
      return label === '' ? [['locals', locals]] : [[label, { locals }]];
    });
    this.#includeVariable = Object.fromEntries(includes);
    return this.#includeVariable;
  }

  local(name: string): Value | undefined {
    if (this.#locals.has(name)) return this.#locals.get(name);
    const attribute = this.file.locals.get(name);
    if (attribute === undefined || this.#waiting >= MAX_DEPTH) return undefined;
    this.#locals.set(name, undefined); // one that needs itself is not known
    this.#waiting += 1;
    const value = evaluate(attribute.value, this);
    this.#waiting -= 1;
    this.#locals.set(name, value);
    return value;
  }

  call(name: string, args: readonly (Value | undefined)[]): Value | undefined {
    const plain = plainFunctions.get(name);
    if (plain) return plain(args);
    const [first, second] = args;
    if (first !== undefined && typeof first !== 'string') return undefined;
    if (first === undefined && args.length > 0) return undefined;
    if (name === 'get_env') return this.#environment(first, args.length > 1 ? [second] : []);
    return this.#pathFunction(name, first) ?? this.#fileFunction(name, first, second);
  }

  /** The file that an include of this one names; null outside of the repository or when not known. */
  includedFile(label: string | undefined = this.file.includes[0]?.label): string | null {
    const include = this.file.includes.find((candidate) => candidate.label === label);
    if (include?.path === undefined) return null;
    const known = this.#includes.get(include.label);
    if (known !== undefined) return known;
    this.#includes.set(include.label, null); // one that needs itself is not known
    const path = evaluate(include.path, this);
    const file = typeof path === 'string' ? this.locate(path) : null;
    this.#includes.set(include.label, file);
    return file;
  }

  /** A path from the repository's root, of one that this file says; null outside of the repository. */
  locate(path: string): string | null {
    return this.#context.tree.locate(path, this.#directory);
  }

  /** Finds the files that functions read here, and what these read, whether their values matter. */
  readFiles(): void {
    const { note, reads, tree } = this.#context;
    for (const { name, line, args } of this.file.reads) {
      const [argument] = args;
      const value = argument === undefined ? undefined : evaluate(argument, this);
      if (typeof value !== 'string') {
        note(this.file.path, line, `what ${name}() reads is not known without Terragrunt`);
        continue;
      }
      // Which of them a relative path in an included file starts from differs between functions.
      for (const from of [this.#directory, posix.dirname(this.file.path)]) {
        const path = tree.locate(value, from);
        if (path === null || !tree.files.has(path)) continue;
        reads.add(path);
        if (name === 'read_terragrunt_config') this.#config(path);
      }
    }
  }

  /** What a file includes that is read itself. */
  #readIncludes(): void {
    const { document, reads } = this.#context;
    for (const { label } of this.file.includes) {
      const path = this.includedFile(label);
      const file = path === null ? null : document(path);
      if (path === null || file === null || reads.has(path) || this.#depth >= MAX_DEPTH) continue;
      reads.add(path);
      const place = { directory: this.#directory, included: true, depth: this.#depth + 1 };
      const scope = new FileScope(this.#context, file, place);
      scope.#readIncludes();
      scope.readFiles();
    }
  }

  /** Its secrets would stand in the configuration, which anybody may read. */
  #environment(name = '', fallback: readonly (Value | undefined)[]): Value | undefined {
    const { env, note } = this.#context;
    if (harmless.has(name) && env[name] !== undefined) return env[name];
    if (fallback.length === 0) {
      const call = `get_env(${show(name)})`;
      const why = 'has no default, and nothing else is known of the environment here';
      note(this.file.path, this.file.environment.get(name) ?? 1, `${call} ${why}`);
    }
    return fallback[0];
  }

  #pathFunction(name: string, argument: string | undefined): Value | undefined {
    const { tree, unit } = this.#context;
    switch (name) {
      case 'get_terragrunt_dir':
        return tree.absolute(this.#directory);
      case 'get_original_terragrunt_dir':
        return tree.absolute(unit);
      case 'get_repo_root':
        return tree.root;
      case 'get_path_to_repo_root':
        return relative(this.#directory, '.');
      case 'get_path_from_repo_root':
        return this.#directory;
      case 'get_parent_terragrunt_dir':
        return ifKnown(this.#parent(argument), (parent) => tree.absolute(parent));
      case 'path_relative_to_include':
        return ifKnown(this.#parent(argument), (parent) => relative(parent, this.#directory));
      case 'path_relative_from_include':
        return ifKnown(this.#parent(argument), (parent) => relative(this.#directory, parent));
      default:
        return undefined;
    }
  }

  #fileFunction(
    name: string,
    first: string | undefined,
    second: Value | undefined,
  ): Value | undefined {
    if (name === 'find_in_parent_folders') return this.#inParents(first ?? defaultFile) ?? second;
    if (first === undefined) return undefined;
    const { tree } = this.#context;
    if (name === 'abspath') return posix.resolve(tree.absolute(this.#directory), first);
    const path = this.locate(first);
    if (path === null) return undefined;
    switch (name) {
      case 'read_terragrunt_config':
        return this.#config(path) ?? second;
      case 'file':
        return tree.read(path) ?? undefined;
      default:
        return undefined;
    }
  }

  /** The directory of what this file is included by, or of what it includes. */
  #parent(label: string | undefined): string | null {
    if (this.#included) return posix.dirname(this.file.path);
    const included = this.includedFile(label);
    if (included !== null) return posix.dirname(included);
    return this.file.includes.length === 0 ? this.#directory : null;
  }

  #inParents(name: string): string | undefined {
    const { files, directories, root } = this.#context.tree;
    for (let at = this.#directory; at !== '.'; ) {
      at = posix.dirname(at);
      const path = posix.join(at, name);
      if (files.has(path) || directories.has(path)) return posix.join(root, path);
    }
    return undefined;
  }

  #config(path: string): Value | undefined {
    const { configs, document } = this.#context;
    if (configs.has(path)) return configs.get(path);
    const file = document(path);
    if (file === null || this.#depth >= MAX_DEPTH) return undefined;
    configs.set(path, undefined);
    const place = { directory: posix.dirname(path), depth: this.#depth + 1 };
    const scope = new FileScope(this.#context, file, place);
    const value = { locals: scope.#allLocals() };
    configs.set(path, value);
    scope.#readIncludes();
    scope.readFiles();
    return value;
  }

  #includedLocals(label: string): Value | undefined {
    const path = this.includedFile(label);
    const file = path === null ? null : this.#context.document(path);
    if (file === null || this.#depth >= MAX_DEPTH) return undefined;
    const place = { directory: this.#directory, included: true, depth: this.#depth + 1 };
    return new FileScope(this.#context, file, place).#allLocals();
  }

  #allLocals(): { [name: string]: Value } {
    const known = [...this.file.locals.keys()].flatMap((name): [string, Value][] => {
      const value = this.local(name);
      return value === undefined ? [] : [[name, value]];
    });
    return Object.fromEntries(known);
  }
}

function ifKnown(path: string | null, make: (path: string) => string): string | undefined {
  return path === null ? undefined : make(path);
}

/** Both from the repository's root. */
function relative(from: string, to: string): string {
  return posix.relative(`/${from}`, `/${to}`) || '.';
}
