/** What a `.terraform.lock.hcl` says of one provider. */
export type LockedProvider = {
  /** `host/namespace/type`. */
  readonly address: string;
  readonly version: string;
  /** `h1:…` of an unpacked package, `zh:…` of a zip. */
  readonly hashes: readonly string[];
};

// Terraform writes this file, in one form. What has another form is left to Terraform. A block ends where
// a line is not indented, so that text of a hostile one is looked at once.
const block = /^provider "([^"\n]+)" \{\n((?: .*\n)*)\}/gm;
const hashList = /^ *hashes *= *\[[^\][]*\]/m;
// Both become parts of paths, and may come from a hostile pull request.
const safeAddress = /^\w[\w.-]*(?::\d+)?\/\w[\w-]*\/\w[\w-]*$/;
const safeVersion = /^\d[\w.+-]*$/;

/** The providers that a lock file names. */
export function lockedProviders(text: string): LockedProvider[] {
  return [...text.matchAll(block)].flatMap(([, address, body]) => parsed(address, body) ?? []);
}

/** The lock file with the hashes of each provider replaced by what `known` gives for it. */
export function withHashes(
  text: string,
  known: (provider: LockedProvider) => readonly string[] | undefined,
): string {
  return text.replace(block, (found, address: string, body: string) => {
    const provider = parsed(address, body);
    const hashes = provider && known(provider);
    if (!hashes) return found;
    const lines = hashes.map((hash) => `    "${hash}",\n`).join('');
    return found.replace(hashList, () => `  hashes = [\n${lines}  ]`);
  });
}

function parsed(address = '', body = ''): LockedProvider | undefined {
  const [, version = ''] = /^ *version *= *"([^"\n]+)"/m.exec(body) ?? [];
  if (!safeAddress.test(address) || !safeVersion.test(version)) return undefined;
  const hashes = [...body.matchAll(/"((?:h1|zh):[^"\n]+)"/g)].flatMap(([, hash]) => hash ?? []);
  return { address, version, hashes };
}
