import { z } from 'zod';

/** Answer of `GET …/workspaces`: every dirspace of the branch. Tolerant. */
export const workspacesResponse = z.array(z.object({ dir: z.string(), workspace: z.string() }));
