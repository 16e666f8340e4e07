/**
 * Git settings for the checkout, as environment: the checkout may belong to another user than the
 * job's (containers), merges need an identity, and the machine's own configuration stays untouched.
 */
export function gitConfigEnvironment(
  env: Record<string, string>,
  root: string,
): Record<string, string> {
  const settings: [string, string][] = [
    ['safe.directory', root],
    ['user.name', 'terrane'],
    ['user.email', 'terrane@users.noreply.github.com'],
    ['commit.gpgSign', 'false'],
  ];
  const first = Number(env.GIT_CONFIG_COUNT ?? 0);
  const entries = settings.flatMap(([key, value], index): [string, string][] => [
    [`GIT_CONFIG_KEY_${first + index}`, key],
    [`GIT_CONFIG_VALUE_${first + index}`, value],
  ]);
  return Object.fromEntries([...entries, ['GIT_CONFIG_COUNT', String(first + settings.length)]]);
}
