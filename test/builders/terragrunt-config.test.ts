import { describe, expect, it } from 'vitest';
import { terragruntConfig } from '../../src/builders/terragrunt/terragrunt-config.ts';
import type { Config } from '../../src/config/config.ts';
import { type Derived, derive, type Source } from '../../src/config/derive.ts';
import { type ConfigFile, loadConfig } from '../../src/config/load.ts';
import { wireConfig } from '../../src/config/wire.ts';
import { Folder } from './folder.ts';

type Settings = { tags: string[]; when_modified: { file_patterns: string[]; depends_on?: string } };

/** The directories of the configuration that is printed. */
async function dirs(
  folder: Folder,
  { env = {}, config = {}, scanTerraform = false } = {},
): Promise<Record<string, Settings>> {
  const input = folder.checkout(JSON.stringify(config), env);
  return JSON.parse(await terragruntConfig(input, { scanTerraform })).dirs;
}

/** The patterns of a directory that not every unit has. */
const patterns = (settings: Settings | undefined) => settings?.when_modified.file_patterns.slice(3);
const source =
  'terraform {\n  source = "git::https://example.com/modules.git//x?ref=${local.v}"\n}\n';

describe('terragrunt-config-builder', () => {
  it('finds every unit, but not in folders of downloads', async () => {
    using folder = new Folder({
      'live/app/terragrunt.hcl': source,
      'live/net/terragrunt.hcl': source,
      ...Object.fromEntries(
        ['.terragrunt-cache', '.git', '.terraform', 'node_modules', '__pycache__'].map(
          (skipped) => [`live/${skipped}/x/terragrunt.hcl`, source],
        ),
      ),
    });
    const config = { parallel_runs: 7, dirs: { other: { tags: ['o'] } } };
    expect(await dirs(folder, { config })).toEqual({
      other: { tags: ['o'] },
      'live/app': {
        tags: ['terragrunt'],
        when_modified: {
          file_patterns: ['${DIR}/terragrunt.hcl', '${DIR}/*.tf', '${DIR}/*.tfvars'],
        },
      },
      'live/net': expect.anything(),
    });
    expect(folder.notes).toEqual(['2 Terragrunt units found.']);
  });

  it('replaces patterns that the configuration has for workspaces, and keeps the rest', async () => {
    using folder = new Folder({ 'app/terragrunt.hcl': source });
    const when_modified = { autoplan: false, file_patterns: ['app/*.tf'] };
    const app = { tags: ['mine'], workspaces: { prod: { when_modified } } };
    expect(await dirs(folder, { config: { dirs: { app } } })).toEqual({
      app: {
        tags: ['mine', 'terragrunt'],
        when_modified: { file_patterns: expect.any(Array) },
        workspaces: { prod: { when_modified: { autoplan: false } } },
      },
    });
  });

  it('makes a unit wait for its dependencies, and changes it with them', async () => {
    using folder = new Folder({
      'live/app/terragrunt.hcl': `${source}
        dependency "net" { config_path = "../net" }
        dependency "off" {
          config_path = "../off"
          enabled     = false
        }
        dependency "elsewhere" { config_path = "\${get_repo_root()}/../elsewhere" }
        dependencies { paths = ["../db", "../net", "../gone"] }`,
      'live/net/terragrunt.hcl': source,
      'live/db/terragrunt.hcl': source,
      'live/off/terragrunt.hcl': source,
    });
    const { 'live/app': app, 'live/net': net } = await dirs(folder);
    expect(app?.when_modified.depends_on).toBe('dir:live/db or dir:live/net');
    expect(patterns(app)).toEqual(['live/db/terragrunt.hcl', 'live/net/terragrunt.hcl']);
    expect(net?.when_modified.depends_on).toBeUndefined();
  });

  it('follows includes, whose content counts as if it stood in the unit', async () => {
    using folder = new Folder({
      'root.hcl': 'locals {\n  name = path_relative_to_include()\n}\n',
      'common/app.hcl': `
        include "more" { path = "\${get_parent_terragrunt_dir()}/more.hcl" }
        terraform { source = "../../modules//app" }
        dependency "net" { config_path = "../net" }
        dependency "db" { config_path = "../old-db" }`,
      'common/more.hcl':
        'dependency "cache" {\n  config_path = "${get_terragrunt_dir()}/../cache"\n}\n',
      'common/values.hcl': 'dependency "net" {\n  config_path = "../unwanted"\n}\n',
      'modules/app/main.tf': '',
      'live/app/terragrunt.hcl': `
        include "root" { path = find_in_parent_folders("root.hcl") }
        include "app" {
          path   = "\${dirname(find_in_parent_folders("root.hcl"))}/common/app.hcl"
          expose = true
        }
        include "values" {
          path           = "../../common/values.hcl"
          merge_strategy = "no_merge"
        }
        dependency "db" { config_path = "../db" }`,
      ...Object.fromEntries(
        ['net', 'db', 'old-db', 'cache', 'unwanted'].map((name) => [
          `live/${name}/terragrunt.hcl`,
          source,
        ]),
      ),
    });
    const { 'live/app': app } = await dirs(folder);
    expect(app?.when_modified.depends_on).toBe('dir:live/cache or dir:live/db or dir:live/net');
    expect(patterns(app)).toEqual([
      'root.hcl',
      'common/app.hcl',
      'common/values.hcl',
      'common/more.hcl',
      'modules/app/**/*.tf',
      'live/cache/terragrunt.hcl',
      'live/db/terragrunt.hcl',
      'live/net/terragrunt.hcl',
    ]);
    expect(folder.notes).toEqual(['6 Terragrunt units found.']);
  });

  it('does not take a file for a unit that is only there to be included', async () => {
    using folder = new Folder({
      'terragrunt.hcl': 'remote_state {\n  backend = "s3"\n}\n',
      'live/app/terragrunt.hcl': `include {\n  path = find_in_parent_folders()\n}\n${source}`,
      'plain/terragrunt.hcl': 'include "root" {\n  path = find_in_parent_folders()\n}\n',
      'plain/main.tf': '',
      'alone/terragrunt.hcl': '',
    });
    expect(Object.keys(await dirs(folder))).toEqual(['alone', 'live/app', 'plain']);
  });

  it('says nothing of what such a file does not know by itself, only by the units that include it', async () => {
    using folder = new Folder({
      'terragrunt.hcl':
        'locals {\n  region = read_terragrunt_config(find_in_parent_folders("region.hcl"))\n}\n',
      'eu/region.hcl': '',
      'eu/app/terragrunt.hcl': `include {\n  path = find_in_parent_folders()\n}\n${source}`,
    });
    const { 'eu/app': app } = await dirs(folder);
    expect(patterns(app)).toEqual(['terragrunt.hcl', 'eu/region.hcl']);
    expect(folder.notes).toEqual(['1 Terragrunt units found.']);
  });

  it.each([
    ['../../modules/app', 'modules/app/**/*.tf'],
    ['../../modules//app', 'modules/app/**/*.tf'],
    ['../../modules//app?ref=main', 'modules/app/**/*.tf'],
    ['${get_repo_root()}/modules//app', 'modules/app/**/*.tf'],
    ['${path_relative_from_include("root")}/modules/app', 'modules/app/**/*.tf'],
    ['${local.modules}/${local.names[0]}', 'modules/app/**/*.tf'],
    ['${local.module}', 'modules/app/**/*.tf'],
    ['git::git@github.com:acme/modules.git//app', undefined],
    ['tfr:///terraform-aws-modules/vpc/aws?version=3.5.0', undefined],
    ['../../elsewhere', undefined],
    ['../../../outside', undefined],
    ['.', undefined],
  ])('changes a unit with its source %s if that is in the repository', async (from, pattern) => {
    using folder = new Folder({
      'root.hcl': '',
      'modules/app/main.tf': '',
      'live/app/terragrunt.hcl': `
        include "root" { path = find_in_parent_folders("root.hcl") }
        locals {
          up      = get_path_to_repo_root()
          modules = "\${local.up}/modules"
          names   = ["app"]
          module  = format("%s/%s", local.modules, join("", concat(["a"], ["pp"])))
        }
        terraform { source = "${from}" }`,
    });
    const { 'live/app': app } = await dirs(folder);
    expect(patterns(app)).toEqual(['root.hcl', ...(pattern ? [pattern] : [])]);
    expect(folder.notes).toEqual(['1 Terragrunt units found.']);
  });

  it('changes a unit with the files that its functions read', async () => {
    using folder = new Folder({
      'live/env.hcl': 'locals {\n  modules = "${get_terragrunt_dir()}/../modules"\n}\n',
      'live/common.yaml': 'app:\n  module: app\n',
      'live/names.json': '{"net": "net"}',
      'live/app/policy.json': '{}',
      'modules/app/main.tf': '',
      'live/net/terragrunt.hcl': source,
      'live/app/terragrunt.hcl': `
        locals {
          env    = read_terragrunt_config(find_in_parent_folders("env.hcl"))
          common = yamldecode(file(find_in_parent_folders("common.yaml")))
          names  = jsondecode(file("\${get_terragrunt_dir()}/../names.json"))
          none   = read_terragrunt_config(find_in_parent_folders("none.hcl", "none.hcl"), {})
        }
        terraform { source = "\${local.env.locals.modules}/\${local.common.app.module}" }
        dependency "net" { config_path = "../\${local.names["net"]}" }
        inputs = { policy = file("policy.json") }`,
    });
    const { 'live/app': app } = await dirs(folder);
    expect(patterns(app)).toEqual([
      'live/env.hcl',
      'live/common.yaml',
      'live/names.json',
      'live/app/policy.json',
      'modules/app/**/*.tf',
      'live/net/terragrunt.hcl',
    ]);
  });

  it('changes a unit with every file that is read for it, whether or not its value matters here', async () => {
    using folder = new Folder({
      'root.hcl': `
        locals {
          account_vars = read_terragrunt_config(find_in_parent_folders("account.hcl"))
          region_vars  = read_terragrunt_config(find_in_parent_folders("region.hcl"))
          region       = local.region_vars.locals.aws_region
        }
        generate "provider" {
          path      = "provider.tf"
          if_exists = "overwrite_terragrunt"
          contents  = templatefile("\${get_repo_root()}/templates/provider.tftpl", { region = local.region })
        }
        remote_state {
          backend = "s3"
          config  = { key = "\${path_relative_to_include()}/tf.tfstate", region = local.region }
        }
        inputs = merge(local.account_vars.locals, local.region_vars.locals)`,
      'templates/provider.tftpl': '',
      'templates/generated.txt': '',
      '_envcommon/db.hcl': `
        locals {
          env_vars = read_terragrunt_config(find_in_parent_folders("env.hcl"))
          common   = yamldecode(file(find_in_parent_folders("common.yaml")))
          env      = local.env_vars.locals.environment
        }
        terraform {
          source = "\${dirname(find_in_parent_folders("root.hcl"))}/modules//db"
          extra_arguments "vars" {
            commands           = get_terraform_commands_that_need_vars()
            required_var_files = ["\${get_parent_terragrunt_dir()}/db.tfvars"]
            optional_var_files = ["\${get_terragrunt_dir()}/none.tfvars", "../region.tfvars"]
          }
        }
        inputs = {
          name   = "db-\${local.env}"
          secret = local.env == "prod" ? jsondecode(sops_decrypt_file("secrets.json")) : null
          grants = [for g in jsondecode(file("\${get_terragrunt_dir()}/grants.json")) : upper(g)]
          text   = <<-EOT
            \${file("\${get_repo_root()}/templates/generated.txt")}
          EOT
        }`,
      '_envcommon/db.tfvars': '',
      'common.yaml': 'owner: us\n',
      'prod/account.hcl': 'locals {\n  account = "1"\n  more = file("account.json")\n}\n',
      'prod/account.json': '',
      'prod/eu/region.hcl':
        'include "b" {\n  path = "base.hcl"\n}\nlocals {\n  aws_region = "eu-west-1"\n}\n',
      'prod/eu/base.hcl': 'inputs = {\n  x = filesha256("base.json")\n}\n',
      'prod/eu/base.json': '',
      'prod/eu/region.tfvars': '',
      'prod/eu/env.hcl': 'locals {\n  environment = "prod"\n}\n',
      'prod/eu/unread.hcl': 'locals {}\n',
      'modules/db/main.tf': '',
      'prod/eu/db/secrets.json': '',
      'prod/eu/db/grants.json': '[]',
      'prod/eu/db/own.yaml': '',
      'prod/eu/db/terragrunt.hcl': `
        include "root" { path = find_in_parent_folders("root.hcl") }
        include "envcommon" {
          path   = "\${dirname(find_in_parent_folders("root.hcl"))}/_envcommon/db.hcl"
          expose = true
        }
        inputs = {
          own   = try(yamldecode(file("own.yaml")), {})
          other = [for f in ["a", "b"] : file(f)]
        }`,
    });
    const { 'prod/eu/db': db } = await dirs(folder);
    expect(patterns(db)?.toSorted()).toEqual([
      '_envcommon/db.hcl',
      '_envcommon/db.tfvars',
      'common.yaml',
      'modules/db/**/*.tf',
      'prod/account.hcl',
      'prod/account.json',
      'prod/eu/base.hcl',
      'prod/eu/base.json',
      'prod/eu/db/grants.json',
      'prod/eu/db/own.yaml',
      'prod/eu/db/secrets.json',
      'prod/eu/env.hcl',
      'prod/eu/region.hcl',
      'prod/eu/region.tfvars',
      'root.hcl',
      'templates/generated.txt',
      'templates/provider.tftpl',
    ]);
    expect(folder.notes).toEqual([
      'prod/eu/db/terragrunt.hcl:9: what file() reads is not known without Terragrunt',
      '1 Terragrunt units found.',
    ]);
  });

  it('changes a unit with what its locals list, and prefers our name for it', async () => {
    using folder = new Folder({
      'root.hcl': 'locals {\n  extra_atlantis_dependencies = ["../shared.yaml"]\n}\n',
      'config/a.json': '',
      'live/app/terragrunt.hcl': `${source}
        include "root" { path = find_in_parent_folders("root.hcl") }
        locals {
          extra_terrateam_dependencies = ["*.json", "../../config", find_in_parent_folders("root.hcl"), "../../../x"]
          extra_atlantis_dependencies  = ["not-this"]
        }`,
    });
    const { 'live/app': app } = await dirs(folder);
    expect(patterns(app)).toEqual(['root.hcl', 'live/app/*.json', 'config/**', 'live/shared.yaml']);
  });

  it('escapes names that would mean something in a pattern', async () => {
    using folder = new Folder({
      'live/a[1]/terragrunt.hcl': `dependency "b" {\n  config_path = "../b{c}"\n}\n${source}`,
      'live/b{c}/terragrunt.hcl': source,
    });
    const { 'live/a[1]': a } = await dirs(folder);
    expect(patterns(a)).toEqual(['live/b\\{c\\}/terragrunt.hcl']);
  });

  it('says what only Terragrunt would know, once, with the line', async () => {
    const shared = 'dependency "x" {\n  config_path = run_cmd("where")\n}\n';
    using folder = new Folder({
      'shared.hcl': shared,
      'a/terragrunt.hcl':
        'include "s" {\n  path = "../shared.hcl"\n}\nterraform {\n  source = local.gone\n}\n',
      'b/terragrunt.hcl':
        'include "s" {\n  path = "../shared.hcl"\n}\ninclude "t" {\n  path = find_in_parent_folders("gone.hcl")\n}\n',
      'c/terragrunt.hcl': 'locals {\n  x = "\n}\n',
      'd/terragrunt.hcl':
        'dependencies {\n  paths = ["../a", local.loop]\n}\nlocals {\n  loop = local.pool\n  pool = local.loop\n}\n',
    });
    const found = await dirs(folder);
    expect(found.d?.when_modified.depends_on).toBe('dir:a');
    expect(folder.notes).toEqual([
      'a/terragrunt.hcl:5: the source of terraform is not known without Terragrunt',
      'shared.hcl:1: config_path of dependency "x" is not known without Terragrunt',
      'b/terragrunt.hcl:4: the file of include "t" is not known',
      'c/terragrunt.hcl:2: this string is not closed on its line',
      'd/terragrunt.hcl:2: a path of dependencies is not known without Terragrunt',
      '4 Terragrunt units found.',
    ]);
  });
});

describe('with --scan-tf-files', () => {
  const files = {
    'modules/app/main.tf': `
      module "part" { source = "../part" }
      resource "x" "y" {
        a = file("\${path.module}/policy.json")
        b = templatefile("\${path.module}/templates/\${"user.tpl"}", { x = file("gone") })
        c = file(var.somewhere)
      }`,
    'modules/app/policy.json': '',
    'modules/app/templates/user.tpl': '',
    'modules/part/main.tf': 'locals {\n  x = file("${path.module}/../shared.txt")\n}\n',
    'modules/shared.txt': '',
    'live/app/terragrunt.hcl': 'terraform {\n  source = "../../modules//app"\n}\n',
    'live/own/terragrunt.hcl': '',
    'live/own/main.tf': 'module "part" {\n  source = "../../modules/part"\n}\n',
  };

  it('a unit changes with the modules that its module calls, and the files that these read', async () => {
    using folder = new Folder(files);
    const { 'live/app': app, 'live/own': own } = await dirs(folder, { scanTerraform: true });
    expect(patterns(app)).toEqual([
      'modules/app/**/*.tf',
      'modules/part/**/*.tf',
      'modules/app/policy.json',
      'modules/app/templates/user.tpl',
      'modules/shared.txt',
    ]);
    expect(patterns(own)).toEqual(['modules/part/**/*.tf', 'modules/shared.txt']);
  });

  it('and only then', async () => {
    using folder = new Folder(files);
    const { 'live/app': app, 'live/own': own } = await dirs(folder);
    expect(patterns(app)).toEqual(['modules/app/**/*.tf']);
    expect(patterns(own)).toEqual([]);
  });
});

describe('where Terragrunt is installed, it is asked', () => {
  const files = {
    'live/app/terragrunt.hcl': `dependency "x" {\n  config_path = "../static"\n}\n${source}`,
    ...Object.fromEntries(
      ['static', 'net', 'db'].map((name) => [`live/${name}/terragrunt.hcl`, source]),
    ),
  };
  const waits = (found: Record<string, Settings>) => found['live/app']?.when_modified.depends_on;

  it('with find, as JSON', async () => {
    using folder = new Folder(files);
    const units = [
      {
        type: 'unit',
        path: 'live/app',
        dependencies: ['live/net', `${folder.root}/live/db`, 'x/y'],
      },
      { type: 'unit', path: 'live/net' },
      { type: 'stack', path: 'live/db', dependencies: ['live/app'] },
    ];
    folder.program(
      'terragrunt',
      `[ "$*" = "find --dependencies --format=json" ] && echo '${JSON.stringify(units)}'`,
    );
    expect(waits(await dirs(folder))).toBe('dir:live/db or dir:live/net');
    expect(folder.notes).toEqual(['4 Terragrunt units found.']);
  });

  it('else with list, as a table', async () => {
    using folder = new Folder(files);
    folder.program(
      'terragrunt',
      `if [ "$*" = "list -l --dependencies" ]; then cat <<'END'
Type  Path       Dependencies
unit  live/app   live/net, live/db
unit  live/net
unit  live/db    live/static
END
else echo "unknown command: find" >&2; exit 1; fi`,
    );
    const found = await dirs(folder);
    expect(waits(found)).toBe('dir:live/db or dir:live/net');
    expect(found['live/db']?.when_modified.depends_on).toBe('dir:live/static');
    expect(folder.notes).toEqual([
      'terragrunt find --dependencies --format=json: unknown command: find',
      '4 Terragrunt units found.',
    ]);
  });

  it('and where it fails, or prints something else, the files are read', async () => {
    using folder = new Folder(files);
    folder.program(
      'terragrunt',
      'if [ "$1" = find ]; then echo hello; else echo broken >&2; exit 3; fi',
    );
    expect(waits(await dirs(folder))).toBe('dir:live/static');
    expect(folder.notes).toEqual([
      'terragrunt find --dependencies --format=json: it printed something else',
      'terragrunt list -l --dependencies: broken',
      'The files are read instead of asking Terragrunt.',
      '4 Terragrunt units found.',
    ]);
  });

  it('and not waited for longer than TERRAGRUNT_LIST_TIMEOUT says', async () => {
    using folder = new Folder(files);
    folder.program('terragrunt', 'exec sleep 600');
    const env = { TERRAGRUNT_LIST_TIMEOUT: '0.2' };
    expect(waits(await dirs(folder, { env }))).toBe('dir:live/static');
    expect(folder.notes).toEqual([
      'terragrunt find --dependencies --format=json: no answer within 0.2 seconds',
      'The files are read instead of asking Terragrunt.',
      '4 Terragrunt units found.',
    ]);
    await expect(dirs(folder, { env: { TERRAGRUNT_LIST_TIMEOUT: 'soon' } })).rejects.toThrow(
      'TERRAGRUNT_LIST_TIMEOUT is a number of seconds',
    );
  });
});

describe('hostile files', () => {
  it('end in units and notes', async () => {
    const doubling = Array.from(
      { length: 40 },
      (_, i) => `a${i + 1} = "\${local.a${i}}\${local.a${i}}"`,
    );
    const chain = Array.from({ length: 20_000 }, (_, i) => `b${i + 1} = local.b${i}`);
    using folder = new Folder({
      'a/terragrunt.hcl': `locals {\na0 = "xxxxxxxx"\n${doubling.join('\n')}\n}\nterraform {\n  source = local.a40\n}\n`,
      'b/terragrunt.hcl': `locals {\nb0 = "x"\n${chain.toReversed().join('\n')}\n}\nterraform {\n  source = local.b20000\n}\n`,
      'c/terragrunt.hcl':
        'include "x" {\n  path = include.x.locals.y\n}\ninclude "y" {\n  path = path_relative_to_include("y")\n}\n',
      'd/terragrunt.hcl': 'include "x" {\n  path = "one.hcl"\n}\n',
      'd/one.hcl':
        'include "x" {\n  path = "two.hcl"\n}\nlocals {\n  x = read_terragrunt_config("two.hcl")\n}\n',
      'd/two.hcl':
        'include "x" {\n  path = "one.hcl"\n}\nlocals {\n  x = read_terragrunt_config("one.hcl")\n}\n',
      'e/terragrunt.hcl': `x = ${'['.repeat(100_000)}`,
      'f/terragrunt.hcl': '\0\u0001'.repeat(1_000),
      'g/terragrunt.hcl': 'x'.repeat(2_000_000),
      'm/terragrunt.hcl': `x = ${'file('.repeat(2_000)}"y"${')'.repeat(2_000)}`,
      'n/terragrunt.hcl': `locals {\n  x = [${'file("long.txt"),'.repeat(20_000)}]\n}\n`,
      'n/long.txt': 'x'.repeat(1_000_000),
      'k/terragrunt.hcl': `locals {
        long  = "${'x'.repeat(60_000)}"
        list  = split("", local.long)
        many  = replace(local.long, "x", local.long)
        joint = join(local.long, local.list)
        lists = concat(${Array.from({ length: 500 }, () => 'local.list').join(', ')})
        extra_terrateam_dependencies = [local.many, local.joint, local.lists]
      }`,
    });
    folder.link('h/terragrunt.hcl', '/etc/hostname');
    folder.link('i/terragrunt.hcl', 'terragrunt.hcl');
    folder.link('j', '..');
    expect(Object.keys(await dirs(folder))).toEqual([
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'k', 'm', 'n'],
    ]);
  });
});

describe('what is not in the repository', () => {
  it('is not read through links, also not of git', async () => {
    const read =
      'locals {\n  extra_terrateam_dependencies = [file("x"), file("y"), file("z")]\n}\n';
    using folder = new Folder({
      'app/terragrunt.hcl': source + read,
      'app/y': 'of-the-repository',
      '.git/config': 'extraheader',
      'outside/.git': 'gitdir',
    });
    folder.link('app/x', '../.git/config');
    folder.link('app/z', '/etc/hostname');
    folder.link('app/main.tf', '/etc/passwd');
    folder.link('app/more.tf', '../outside/.git');
    folder.pipe('app/pipe.tf');
    const { app } = await dirs(folder, { scanTerraform: true });
    expect(patterns(app)).toEqual(['app/y', 'app/of-the-repository']);
  });
});

describe('the environment', () => {
  const list = (...items: string[]) =>
    `${source}locals {\n  extra_terrateam_dependencies = [\n${items.join(',\n')}\n  ]\n}\n`;

  it('is not known, because it holds secrets: get_env has its default', async () => {
    using folder = new Folder({
      'app/terragrunt.hcl': list(
        'get_env("AWS_SECRET_ACCESS_KEY")',
        '"${get_env("TF_VAR_key", "none")}.json"',
        'get_env("PATH")',
        'run_cmd("printenv", "AWS_SECRET_ACCESS_KEY")',
      ),
    });
    const env = { AWS_SECRET_ACCESS_KEY: 'very-blue', TF_VAR_key: 'very-green' };
    const { app } = await dirs(folder, { env });
    expect(patterns(app)).toEqual(['app/none.json']);
    expect(folder.notes).toEqual([
      'app/terragrunt.hcl:6: get_env("AWS_SECRET_ACCESS_KEY") has no default, and nothing else is known of the environment here',
      'app/terragrunt.hcl:8: get_env("PATH") has no default, and nothing else is known of the environment here',
      'app/terragrunt.hcl:5: an extra dependency is not known without Terragrunt',
      '1 Terragrunt units found.',
    ]);
  });

  it('is known as far as it says where Terrane runs', async () => {
    using folder = new Folder({
      'app/terragrunt.hcl': list(
        '"${get_env("TERRATEAM_BASE_REF")}.json"',
        '"${get_env("TERRATEAM_RUN_KIND", "none")}.json"',
      ),
    });
    const { app } = await dirs(folder, { env: { TERRATEAM_BASE_REF: 'main' } });
    expect(patterns(app)).toEqual(['app/main.json', 'app/none.json']);
  });
});

describe('what is printed', () => {
  it('is a configuration that loads, and makes dirspaces of the units', async () => {
    const needed = Array.from({ length: 300 }, (_, i) => `live/team-${i % 7}/unit-number-${i}`);
    const paths = needed.map((dir) => `"\${get_repo_root()}/${dir}"`);
    using folder = new Folder({
      ...Object.fromEntries(needed.map((dir) => [`${dir}/terragrunt.hcl`, source])),
      'live/app/terragrunt.hcl': `${source}dependencies {\n  paths = [${paths.join(', ')}]\n}\n`,
      'live/app/main.tf': '',
    });
    const files = [...needed, 'live/app'].map((dir) => `${dir}/terragrunt.hcl`);
    const tree = { files: [...files, 'live/app/main.tf'], branches, index: null };
    const given = load(null);
    const config = wireConfig(given, derived(given, tree).dirspaces, 'pr');
    const input = folder.checkout(JSON.stringify(config));
    const text = await terragruntConfig(input, { scanTerraform: false });
    const { dirspaces, order } = derived(load({ name: 'config_builder', text }), tree);
    expect(dirspaces.map(({ dir }) => dir)).toEqual([...needed, 'live/app'].sort());
    const app = dirspaces.find(({ dir }) => dir === 'live/app');
    expect(app?.tags).toContain('terragrunt');
    expect(app?.filePatterns.slice(0, 4)).toEqual([
      'live/app/terragrunt.hcl',
      'live/app/*.tf',
      'live/app/*.tfvars',
      'live/team-0/unit-number-0/terragrunt.hcl',
    ]);
    // It waits for every one of them, and so comes last.
    expect(dirspaces[order.sequence.at(-1) ?? 0]?.dir).toBe('live/app');
  });
});

const branches = { branch: 'change', destBranch: 'main' };

function load(built: ConfigFile | null): Config {
  const loaded = loadConfig({ built, feature: null });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded.config;
}

function derived(config: Config, tree: Source): Derived {
  const found = derive(config, tree);
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.derived;
}
