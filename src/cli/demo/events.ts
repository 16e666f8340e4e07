/** What the demo tells, one JSON object a line with `--json`, the same in words without. */
export type DemoEvent =
  | { readonly type: 'ready'; readonly what: string; readonly address: string | null }
  /** What a person does. */
  | { readonly type: 'action'; readonly who: string; readonly what: string }
  | {
      readonly type: 'webhook';
      readonly event: string;
      readonly action: string | null;
      readonly status: number;
      readonly durationMs: number;
    }
  | { readonly type: 'decision'; readonly what: string }
  | { readonly type: 'run_started'; readonly runId: number }
  | { readonly type: 'progress'; readonly runId: number; readonly line: string }
  | { readonly type: 'run_finished'; readonly runId: number; readonly conclusion: string }
  | {
      readonly type: 'check';
      readonly context: string;
      readonly state: string;
      readonly description: string | null;
    }
  | { readonly type: 'comment'; readonly author: string; readonly body: string }
  | { readonly type: 'merged'; readonly by: string; readonly sha: string }
  /** Something that must be true by now, looked up where it is kept. */
  | {
      readonly type: 'verified';
      readonly what: string;
      readonly ok: boolean;
      readonly found: string;
    }
  | { readonly type: 'address'; readonly what: string; readonly url: string }
  | { readonly type: 'warning'; readonly what: string }
  | { readonly type: 'failed'; readonly what: string }
  | { readonly type: 'finished'; readonly ok: boolean; readonly seconds: number }
  /** It goes on until it is stopped; what to do meanwhile. */
  | { readonly type: 'staying'; readonly what: string }
  | { readonly type: 'stopping' }
  /** What could not be removed; nothing, as a rule. */
  | { readonly type: 'stopped'; readonly left: readonly string[] };
