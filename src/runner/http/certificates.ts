import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Settings, SettingsError } from '../settings.ts';

/** Certificates that the job trusts besides those of its machine. */
export type TrustedCertificates = {
  /** What has programs trust them: the file with all certificates under the names that tools read. */
  readonly variables: Record<string, string>;
  /** Takes the file away. */
  remove(): Promise<void>;
};

/** OpenSSL, Go and Python; git; curl; Python's requests; AWS's tools; Node. */
const fileVariables = [
  'SSL_CERT_FILE',
  'GIT_SSL_CAINFO',
  'CURL_CA_BUNDLE',
  'REQUESTS_CA_BUNDLE',
  'AWS_CA_BUNDLE',
  'NODE_EXTRA_CA_CERTS',
];

/**
 * Has the runner trust the certificates of `CUSTOM_CA_BUNDLE_*`, each as PEM or the path of such a file,
 * and writes them with all others into one file: most tools take a file in place of the machine's
 * certificates, not besides. Undefined where there are none. Throws `SettingsError`.
 */
export async function trustCertificates({
  environment,
  tempDir,
}: Settings): Promise<TrustedCertificates | undefined> {
  const bundles = Object.entries(environment).filter(
    ([name, value]) => name.startsWith('CUSTOM_CA_BUNDLE_') && value.trim() !== '',
  );
  if (bundles.length === 0) return undefined;
  const { X509Certificate } = await import('node:crypto');
  const isCertificate = (pem: string) => {
    try {
      new X509Certificate(pem);
      return true;
    } catch {
      return false;
    }
  };
  const own = await Promise.all(
    bundles.map(async ([name, value]) => await certificatesOf(name, value, isCertificate)),
  );
  const { getCACertificates, setDefaultCACertificates } = await import('node:tls');
  const others = (['default', 'bundled', 'system'] as const).flatMap(getCACertificates);
  const all = [...new Set([...own.flat(), ...others])];
  setDefaultCACertificates(all);
  const folder = await mkdtemp(join(tempDir ?? tmpdir(), 'terrane-certificates-'));
  const file = join(folder, 'ca-certificates.pem');
  await writeFile(file, all.map((pem) => `${pem.trim()}\n`).join(''));
  return {
    variables: Object.fromEntries(fileVariables.map((name) => [name, file])),
    remove: async () => await rm(folder, { recursive: true, force: true }),
  };
}

const certificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

async function certificatesOf(
  name: string,
  value: string,
  isCertificate: (pem: string) => boolean,
): Promise<string[]> {
  const pem = value.includes('-----BEGIN')
    ? value.replaceAll('\\n', '\n')
    : await fileOf(name, value);
  const found = pem.match(certificate) ?? [];
  const broken = found.findIndex((one) => !isCertificate(one));
  if (found.length > 0 && broken === -1) return found;
  const what =
    found.length === 0
      ? 'no certificate'
      : `a certificate (the ${broken + 1}.) that cannot be read`;
  throw new SettingsError(
    `${name} has ${what} in it. It must be certificates as PEM (-----BEGIN CERTIFICATE-----, lines of ` +
      'base64, -----END CERTIFICATE-----), or the path of a file with such.',
  );
}

async function fileOf(name: string, path: string): Promise<string> {
  return await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new SettingsError(
      `${name} is neither a certificate as PEM nor the path of a file that can be read (${error.code}).`,
    );
  });
}
