import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { type Environment, environment, type SettingName, settingTexts } from './environment.ts';

/** What the server is to do, from the environment. */
export type Settings = {
  readonly host: string;
  readonly port: number;
  /** Without a slash at its end; null: the server's own address. */
  readonly publicUrl: string | null;
  readonly logLevel: string;
  readonly dataDir: string;
  readonly database: DatabaseSettings;
  /** Null: made in the data folder. */
  readonly secretKeys: readonly Uint8Array[] | null;
  readonly github: GitHubSettings;
  /** The GitHub that jobs get tools from through this server; null: they do not. */
  readonly toolsFrom: string | null;
  /** Who issues the identity of jobs, and the accounts whose jobs have to show theirs. */
  readonly identity: {
    readonly issuer: string;
    readonly requiredFor: 'all' | ReadonlySet<string>;
  };
};

export type DatabaseSettings =
  /** In the data folder. */
  | { readonly kind: 'embedded'; readonly dataDir: string }
  | { readonly kind: 'server'; readonly url: string; readonly directUrl: string };

type GitHubSettings = {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecrets: readonly string[];
  readonly apiBaseUrl: string;
  readonly webBaseUrl: string;
  /** File name below .github/workflows. */
  readonly workflow: string;
};

/** All that is wrong with the settings at once, for people to read. Holds no value of any of them but the path of the key. */
export class SettingsError extends Error {
  constructor(problems: readonly SettingProblem[]) {
    super(report(problems));
    this.name = 'SettingsError';
  }
}

/** One thing wrong with one setting: `what` completes a sentence that begins with its name. */
type SettingProblem = { readonly name: SettingName; readonly what: string };

type RawEnvironment = Readonly<Record<string, string | undefined>>;

const NAMES = environment.keyof().options;

const databaseEnvironment = environment.pick({
  TERRANE_DATA_DIR: true,
  DATABASE_URL: true,
  DATABASE_DIRECT_URL: true,
  DB_HOST: true,
  DB_PORT: true,
  DB_NAME: true,
  DB_USER: true,
  DB_PASS: true,
});
type DatabaseEnvironment = z.infer<typeof databaseEnvironment>;

/** Reads `process.env` or the like. Throws {@link SettingsError}, and nothing else, whatever is in it. */
export function readSettings(env: RawEnvironment): Settings {
  const set = withoutEmpty(env);
  const parsed = environment.safeParse(set);
  const problems = [
    ...(parsed.success ? [] : valueProblems(parsed.error.issues, set)),
    ...combinationProblems(set),
    ...misspellings(set),
    ...wrongPrefixes(set),
  ];
  if (!parsed.success || problems.length > 0) throw new SettingsError(problems);
  return settingsOf(parsed.data);
}

/** The database alone, for commands beside the server. Throws {@link SettingsError}. */
export function readDatabaseSettings(env: RawEnvironment): DatabaseSettings {
  const set = withoutEmpty(env);
  const parsed = databaseEnvironment.safeParse(set);
  const problems = [
    ...(parsed.success ? [] : valueProblems(parsed.error.issues, set)),
    ...databaseProblems(set),
  ];
  if (!parsed.success || problems.length > 0) throw new SettingsError(problems);
  return databaseOf(parsed.data);
}

function settingsOf(env: Environment): Settings {
  const apiBaseUrl = env.GITHUB_API_BASE_URL ?? 'https://api.github.com';
  return {
    host: env.HOST ?? '0.0.0.0',
    port: env.PORT ?? env.TERRAT_PORT ?? 8080,
    publicUrl: env.TERRANE_PUBLIC_URL ?? env.TERRAT_API_BASE ?? null,
    logLevel: env.LOG_LEVEL ?? 'info',
    dataDir: dataDirOf(env),
    database: databaseOf(env),
    secretKeys: env.TERRANE_SECRET_KEYS ?? null,
    toolsFrom: env.TERRANE_TOOLS_FROM ?? null,
    identity: {
      issuer: env.GITHUB_OIDC_ISSUER ?? issuerOf(apiBaseUrl),
      requiredFor: requiredFor(env.TERRANE_RUNNER_IDENTITY ?? []),
    },
    github: {
      appId: env.GITHUB_APP_ID,
      privateKey: env.GITHUB_APP_PEM,
      webhookSecrets: env.GITHUB_WEBHOOK_SECRET,
      apiBaseUrl,
      webBaseUrl: env.GITHUB_WEB_BASE_URL ?? webBaseOf(apiBaseUrl),
      workflow: env.GITHUB_WORKFLOW ?? env.GITHUB_WORKFLOW_PATH_OVERRIDE ?? 'terrateam.yml',
    },
  };
}

function databaseOf(env: DatabaseEnvironment): DatabaseSettings {
  const url = env.DATABASE_URL ?? (env.DB_HOST === undefined ? null : urlOfParts(env));
  if (url === null) return { kind: 'embedded', dataDir: dataDirOf(env) };
  return { kind: 'server', url, directUrl: env.DATABASE_DIRECT_URL ?? url };
}

function dataDirOf({ TERRANE_DATA_DIR }: Pick<DatabaseEnvironment, 'TERRANE_DATA_DIR'>): string {
  return TERRANE_DATA_DIR ?? '.terrane';
}

function urlOfParts(env: DatabaseEnvironment): string {
  const part = (text: string | undefined) => encodeURIComponent(text ?? '');
  const login = `${part(env.DB_USER)}:${part(env.DB_PASS)}`;
  return `postgres://${login}@${env.DB_HOST}:${env.DB_PORT ?? 5432}/${part(env.DB_NAME)}`;
}

/** `https://api.github.com` and `https://api.acme.ghe.com` lose their `api.`, an Enterprise Server its `/api/v3`. */
function webBaseOf(apiBaseUrl: string): string {
  return apiBaseUrl.endsWith('/api/v3')
    ? apiBaseUrl.slice(0, -'/api/v3'.length)
    : apiBaseUrl.replace('://api.', '://');
}

/** github.com and subdomains of ghe.com have a host for it, an Enterprise Server a path. */
function issuerOf(apiBaseUrl: string): string {
  if (apiBaseUrl === 'https://api.github.com') return 'https://token.actions.githubusercontent.com';
  return apiBaseUrl.endsWith('/api/v3')
    ? `${webBaseOf(apiBaseUrl)}/_services/token`
    : apiBaseUrl.replace('://api.', '://token.actions.');
}

function requiredFor(accounts: readonly string[]): 'all' | ReadonlySet<string> {
  return accounts.includes('required') ? 'all' : new Set(accounts.map((one) => one.toLowerCase()));
}

function withoutEmpty(env: RawEnvironment): RawEnvironment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
}

function valueProblems(
  issues: readonly { path: readonly PropertyKey[]; message: string }[],
  set: RawEnvironment,
): SettingProblem[] {
  return NAMES.flatMap((name) => {
    const issue = issues.find(({ path }) => path[0] === name);
    if (issue === undefined) return [];
    return [{ name, what: set[name] === undefined ? 'is not set' : issue.message }];
  });
}

/** What only shows when settings are seen together. */
function combinationProblems(set: RawEnvironment): SettingProblem[] {
  const problems = databaseProblems(set);
  if (isGiven(set, 'DATABASE_URL', 'DB_HOST') && !isGiven(set, 'TERRANE_SECRET_KEYS')) {
    problems.push({ name: 'TERRANE_SECRET_KEYS', what: 'is not set' });
  }
  const reachable = isGiven(set, 'TERRANE_PUBLIC_URL', 'TERRAT_API_BASE');
  if (!reachable && !isLoopback(set.HOST ?? '')) {
    problems.push({ name: 'TERRANE_PUBLIC_URL', what: 'is not set' });
  }
  return problems;
}

function databaseProblems(set: RawEnvironment): SettingProblem[] {
  const parts = ['DB_HOST', 'DB_NAME', 'DB_USER', 'DB_PASS'] as const;
  if (isGiven(set, 'DATABASE_URL')) return [];
  if (isGiven(set, ...parts)) {
    return parts
      .filter((name) => !isGiven(set, name))
      .map((name) => ({ name, what: 'is not set, while others of DB_* are' }));
  }
  if (!isGiven(set, 'DATABASE_DIRECT_URL')) return [];
  return [{ name: 'DATABASE_DIRECT_URL', what: 'is set without DATABASE_URL' }];
}

/** Names so near to a setting that is not set that they must be meant for it. */
function misspellings(set: RawEnvironment): SettingProblem[] {
  const unknown = Object.keys(set).filter(
    (name) => /^\w+$/.test(name) && !NAMES.some((known) => known === name),
  );
  // PORT, HOST and LOG_LEVEL resemble too much that is not ours.
  const ours = NAMES.filter((name) => /^(GITHUB|TERRANE|TERRAT|DATABASE|DB)_/.test(name));
  return ours
    .filter((name) => !isGiven(set, name))
    .flatMap((name) =>
      unknown
        .filter((other) => distance(other, name) <= Math.min(2, name.length / 6))
        .map((other) => ({ name, what: meantBy(other) })),
    );
}

/** Settings under names with our prefix that they do not have: TERRANE_PORT for PORT. */
function wrongPrefixes(set: RawEnvironment): SettingProblem[] {
  return NAMES.filter((name) => !isGiven(set, name)).flatMap((name) => {
    const other = `TERRANE_${name.replace(/^GITHUB_/, '')}`;
    const full = `TERRANE_${name}`;
    return (
      [...new Set([full, other])]
        .filter((wrong) => !NAMES.some((known) => known === wrong))
        // Kubernetes sets TERRANE_PORT=tcp://… for a service of the name terrane.
        .filter((wrong) => set[wrong] !== undefined && !set[wrong].startsWith('tcp://'))
        .map((wrong) => ({ name, what: meantBy(wrong) }))
    );
  });
}

/** Completes "<name> is not set". */
function meantBy(other: string): string {
  return `is not set. Did you mean it by ${other}, which is set?`;
}

function isGiven(set: RawEnvironment, ...names: readonly SettingName[]): boolean {
  return names.some((name) => set[name] !== undefined);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function report(problems: readonly SettingProblem[]): string {
  const names = new Set(problems.map(({ name }) => name));
  const entries = [...names].map((name) => {
    const whats = problems.filter((problem) => problem.name === name).map(({ what }) => what);
    // That it is not set is also the beginning of what it was perhaps called instead.
    const said = whats.filter((what) => !whats.some((more) => more.startsWith(`${what}. `)));
    const text = settingTexts.get(environment.shape[name]);
    return [
      `  ${name} ${[...new Set(said)].join('; ')}`.replace(/[^?]$/, '$&.'),
      `      Expected: ${text?.expected}.`,
      `      Example:  ${name}=${text?.example}`,
    ].join('\n');
  });
  return [
    `Terrane cannot start like this: ${names.size === 1 ? 'one setting needs' : `${names.size} settings need`} your attention.`,
    ...entries,
    [
      'Settings are environment variables; docs/server.md lists them all.',
      'docs/github-app.md shows how to create the GitHub App and where each value comes from.',
      'Only looking? `npm run demo` shows a whole pull request on this machine and needs no settings.',
    ].join('\n'),
  ].join('\n\n');
}
