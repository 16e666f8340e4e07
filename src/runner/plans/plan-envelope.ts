import { z } from 'zod';
import { StepFailed } from '../steps/step-result.ts';
import { isProof, type PlanBinding, planBinding, planSeal, proofOf } from './plan-seal.ts';

/*
 * A stored plan and what is to be known to use it. Servers do not look into it. Envelopes of other
 * runners of this protocol have neither `bound` nor `sha256`.
 */

const common = {
  version: z.literal(1),
  bound: planBinding.optional(),
  /** Of the stored bytes, which are those of the plan or, where it is sealed, of its ciphertext. */
  sha256: z.string().optional(),
};
/** The stored bytes in base64. They never are in memory as a whole, so here is an empty text. */
const inline = { ...common, data: z.literal('') };
const elsewhere = {
  ...common,
  fetch: z.array(z.string()).min(1),
  delete: z.array(z.string()).nullish(),
  /** The variables in both that are to be replaced when they are run. */
  late: z.array(z.string()).default(['plan_dst_path']),
  seal: planSeal.optional(),
  /** That the commands are those of whoever sealed the plan. */
  commands_proof: z.string().optional(),
};

const envelope = z.discriminatedUnion('method', [
  z.object({ method: z.literal('terrateam'), ...inline }),
  // A method of its own: another runner would take the ciphertext for the plan.
  z.object({ method: z.literal('terrane-sealed'), ...inline, seal: planSeal }),
  z.object({ method: z.literal('cmd'), ...elsewhere }),
  z.object({ method: z.literal('s3'), ...elsewhere }),
]);
export type PlanEnvelope = z.infer<typeof envelope>;
export type Elsewhere = Extract<PlanEnvelope, { fetch: unknown }>;
type Commands = Pick<Elsewhere, 'fetch' | 'delete' | 'late'>;
type Sealed = Pick<Elsewhere, 'bound' | 'seal'>;

export const planAgain = 'Plan again, then apply.';

/** Reads an envelope whose `data` was taken out. Throws `StepFailed` where it has another form. */
export function readEnvelope(json: string): PlanEnvelope {
  const parsed = envelope.safeParse(jsonOf(json));
  if (parsed.success) return parsed.data;
  throw new StepFailed(`The stored plan has a form that this runner does not know. ${planAgain}`);
}

/** What a plan that is applied here has to be. */
export type Expected = {
  readonly bound: PlanBinding;
  /** Whether the work is about the base branch itself, as it is after a merge. */
  readonly ofBase: boolean;
  /** Whether plans are sealed here. */
  readonly hasKey: boolean;
};

/** Throws `StepFailed` where the plan is not for what is `expected`, or cannot be opened here. */
export function checkEnvelope(stored: PlanEnvelope, { bound, ofBase, hasKey }: Expected): void {
  const sealed = 'seal' in stored && stored.seal !== undefined;
  if (hasKey && !sealed) {
    // Whoever can replace a stored plan could otherwise have an unsealed one applied.
    throw new StepFailed(
      `TERRANE_PLAN_KEY is set, but the stored plan is not sealed. ${planAgain}`,
    );
  }
  if (!hasKey && sealed) {
    throw new StepFailed(
      'The stored plan is sealed: set the secret TERRANE_PLAN_KEY that it was sealed with.',
    );
  }
  // What other changes have come into the base branch does not matter to a server that lets a plan be
  // applied after a merge. Only a sealed plan need not trust it.
  const moved = stored.bound ? whatMoved(stored.bound, bound, sealed || !ofBase) : [];
  if (moved.length === 0) return;
  throw new StepFailed(`The stored plan is for something else:\n${moved.join('\n')}\n${planAgain}`);
}

/** The proof that goes with the commands of a sealed plan; undefined for one that is not sealed. */
export function commandsProof(
  commands: Commands,
  { bound, seal }: Sealed,
  key: string | undefined,
): string | undefined {
  if (!bound || !seal || key === undefined) return undefined;
  return proofOf(commandsText(commands), seal, bound, key);
}

/**
 * The stored commands run in this job: throws `StepFailed` where the storage that is configured has none,
 * and where plans are sealed and these are not of whoever sealed this one.
 */
export function checkCommands(
  { method, bound, seal, commands_proof, ...commands }: Elsewhere,
  configured: PlanEnvelope['method'],
  key: string | undefined,
): void {
  if (method !== configured) {
    throw new StepFailed(
      `The plan was stored by the method ${method}, and storage.plans has the method ${configured}. ${planAgain}`,
    );
  }
  if (key === undefined) return;
  const proven =
    bound &&
    seal &&
    commands_proof !== undefined &&
    isProof(commands_proof, commandsText(commands), seal, bound, key);
  if (proven) return;
  throw new StepFailed(
    'The commands that fetch the stored plan were changed after it was made, or TERRANE_PLAN_KEY is ' +
      `another. ${planAgain}`,
  );
}

function commandsText({ fetch, delete: remove, late }: Commands): string {
  return JSON.stringify([fetch, remove ?? [], late]);
}

/**
 * The same commit with the same base branch is what was planned, and so is the same tree: after a
 * merge the commit is another one.
 */
function whatMoved(bound: PlanBinding, now: PlanBinding, commitCounts: boolean): string[] {
  const fields: (keyof PlanBinding)[] = [
    ...(['repository', 'pull_request', 'dir', 'workspace', 'base_ref'] as const),
    ...(commitCounts && bound.tree !== now.tree ? (['head_sha'] as const) : []),
  ];
  return fields
    .filter((field) => bound[field] !== now[field])
    .map((field) => `  ${field}: planned for ${bound[field]}, now ${now[field]}`);
}

function jsonOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
