import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { zipSync } from 'fflate';
import { createMessage, generateKey, readKey, readPrivateKey, sign } from 'openpgp';
import type { ReleaseKey } from '../../../src/runner/tools/release-keys.ts';
import type { ReleaseSources } from '../../../src/runner/tools/releases.ts';

/** As releases name the machine that the tests run on. */
export const os = process.platform;
export const arch = process.arch === 'x64' ? 'amd64' : process.arch;

/** Who signs releases, in a test. */
export type Signer = {
  key: ReleaseKey;
  sign(data: Uint8Array): Promise<Uint8Array>;
};

export async function newSigner(owner: string): Promise<Signer> {
  const { publicKey, privateKey } = await generateKey({ userIDs: [{ name: owner }] });
  const signingKeys = await readPrivateKey({ armoredKey: privateKey });
  const fingerprint = (await readKey({ armoredKey: publicKey })).getFingerprint().toUpperCase();
  return {
    key: { owner, fingerprint, copies: [publicKey] },
    sign: async (binary) =>
      await sign({
        message: await createMessage({ binary }),
        signingKeys,
        detached: true,
        format: 'binary',
      }),
  };
}

/** Releases on a machine of the test: files by their paths, or paths that redirect. */
export class ReleaseServer implements AsyncDisposable {
  readonly files = new Map<string, Uint8Array | string | { redirect: string }>();
  readonly requests: string[] = [];
  readonly #hanging = new Map<string, () => void>();
  readonly #signer: Signer;
  readonly #server = createServer(({ url = '' }, response) => {
    this.requests.push(url);
    const hanging = this.#hanging.get(url);
    if (hanging) return hanging();
    const file = this.files.get(url.replace(/\?.*/, ''));
    if (file === undefined) return void response.writeHead(404).end();
    if (typeof file === 'object' && 'redirect' in file) {
      return void response.writeHead(302, { location: file.redirect }).end();
    }
    response.end(file);
  });

  constructor(signer: Signer) {
    this.#signer = signer;
  }

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  get url(): string {
    // The server listens on a port, so its address is an object.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get sources(): ReleaseSources {
    const { url } = this;
    const { key } = this.#signer;
    return {
      hashicorp: url,
      github: url,
      githubApi: `${url}/api`,
      opentofuList: `${url}/tofu/api.json`,
      keys: { terraform: key, tofu: key },
    };
  }

  /** Leaves requests for a path without an answer; resolves when one has come. */
  neverAnswers(path: string): Promise<void> {
    return new Promise((resolve) => {
      this.#hanging.set(path, resolve);
    });
  }

  /** Releases versions of Terraform, as HashiCorp does. */
  async terraform(...versions: string[]): Promise<void> {
    const listed = Object.fromEntries(versions.map((version) => [version, { name: 'terraform' }]));
    this.files.set('/terraform/index.json', JSON.stringify({ versions: listed }));
    for (const version of versions) {
      const folder = `/terraform/${version}`;
      await this.#zip(folder, 'terraform', version, '.sig');
    }
  }

  /** Releases versions of OpenTofu, as its project does on GitHub. */
  async tofu(...versions: string[]): Promise<void> {
    const listed = versions.map((id) => ({ id, files: [] }));
    this.files.set('/tofu/api.json', JSON.stringify({ versions: listed }));
    for (const version of versions) {
      await this.#zip(
        `/opentofu/opentofu/releases/download/v${version}`,
        'tofu',
        version,
        '.gpgsig',
      );
    }
  }

  /** Puts a file and a list with its checksum into a folder. */
  checked(folder: string, file: string, bytes: Uint8Array | string, list: string): void {
    this.files.set(`${folder}/${file}`, bytes);
    this.files.set(`${folder}/${list}`, `${'0'.repeat(64)}  other\n${sha256(bytes)}  ${file}\n`);
  }

  async #zip(folder: string, tool: string, version: string, suffix: string): Promise<void> {
    const program = Buffer.from(programOf(tool, version));
    const file = `${tool}_${version}_${os}_${arch}.zip`;
    const zip = zipSync({ 'LICENSE.txt': Buffer.from('free'), [tool]: program });
    const list = `${tool}_${version}_SHA256SUMS`;
    this.checked(folder, file, zip, list);
    await this.sign(`${folder}/${list}`, suffix);
  }

  async sign(path: string, suffix: string): Promise<void> {
    const list = Buffer.from(String(this.files.get(path)));
    this.files.set(`${path}${suffix}`, await this.#signer.sign(list));
  }
}

/** A stand-in for a tool: it prints its version, as these tools do. */
export function programOf(tool: string, version: string): string {
  const json = JSON.stringify({ terraform_version: version, platform: 'linux_amd64' });
  return tool === 'terraform' || tool === 'tofu'
    ? `#!/bin/sh\n[ "$1 $2" = 'version -json' ] && echo '${json}'\n`
    : `#!/bin/sh\necho '${tool} version v${version}'\n`;
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
