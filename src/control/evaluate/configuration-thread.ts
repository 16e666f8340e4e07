/*
 * The thread of `configuration-reader.ts`: says that it is there, then takes sources and gives readings.
 */
import { parentPort } from 'node:worker_threads';
import { type ConfigurationSources, configurationFrom } from './configuration.ts';

parentPort?.on('message', (sources: ConfigurationSources) => {
  parentPort?.postMessage(configurationFrom(sources));
});
parentPort?.postMessage('ready');
