import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Comparison } from './measure.ts';

const BUNDLE = path.join(import.meta.dirname, '../dist/runner/index.js');
/** What a job fetches in the time of a request or two on any line. */
const LIMIT_KIB = 256;

/** The one file that every job loads, against a limit. */
export async function bundleSize(): Promise<Comparison[]> {
  const ours = (await stat(BUNDLE)).size / 1024;
  return [
    {
      what: 'bundle size',
      ...{ unit: 'KiB', ours, against: 'limit', reference: LIMIT_KIB },
      ...{ ratio: ours / LIMIT_KIB, goal: 1 },
    },
  ];
}
