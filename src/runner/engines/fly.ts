import { copyFile, mkdtemp, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ProgramOutput } from '../process/program.ts';
import type { Engine, EngineCall, EngineResult } from '../run.ts';
import { joined, StepFailed } from '../steps/step-result.ts';
import { extraArgs, inTurn, runProgram, shown } from './engine-program.ts';

const install =
  'Install it in the workflow before this action, for example with superfly/flyctl-actions/setup-flyctl.';

/**
 * Apps on Fly.io, as `configFile` describes them. What is planned is how the deployed configuration
 * changes; a deployment also releases what the directory holds. In a pull request that has changed, so
 * that every plan of one counts as a change; otherwise (drift) the configuration alone does.
 */
export function flyEngine(configFile: string): Engine {
  const deploy = async (call: EngineCall) => {
    const app = await describedApp(call, configFile);
    const create = () => flyctl(call, ['apps', 'create', app.name], shown(call));
    const args = ['deploy', '--config', configFile, '--yes', ...extraArgs(call)];
    const release = () => flyctl(call, args, shown(call));
    return await inTurn(
      (await stateOf(call, app.name)) === 'missing' ? [create, release] : [release],
    );
  };
  return {
    name: 'fly',
    prefix: 'fly',
    env: {},
    init: async (call) => {
      await checkConfigFile(call, configFile);
      return await flyctl(call, ['version'], shown(call));
    },
    plan: async (call) => {
      const app = await describedApp(call, configFile);
      const { text, differs } = await configurationDiff(call, app);
      await writeFile(call.place.dirspace.planFile, text, { mode: 0o600 });
      const what = differs ? 'changes' : 'does not change';
      const result = {
        ...succeeded,
        stdout: `The configuration of the app ${app.name} ${what}.\n`,
      };
      call.place.show(result.stdout);
      const hasChanges = differs || call.place.run.manifest.run_kind !== 'drift';
      return { kind: 'planned', hasChanges, result };
    },
    showText: async ({ place }, file) => {
      await copyFile(place.dirspace.planFile, file);
      return succeeded;
    },
    apply: deploy,
    unsafeApply: deploy,
  };
}

const succeeded: EngineResult = { exitCode: 0, stdout: '', stderr: '' };

async function flyctl(call: EngineCall, args: readonly string[], output: ProgramOutput) {
  return await runProgram(call, ['flyctl', ...args], output, install);
}

async function checkConfigFile({ place }: EngineCall, configFile: string): Promise<void> {
  if (await stat(join(place.cwd, configFile)).catch(() => undefined)) return;
  throw new StepFailed(
    `There is no ${configFile} in ${place.dirspace.dir.path}; config_file of the engine fly names it.`,
  );
}

// A name is given to flyctl as an argument, so that it must not look like an option.
const described = z.object({ app: z.string().regex(/^[a-z0-9][a-z0-9-]*$/i) });

type App = { readonly name: string; readonly config: string };

/** The app as the file describes it, in the form in which flyctl also shows the deployed one. */
async function describedApp(call: EngineCall, configFile: string): Promise<App> {
  const args = ['config', 'show', '--local', '--config', configFile];
  const config = await textOf(call, args, `flyctl could not read ${configFile}`);
  const { app } = parsed(described, config, `${configFile} has no app`);
  return { name: app, config };
}

const apps = z.array(z.object({ Name: z.string(), Deployed: z.boolean().default(true) }));

async function stateOf(
  call: EngineCall,
  name: string,
): Promise<'missing' | 'not deployed' | 'deployed'> {
  const text = await textOf(call, ['apps', 'list', '--json'], 'flyctl could not list the apps');
  const all = parsed(apps, text, '`flyctl apps list --json` printed something unknown');
  const app = all.find((one) => one.Name === name);
  if (!app) return 'missing';
  return app.Deployed ? 'deployed' : 'not deployed';
}

async function configurationDiff(
  call: EngineCall,
  { name, config }: App,
): Promise<{ text: string; differs: boolean }> {
  const shownDeployed = ['config', 'show', '--app', name];
  const deployed =
    (await stateOf(call, name)) === 'deployed'
      ? await textOf(call, shownDeployed, `flyctl could not show the configuration of ${name}`)
      : '';
  const folder = await mkdtemp(join(call.place.run.tmpdir, 'fly-'));
  await writeFile(join(folder, 'deployed'), deployed, { mode: 0o600 });
  await writeFile(join(folder, 'planned'), config, { mode: 0o600 });
  const options = ['--no-index', '--no-color', '--no-ext-diff', '--no-prefix'];
  const argv = ['git', 'diff', ...options, 'deployed', 'planned'];
  const place = { ...call.place, cwd: folder };
  const diff = await runProgram({ ...call, place }, argv, { kind: 'quiet' }, '');
  if (diff.exitCode > 1) throw new StepFailed(`git diff failed:\n${joined(diff)}`);
  // From the first hunk on: what stands before it names the temporary files.
  return { text: diff.stdout.replace(/^[^@][\s\S]*?(?=^@@)/m, ''), differs: diff.exitCode === 1 };
}

/** What a command of flyctl prints. Throws `StepFailed` that says `wrong`. */
async function textOf(call: EngineCall, args: readonly string[], wrong: string): Promise<string> {
  const result = await flyctl(call, args, { kind: 'raw' });
  if (result.exitCode === 0) return result.stdout;
  const { masker } = call.place.run;
  throw new StepFailed(`${wrong}:\n${masker.mask(joined(result))}`);
}

function parsed<Type>(schema: z.ZodType<Type>, text: string, wrong: string): Type {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new StepFailed(`${wrong}: ${error instanceof Error ? error.message : error}`);
  }
}
