import type { ToolName } from '../run.ts';
import { hashicorpKey, opentofuKey, type ReleaseKey } from './release-keys.ts';
import type { Packing } from './unpack.ts';
import type { VersionFiles } from './version-files.ts';

/** The machine, as releases name it. */
export type Platform = { readonly os: 'linux' | 'darwin'; readonly arch: 'amd64' | 'arm64' };

/** Where releases are found, and whose signatures are trusted. */
export type ReleaseSources = {
  readonly hashicorp: string;
  readonly github: string;
  readonly githubApi: string;
  readonly opentofuList: string;
  readonly keys: { readonly terraform: ReleaseKey; readonly tofu: ReleaseKey };
};

export const publicSources: ReleaseSources = {
  hashicorp: 'https://releases.hashicorp.com',
  github: 'https://github.com',
  githubApi: 'https://api.github.com',
  opentofuList: 'https://get.opentofu.org/tofu/api.json',
  keys: { terraform: hashicorpKey, tofu: opentofuKey },
};

/** One version of a tool for one platform. */
export type Release = {
  /** The file's name in the list of checksums. */
  readonly file: string;
  readonly url: string;
  readonly packing: Packing;
  /** The list of checksums; `signature` where it is signed with a key that we have. */
  readonly checksums: {
    readonly url: string;
    readonly signature: { readonly url: string; readonly key: ReleaseKey } | undefined;
  };
};

/** Where to look: variables of the run, and the control plane's address that stands for GitHub's. */
export type Where = {
  readonly sources: ReleaseSources;
  readonly env: Readonly<Record<string, string>>;
  readonly githubProxy: string | undefined;
};

/** What differs from tool to tool. */
export type ToolKind = {
  /** Prints the version, among other things. */
  readonly versionArgs: readonly string[];
  readonly versionFiles?: VersionFiles;
  /** The variable that says the version, over everything else. */
  readonly versionVariable: string;
  /** The variable that tells version managers on PATH the version; see `ProvidedTool.env`. */
  readonly defaultVariable?: string;
  /** The version where nobody says one, for tools whose newest release is not looked for. */
  readonly defaultVersion?: string;
  readonly origin: Origin;
  /** Where all versions are listed; undefined: only exact versions can be had. */
  readonly list?: (where: Where) => string;
};

/** Where a tool comes from that is not on the machine. */
export type Origin =
  /** `of` takes a version that is one, whoever wrote it. */
  | { readonly kind: 'release'; readonly of: ReleaseOf }
  | { readonly kind: 'python'; readonly package: string }
  | { readonly kind: 'none'; readonly because: string };
type ReleaseOf = (version: string, platform: Platform, where: Where) => Release;

export const tools: Readonly<Record<ToolName, ToolKind>> = {
  terraform: {
    versionArgs: ['version', '-json'],
    versionFiles: { name: '.terraform-version', plugin: 'terraform' },
    versionVariable: 'TFENV_TERRAFORM_VERSION',
    defaultVariable: 'TFENV_TERRAFORM_DEFAULT_VERSION',
    origin: released((version, { os, arch }, { sources, env }) => {
      const folder = `${base(env.TFENV_REMOTE, sources.hashicorp)}/terraform/${version}`;
      const key = sources.keys.terraform;
      return signedZip(folder, 'terraform', version, `${os}_${arch}`, '.sig', key);
    }),
    list: ({ sources, env }) =>
      `${base(env.TFENV_LIST_URL, env.TFENV_REMOTE, sources.hashicorp)}/terraform/index.json`,
  },
  tofu: {
    versionArgs: ['version', '-json'],
    versionFiles: { name: '.opentofu-version', plugin: 'opentofu' },
    versionVariable: 'TOFUENV_TOFU_VERSION',
    defaultVariable: 'TOFUENV_TOFU_DEFAULT_VERSION',
    origin: released((version, { os, arch }, { sources, env, githubProxy }) => {
      const github = base(env.TOFUENV_REMOTE, githubProxy, sources.github);
      const folder = `${github}/opentofu/opentofu/releases/download/v${version}`;
      const key = sources.keys.tofu;
      return signedZip(folder, 'tofu', version, `${os}_${arch}`, '.gpgsig', key);
    }),
    list: ({ sources, env }) => env.TOFUENV_LIST_URL || sources.opentofuList,
  },
  terragrunt: {
    versionArgs: ['--version'],
    versionFiles: { name: '.terragrunt-version', plugin: 'terragrunt' },
    versionVariable: 'TG_VERSION',
    defaultVariable: 'TG_DEFAULT_VERSION',
    origin: released((version, { os, arch }, { sources, env, githubProxy }) => {
      const github = base(env.TG_REMOTE, githubProxy, sources.github);
      const folder = `${github}/gruntwork-io/terragrunt/releases/download/v${version}`;
      return checkedFile(folder, `terragrunt_${os}_${arch}`, 'SHA256SUMS', { kind: 'program' });
    }),
    list: ({ sources, env }) =>
      env.TG_LIST_URL || `${sources.githubApi}/repos/gruntwork-io/terragrunt/releases`,
  },
  opa: {
    versionArgs: ['version'],
    versionVariable: 'OPA_VERSION',
    defaultVersion: '1.7.1',
    origin: released((version, { os, arch }, { sources }) => {
      const folder = `${sources.github}/open-policy-agent/opa/releases/download/v${version}`;
      const file = `opa_${os}_${arch}${os === 'darwin' && arch === 'amd64' ? '' : '_static'}`;
      return checkedFile(folder, file, `${file}.sha256`, { kind: 'program' });
    }),
  },
  conftest: {
    versionArgs: ['--version'],
    versionVariable: 'CONFTEST_VERSION',
    defaultVersion: '0.58.0',
    origin: released((version, { os, arch }, { sources }) => {
      const folder = `${sources.github}/open-policy-agent/conftest/releases/download/v${version}`;
      const platform = `${os === 'linux' ? 'Linux' : 'Darwin'}_${arch === 'amd64' ? 'x86_64' : arch}`;
      const file = `conftest_${version}_${platform}.tar.gz`;
      return checkedFile(folder, file, 'checksums.txt', { kind: 'tar.gz', member: 'conftest' });
    }),
  },
  checkov: {
    versionArgs: ['--version'],
    versionVariable: 'CHECKOV_VERSION',
    defaultVersion: '2.5.10',
    origin: { kind: 'python', package: 'checkov' },
  },
  infracost: {
    versionArgs: ['--version'],
    versionVariable: 'INFRACOST_VERSION',
    defaultVersion: '0.10.41',
    origin: released((version, { os, arch }, { sources }) => {
      const folder = `${sources.github}/infracost/infracost/releases/download/v${version}`;
      const member = `infracost-${os}-${arch}`;
      const file = `${member}.tar.gz`;
      return checkedFile(folder, file, `${file}.sha256`, { kind: 'tar.gz', member });
    }),
  },
  oiq: {
    versionArgs: ['--version'],
    versionVariable: 'OIQ_VERSION',
    origin: { kind: 'none', because: 'its releases have no checksums' },
  },
};

function released(of: ReleaseOf): Origin {
  return { kind: 'release', of };
}

function signedZip(
  folder: string,
  tool: string,
  version: string,
  platform: string,
  suffix: string,
  key: ReleaseKey,
): Release {
  const checksums = `${folder}/${tool}_${version}_SHA256SUMS`;
  const file = `${tool}_${version}_${platform}.zip`;
  return {
    file,
    url: `${folder}/${file}`,
    packing: { kind: 'zip', member: tool },
    checksums: { url: checksums, signature: { url: `${checksums}${suffix}`, key } },
  };
}

function checkedFile(folder: string, file: string, checksums: string, packing: Packing): Release {
  return {
    file,
    url: `${folder}/${file}`,
    packing,
    checksums: { url: `${folder}/${checksums}`, signature: undefined },
  };
}

/** The first address that is given, without a slash at its end. */
function base(...addresses: (string | undefined)[]): string {
  return addresses.find(Boolean)?.replace(/\/+$/, '') ?? '';
}
