import { z } from 'zod';

const texts = z.record(z.string(), z.string());

/** One recorded exchange: what the runner is given, and what it posts. */
const caseForm = z.strictObject({
  /** What holds, as a sentence. */
  about: z.string(),
  /** Files of the repository, besides an empty `a/main.tf`. */
  files: texts.default({}),
  /** Stand-ins on PATH: the body of a shell script each. */
  programs: texts.default({}),
  /** `PEER` in a value is the address of `peer`. */
  env: texts.default({}),
  /** What a server of somebody else's answers, by `METHOD /path` without the query. */
  peer: z.record(z.string(), z.unknown()).default({}),
  manifest: z.looseObject({
    type: z.enum(['plan', 'apply', 'unsafe-apply', 'index', 'build-config', 'build-tree']),
    /** `dir` or `dir:workspace`. */
    dirspaces: z.array(z.string()).default(['a']),
    result_version: z.int().default(2),
    config: z.record(z.string(), z.unknown()).default({}),
  }),
  /** Stored plans, as envelopes, by `dir workspace`. */
  plans: z.record(z.string(), z.unknown()).default({}),
  /** What the control plane answers instead, by `METHOD /path`, one after another. */
  answers: z
    .record(z.string(), z.array(z.object({ status: z.int(), body: z.unknown().optional() })))
    .default({}),
  /** The result; a text `/…/` is a regular expression that the text has to match. */
  result: z.unknown(),
  exit_code: z.int().default(0),
  /** Texts that stand in the log. */
  log: z.array(z.string()).default([]),
  /** The arguments of each call of a stand-in, in order. */
  calls: z.record(z.string(), z.array(z.string())).optional(),
  /** What the peer was asked to change: every call but GET, in order. */
  changes: z.array(z.string()).optional(),
});

/** A file of cases; `definitions` is for YAML anchors. */
export const caseFile = z.strictObject({
  definitions: z.unknown().optional(),
  cases: z.array(caseForm),
});
