import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'certificates');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

/** Of an authority that no machine trusts; for localhost, 127.0.0.1 and terrane.test, until 2120. */
export const authority = { file: join(folder, 'ca.pem'), pem: read('ca.pem') };
export const serverTls = { cert: read('server.pem'), key: read('server-key.pem') };
