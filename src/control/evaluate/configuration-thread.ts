/*
 * The thread of `configuration-reader.ts`: takes sources, gives configurations.
 */
import { parentPort } from 'node:worker_threads';
import { type ConfigurationSources, configurationFrom } from './configuration.ts';

parentPort?.on('message', (sources: ConfigurationSources) => {
  parentPort?.postMessage(configurationFrom(sources));
});
