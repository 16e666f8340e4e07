import type { Dirspace } from '../config/dirspace.ts';
import type { Facts } from './facts.ts';

/** Whether nobody has to ask for a dirspace's plan. */
export function isAutoplanned({ pull }: Facts, { autoplan, autoplanDraft }: Dirspace): boolean {
  return autoplan && (!pull.draft || autoplanDraft);
}
