import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { BuildType, DirspaceName } from './facts.ts';

export type Operation = 'plan' | 'apply';

/** Forges cut longer names. */
const MAX_LENGTH = 200;

/** The check over all dirspaces, which branch protection can ask for. */
export function aggregateTitle(operation: Operation): string {
  return `terrateam ${operation}`;
}

/**
 * The check of one dirspace. A name that would be too long keeps the end of the directory, the
 * beginning of the workspace, and six digits that tell it from its neighbours (spec protocol.md 7.5).
 */
export function dirspaceTitle(operation: Operation, { dir, workspace }: DirspaceName): string {
  const title = `terrateam ${operation}: ${dir} ${workspace}`;
  if (title.length <= MAX_LENGTH) return title;
  const tail = `${dir.slice(-40)} ${workspace.slice(0, 20)}`;
  return `terrateam ${operation}: ${tail} ${digits(`${dir}:${workspace}`)}`;
}

/** Six digits that tell a shortened name from its neighbours. */
function digits(name: string): string {
  return bytesToHex(sha256(utf8ToBytes(name))).slice(0, 6);
}

/** The check of a build; of the destination's with its branch. */
export function buildTitle(type: BuildType, branch: string | null): string {
  const title = branch === null ? `terrateam ${type}` : `terrateam ${type} [${branch}]`;
  if (branch === null || title.length <= MAX_LENGTH) return title;
  return `terrateam ${type} [${branch.slice(-100)} ${digits(branch)}]`;
}

/** Whether a check of ours is about a build. */
export function isBuildTitle(context: string): boolean {
  return /^terrateam (build-tree|build-config|index)\b/.test(context);
}

/** Which operation a check of ours is about. */
export function operationOf(context: string): Operation {
  return context.startsWith(aggregateTitle('apply')) ? 'apply' : 'plan';
}
