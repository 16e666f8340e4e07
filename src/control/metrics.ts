import { Counter, Histogram, type Registry } from 'prom-client';

export type ControlMetrics = {
  /** Webhooks by event and action; `refused` for what had no good signature. */
  readonly events: Counter<'type' | 'action'>;
  readonly eventSeconds: Histogram;
  readonly jobs: Counter<'task' | 'result'>;
  readonly jobSeconds: Histogram<'task'>;
  readonly runs: Counter<'type' | 'state'>;
  readonly drift: Counter<'result'>;
};

/** Names as operators of compatible servers know them, where there is one. */
export function controlMetrics(registry: Registry): ControlMetrics {
  const registers = [registry];
  return {
    events: new Counter({
      name: 'terrat_ep_github_events_events_total',
      help: 'Webhooks received, by event and action',
      labelNames: ['type', 'action'],
      registers,
    }),
    eventSeconds: new Histogram({
      name: 'terrat_ep_github_events_events_duration_seconds',
      help: 'Time to acknowledge a webhook',
      buckets: [0.001, 0.005, 0.01, 0.05, 0.5, 1, 5, 10],
      registers,
    }),
    jobs: new Counter({
      name: 'terrane_jobs_total',
      help: 'Jobs done, by task and result',
      labelNames: ['task', 'result'],
      registers,
    }),
    jobSeconds: new Histogram({
      name: 'terrane_job_duration_seconds',
      help: 'Time of a job, by task',
      labelNames: ['task'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60],
      registers,
    }),
    runs: new Counter({
      name: 'terrane_runs_total',
      help: 'Moves of work manifests, by type and the state they came to',
      labelNames: ['type', 'state'],
      registers,
    }),
    drift: new Counter({
      name: 'terrane_drift_dirspaces_total',
      help: 'Dirspaces that drift runs looked at: drifted, clean or failed; reconciled: applied since',
      labelNames: ['result'],
      registers,
    }),
  };
}
