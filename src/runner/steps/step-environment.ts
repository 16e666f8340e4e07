import { delimiter } from 'node:path';
import type { BuildManifest, OperationManifest, WorkManifestDir } from '../../protocol/manifest.ts';
import type { Settings } from '../settings.ts';
import { gitConfigEnvironment, gitOverHttps } from '../source/git-config.ts';

type Environment = Record<string, string>;

/** Environment of every step of a run, hooks included, and of the scripts of a build. */
export function runEnvironment(
  settings: Settings,
  manifest: OperationManifest | BuildManifest,
  tmpdir: string,
): Environment {
  const { environment: given, root } = settings;
  return withLowerCaseVariables({
    ...given,
    ...githubTokens(given),
    ...longerPath(given),
    ...gitEnvironment(settings),
    TF_IN_AUTOMATION: 'true',
    TF_INPUT: 'false',
    TG_NON_INTERACTIVE: 'true',
    TERRAGRUNT_NON_INTERACTIVE: 'true',
    TERRATEAM_ROOT: root,
    TERRATEAM_TMPDIR: tmpdir,
    ...(manifest.run_kind && { TERRATEAM_RUN_KIND: manifest.run_kind }),
    ...(manifest.run_kind_data && {
      TERRATEAM_RUN_KIND_DATA: JSON.stringify(manifest.run_kind_data),
    }),
    TERRATEAM_BASE_REF: manifest.base_ref,
  });
}

/** What a dirspace adds to the environment of the run. Variables of its stack win over the run's. */
export function dirspaceEnvironment(
  run: Environment,
  dirspace: WorkManifestDir,
  engineName: string,
  planFile: string,
): Environment {
  return withLowerCaseVariables({
    ...run,
    ...withLowerCaseVariables(dirspace.variables ?? {}),
    TERRATEAM_DIR: dirspace.path,
    TERRATEAM_WORKSPACE: dirspace.workspace,
    TERRATEAM_STACK: dirspace.stack_name,
    TERRATEAM_PLAN_FILE: planFile,
    TERRATEAM_ENGINE_NAME: engineName,
  });
}

/** The forge's token under the names that tools read, from a secret named `github_token` in any case. */
function githubTokens(given: Environment): Environment {
  const name = Object.keys(given).find((key) => key.toLowerCase() === 'github_token');
  const token = name === undefined ? undefined : given[name];
  return token === undefined ? {} : { GITHUB_TOKEN: token, TENV_GITHUB_TOKEN: token };
}

/** Programs of the user's: found before, or after, those of the machine. */
function longerPath({
  TERRATEAM_PREPEND_PATH,
  PATH,
  TERRATEAM_APPEND_PATH,
}: Environment): Environment {
  const parts = [TERRATEAM_PREPEND_PATH, PATH, TERRATEAM_APPEND_PATH].filter(Boolean);
  return parts.length === 0 ? {} : { PATH: parts.join(delimiter) };
}

/** What git needs in the checkout, and to fetch modules where the user gives no key for them. */
function gitEnvironment({ environment, root, forge }: Settings): Environment {
  const config = gitConfigEnvironment(environment, root);
  const { server, tokenVariable } = forge;
  if (tokenVariable === undefined || hasSshKeys(environment)) return config;
  return { ...config, ...gitOverHttps({ ...environment, ...config }, server, tokenVariable) };
}

/** Whether git can read over ssh: by keys that the user gave, or an agent that runs already. */
function hasSshKeys(env: Environment): boolean {
  return Boolean(env.SSH_AUTH_SOCK) || sshKeyVariables(env).length > 0;
}

/** The variables that hold ssh keys. */
export function sshKeyVariables(env: Environment): string[] {
  return Object.keys(env).filter(
    (name) => name.startsWith('TERRATEAM_SSH_KEY') && env[name] !== '',
  );
}

/** CI stores names in upper case, Terraform's variables are usually lower case: both are given. */
function withLowerCaseVariables(env: Environment): Environment {
  const added: Environment = {};
  for (const [name, value] of Object.entries(env)) {
    const lower = name.replace(
      /^TF_VAR_(.*)$/,
      (_, rest: string) => `TF_VAR_${rest.toLowerCase()}`,
    );
    if (!(lower in env)) added[lower] = value;
  }
  return { ...env, ...added };
}
