/**
 * Git settings for the checkout, as environment: the checkout may belong to another user than the
 * job's (containers), merges need an identity, and the machine's own configuration stays untouched.
 */
export function gitConfigEnvironment(
  env: Record<string, string>,
  root: string,
): Record<string, string> {
  return withGitConfig(env, [
    ['safe.directory', root],
    ['user.name', 'terrane'],
    ['user.email', 'terrane@users.noreply.github.com'],
    ['commit.gpgSign', 'false'],
  ]);
}

/**
 * Has git read what is named by `ssh` addresses of the forge over https instead, with the token that
 * `tokenVariable` has by then: modules of the organization are named so, and a job has a token for them
 * but no key. The token stands in no file and no address, so a fresh one counts at once; a helper that the
 * user set up is asked first.
 */
export function gitOverHttps(
  env: Record<string, string>,
  server: string,
  tokenVariable: string,
): Record<string, string> {
  const { hostname } = new URL(server);
  const helper = `!f() { test "$1" = get && test -n "$${tokenVariable}" && echo username=x-access-token && echo "password=$${tokenVariable}"; }; f`;
  return withGitConfig(env, [
    [`url.${server}/.insteadOf`, `git@${hostname}:`],
    [`url.${server}/.insteadOf`, `ssh://git@${hostname}/`],
    [`credential.${server}.helper`, helper],
  ]);
}

/** Adds to the settings that `env` has for git. */
function withGitConfig(
  env: Record<string, string>,
  settings: readonly (readonly [key: string, value: string])[],
): Record<string, string> {
  const first = Number(env.GIT_CONFIG_COUNT ?? 0);
  const entries = settings.flatMap(([key, value], index): [string, string][] => [
    [`GIT_CONFIG_KEY_${first + index}`, key],
    [`GIT_CONFIG_VALUE_${first + index}`, value],
  ]);
  return Object.fromEntries([...entries, ['GIT_CONFIG_COUNT', String(first + settings.length)]]);
}
