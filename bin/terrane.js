#!/usr/bin/env node
/*
 * Starts the program. Its sources are TypeScript, which Node.js runs as it is from version 24 on. Called
 * by an older one, as npx does from the folder of another project, it hands over to the Node.js that
 * `npm ci` has put beside the sources. So this is in the JavaScript of any version.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const program = path.join(folder, 'src', 'cli', 'terrane.ts');
const ours = path.join(folder, 'node_modules', 'node', 'bin', 'node');

if (Number.parseInt(process.versions.node, 10) >= 24 && process.features.typescript) {
  await import('../src/cli/terrane.ts');
} else if (existsSync(ours)) {
  const child = spawn(ours, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both; what is sent to this process alone is passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
} else {
  console.error(
    `Terrane needs Node.js 24, and this is ${process.version}. Run npm ci in ${folder}: it brings one along.`,
  );
  process.exitCode = 1;
}
