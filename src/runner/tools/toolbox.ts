import type { Job, ProvidedTool, ToolRequest, Tools } from '../run.ts';

/**
 * Sees to it that the tools of one run are there, each of them once. `capabilities`: what the manifest
 * says that the control plane can do; with `tenv` downloads go through it.
 */
export function toolbox(_job: Job, _capabilities: readonly string[]): Tools {
  return {
    provide: async ({ tool }: ToolRequest): Promise<ProvidedTool> => ({
      command: tool,
      version: undefined,
      env: {},
      folder: undefined,
    }),
  };
}
