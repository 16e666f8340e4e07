import { createWriteStream } from 'node:fs';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { ControlPlaneError } from '../http/control-plane.ts';
import type { DirspaceStepPlace } from '../run.ts';
import { isOfBase } from '../source/source.ts';
import { StepFailed } from '../steps/step-result.ts';
import { fromBase64 } from './base64-stream.ts';
import { LongMember } from './long-member.ts';
import { bindingOf } from './plan-binding.ts';
import {
  checkCommands,
  checkEnvelope,
  commandsProof,
  type PlanEnvelope,
  planAgain,
  readEnvelope,
} from './plan-envelope.ts';
import { digestOf, openSealedFile, type PlanSeal, sealFile } from './plan-seal.ts';
import { planStorageOf } from './plan-storage-config.ts';
import { planRequest } from './plan-upload.ts';
import { deleteElsewhere, fetchFromElsewhere, storeElsewhere } from './storage-elsewhere.ts';

/**
 * Stores the plan that stands in `planFile`; an engine that keeps none has an empty one stored, which
 * proves that this was planned. Throws an error that says why it could not.
 */
export async function storePlan(place: DirspaceStepPlace, hasChanges: boolean): Promise<void> {
  const { planFile } = place.dirspace;
  await writeFile(planFile, '', { flag: 'a', mode: 0o600 });
  const { planKey } = place.run.settings;
  if (planKey === undefined) return await store(place, planFile, undefined, hasChanges);
  const sealed = `${planFile}.sealed`;
  try {
    const seal = await sealFile(planFile, sealed, bindingOf(place), planKey);
    await store(place, sealed, seal, hasChanges);
  } finally {
    await rm(sealed, { force: true });
  }
}

/** Stores `file`, which is the plan or, with a `seal`, its ciphertext. */
async function store(
  place: DirspaceStepPlace,
  file: string,
  seal: PlanSeal | undefined,
  has_changes: boolean,
): Promise<void> {
  const storage = planStorageOf(place.run);
  const about = {
    version: 1,
    bound: bindingOf(place),
    sha256: await digestOf(file),
    seal,
  } as const;
  const { path, workspace } = place.dirspace.dir;
  const { controlPlane } = place.run;
  const request = { path, workspace, has_changes };
  if (storage.method !== 'terrateam') {
    const commands = await storeElsewhere(place, storage, file);
    const commands_proof = commandsProof(commands, about, place.run.settings.planKey);
    const envelope = { method: storage.method, ...about, ...commands, commands_proof };
    return await controlPlane.storePlan(planRequest(request, envelope));
  }
  const { size } = await stat(file);
  const envelope = { method: seal ? 'terrane-sealed' : 'terrateam', ...about };
  try {
    await controlPlane.storePlan(planRequest(request, envelope, { file, size }));
  } catch (error) {
    if (!(error instanceof ControlPlaneError)) throw error;
    throw new StepFailed(
      `${error.message}\nThe plan has ${megabytes(size)}. If that is more than the control plane takes, ` +
        'have plans kept in a place of your own: storage.plans in the configuration, with the method s3 ' +
        'or cmd.',
    );
  }
}

/**
 * Puts the stored plan where the apply finds it, in `planFile`, and resolves to where it came from.
 * Throws `StepFailed` when there is none to trust.
 */
export async function fetchPlan(place: DirspaceStepPlace): Promise<PlanEnvelope> {
  const { planFile } = place.dirspace;
  const { settings, manifest } = place.run;
  const stored = `${planFile}.stored`;
  try {
    const envelope = await fetchEnvelope(place, stored);
    const bound = bindingOf(place);
    const hasKey = settings.planKey !== undefined;
    checkEnvelope(envelope, { bound, ofBase: isOfBase(manifest), hasKey });
    if ('fetch' in envelope) {
      checkCommands(envelope, planStorageOf(place.run).method, settings.planKey);
      await fetchFromElsewhere(place, envelope, stored);
    }
    if (envelope.sha256 !== undefined && envelope.sha256 !== (await digestOf(stored))) {
      throw new StepFailed(
        `What the storage gave back is not the plan that was stored: its SHA-256 is another. ${planAgain}`,
      );
    }
    await open(stored, planFile, envelope, settings.planKey);
    return envelope;
  } finally {
    await rm(stored, { force: true });
  }
}

/** The envelope of the stored plan. The plan itself is written to `file` where it comes with it. */
async function fetchEnvelope(
  { run: { controlPlane }, dirspace }: DirspaceStepPlace,
  file: string,
): Promise<PlanEnvelope> {
  const { path, workspace } = dirspace.dir;
  let envelope = '';
  const found = await controlPlane.fetchPlan(path, workspace, async (answer) => {
    const [outer, inner] = [new LongMember(), new LongMember()];
    await pipeline(
      answer,
      (bytes: AsyncIterable<Buffer>) => outer.text(bytes),
      fromBase64,
      (bytes: AsyncIterable<Buffer>) => inner.text(bytes),
      fromBase64,
      createWriteStream(file, { mode: 0o600 }),
    );
    envelope = inner.rest;
  });
  if (found) return readEnvelope(envelope);
  throw new StepFailed(
    `There is no plan to apply for ${path} (${workspace}): it was used, has expired, or is for ` +
      `another commit. ${planAgain}`,
  );
}

async function open(
  stored: string,
  planFile: string,
  envelope: PlanEnvelope,
  key: string | undefined,
): Promise<void> {
  const { bound } = envelope;
  const seal = 'seal' in envelope ? envelope.seal : undefined;
  if (seal === undefined) return await rename(stored, planFile);
  const opened =
    bound && key !== undefined && (await openSealedFile(stored, planFile, seal, bound, key));
  if (opened) return;
  throw new StepFailed(
    `The stored plan was changed after it was made, or TERRANE_PLAN_KEY is another. ${planAgain}`,
  );
}

/** Deletes the plan that was applied where it is kept outside of the control plane; says so if it cannot. */
export async function discardPlan(place: DirspaceStepPlace, envelope: PlanEnvelope): Promise<void> {
  if (!('fetch' in envelope)) return;
  try {
    await deleteElsewhere(place, envelope);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    place.show(`The plan is applied, but it could not be deleted where it is stored:\n${reason}\n`);
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
