import type { Engine, EngineCall } from '../run.ts';
import { extraArgs, inTurn, runProgram, shown } from './engine-program.ts';
import { markPlanned } from './plan-marker.ts';

const install = 'Install it in the workflow before this action, for example with pulumi/actions.';

/**
 * Pulumi. A workspace of the dirspace is the name of a stack. It keeps no plan: the apply previews and
 * applies at once. Its exit codes do not say whether anything changes, so a preview counts as a change.
 */
export function pulumiEngine(): Engine {
  const pulumi = (call: EngineCall, ...args: string[]) =>
    runProgram(call, ['pulumi', ...args, '--non-interactive'], shown(call), install);
  const up = async (call: EngineCall) => await pulumi(call, 'up', '--yes', ...extraArgs(call));
  return {
    name: 'pulumi',
    prefix: 'pulumi',
    env: { PULUMI_SKIP_UPDATE_CHECK: 'true' },
    init: async (call) => {
      const { workspace } = call.place.dirspace.dir;
      return await inTurn([
        () => pulumi(call, 'login', ...extraArgs(call)),
        () => pulumi(call, 'stack', 'select', '--stack', workspace),
      ]);
    },
    plan: async (call) => {
      const result = await pulumi(call, 'preview', ...extraArgs(call));
      if (result.exitCode !== 0) return { kind: 'failed', result };
      await markPlanned(call);
      return { kind: 'planned', hasChanges: true, result };
    },
    showText: async () => undefined,
    apply: up,
    unsafeApply: up,
  };
}
