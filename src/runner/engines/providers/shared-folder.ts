import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The plugin cache that the user has: `TF_PLUGIN_CACHE_DIR`, else `plugin_cache_dir` of the CLI
 * configuration of terraform or tofu. Undefined where there is none.
 */
export async function configuredPluginCache(
  env: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  if (env.TF_PLUGIN_CACHE_DIR) return env.TF_PLUGIN_CACHE_DIR;
  const home = env.HOME ?? homedir();
  const files = env.TF_CLI_CONFIG_FILE
    ? [env.TF_CLI_CONFIG_FILE]
    : [join(home, '.tofurc'), join(home, '.terraformrc')];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const [, folder] = /^\s*plugin_cache_dir\s*=\s*"([^"\n]+)"/m.exec(text) ?? [];
    // Terraform fills in variables here, unknown ones with nothing.
    if (folder) return folder.replace(/\$\{?(\w+)\}?/g, (_, name: string) => env[name] ?? '');
  }
  return undefined;
}
