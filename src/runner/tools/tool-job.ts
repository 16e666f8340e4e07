import type { Job } from '../run.ts';

/** What seeing to tools needs of the job. */
export type ToolJob = Pick<Job, 'settings' | 'programs' | 'clock' | 'log' | 'interruption'>;
