import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

export const goPlatform = `${platform()}_${arch() === 'x64' ? 'amd64' : arch()}`;

/** A network mirror with one version, 1.0.0, of any provider, over real HTTPS. Counts downloads. */
export class ProviderMirror implements AsyncDisposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'provider-mirror-'));
  readonly #server: Server;
  readonly downloads: string[] = [];

  constructor() {
    const [key, certificate] = [join(this.#folder, 'key.pem'), join(this.#folder, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const files = ['-keyout', key, '-out', certificate];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    execFileSync('openssl', ['req', '-x509', ...kind, ...subject, ...files], { stdio: 'ignore' });
    this.#server = createServer(
      { key: readFileSync(key), cert: readFileSync(certificate) },
      (request, response) => {
        const answer = this.#answer(request.method, request.url ?? '');
        response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(answer);
      },
    );
  }

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  /** What makes terraform download from here, and trust it. */
  get env(): Record<string, string> {
    // The server listens on a port, so its address is an object.
    const { port } = this.#server.address() as AddressInfo;
    const config = join(this.#folder, 'terraformrc');
    const mirror = `network_mirror { url = "https://127.0.0.1:${port}/" }`;
    writeFileSync(config, `provider_installation {\n  ${mirror}\n}\n`);
    return { TF_CLI_CONFIG_FILE: config, SSL_CERT_FILE: join(this.#folder, 'cert.pem') };
  }

  /** The hash of the zip of a provider, as a lock file has it. */
  zipHash(type: string): string {
    return `zh:${createHash('sha256').update(zipOf(type)).digest('hex')}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
    rmSync(this.#folder, { recursive: true });
  }

  #answer(method: string | undefined, url: string): string | Buffer | undefined {
    const [, type = '', file = ''] = /([^/]+)\/([^/]+)$/.exec(url) ?? [];
    if (file === 'index.json') return JSON.stringify({ versions: { '1.0.0': {} } });
    if (file === '1.0.0.json') {
      return JSON.stringify({ archives: { [goPlatform]: { url: 'package.zip' } } });
    }
    if (file !== 'package.zip') return undefined;
    // Terraform asks for the head first.
    if (method === 'GET') this.downloads.push(type);
    return zipOf(type);
  }
}

/** A zip of a provider's program, which no init runs. */
function zipOf(type: string): Buffer {
  const name = Buffer.from(`terraform-provider-${type}_v1.0.0`);
  const content = Buffer.alloc(1 << 20, type);
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(crc32(content), 0);
  sizes.writeUInt32LE(content.length, 4);
  sizes.writeUInt32LE(content.length, 8);
  const nameLength = Buffer.from([name.length, 0]);
  // Version 2.0, nothing special, stored, without a time.
  const common = Buffer.concat([Buffer.from('14000000000000000000', 'hex'), sizes, nameLength]);
  const local = Buffer.concat([Buffer.from('504b0304', 'hex'), common, Buffer.alloc(2), name]);
  const mode = Buffer.alloc(16);
  mode.writeUInt32LE(0o100755 * 0x10000, 8);
  const made = Buffer.from('504b01021403', 'hex');
  const entry = Buffer.concat([made, common, mode, name]);
  const end = Buffer.alloc(22);
  end.write('504b0506', 'hex');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length + content.length, 16);
  return Buffer.concat([local, content, entry, end]);
}
