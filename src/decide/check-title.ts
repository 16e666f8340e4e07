import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { DirspaceName } from './facts.ts';

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
  const digits = bytesToHex(sha256(utf8ToBytes(`${dir}:${workspace}`))).slice(0, 6);
  return `terrateam ${operation}: ${dir.slice(-40)} ${workspace.slice(0, 20)} ${digits}`;
}

/** Which operation a check of ours is about. */
export function operationOf(context: string): Operation {
  return context.startsWith(aggregateTitle('apply')) ? 'apply' : 'plan';
}
