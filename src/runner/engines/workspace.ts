import type { ProgramOutput } from '../process/program.ts';
import type { DirspaceStepPlace, EngineResult } from '../run.ts';
import { joined } from '../steps/step-result.ts';

export type RunTerraform = (
  args: readonly string[],
  output: ProgramOutput,
) => Promise<EngineResult>;

/**
 * Selects the workspace of the dirspace, or creates it. Gives why that failed, or undefined. A directory
 * that was just initialised has `default` selected, which needs no command (and some backends refuse
 * one).
 */
export async function selectWorkspace(
  place: DirspaceStepPlace,
  run: RunTerraform,
): Promise<EngineResult | undefined> {
  const { path, workspace } = place.dirspace.dir;
  const { config } = place.run;
  const wanted =
    config.dirs?.[path]?.create_and_select_workspace ?? config.create_and_select_workspace;
  if (!wanted || workspace === 'default') return undefined;
  // After `--`: a workspace may be called `-lock=false`.
  const name = workspace.startsWith('-') ? ['--', workspace] : [workspace];
  const select = await run(['workspace', 'select', ...name], { kind: 'quiet' });
  if (select.exitCode === 0) return undefined;
  const made = await run(['workspace', 'new', ...name], { kind: 'shown', show: place.show });
  if (made.exitCode === 0) return undefined;
  return { ...made, stdout: joined(made), stderr: `${noWorkspace(place)}\n` };
}

function noWorkspace({ dirspace }: DirspaceStepPlace): string {
  const { path, workspace } = dirspace.dir;
  return (
    `The workspace ${workspace} of ${path} could be neither selected nor created. Create it by hand, or ` +
    'take it out of dirs in the configuration; for a backend that has none, set ' +
    'create_and_select_workspace: false.'
  );
}
