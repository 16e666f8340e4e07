import type { StandIns } from '../stand-ins.ts';

/**
 * Stand-ins for the programs of engines: they take the arguments that the real ones are documented to
 * take and no others, end with the exit codes of those, and note how they were called in `calls`.
 */
export function engineStandIns(calls: string): StandIns {
  return Object.fromEntries(
    Object.entries(programs).map(([name, script]) => [name, noting(calls, name, script)]),
  );
}

function noting(calls: string, name: string, script: string): string {
  return `echo "${name} $*" >> '${calls}'\n${script}`;
}

/** Terragrunt since 0.88, around a real terraform. */
const terragrunt = `
[ "$1" = --version ] && { echo "terragrunt version v0.88.1"; exit; }
[ "$TG_NON_INTERACTIVE" = true ] || { echo "would ask" >&2; exit 1; }
case "$1" in
  run) [ "$2" = -- ] || { echo "missing --" >&2; exit 1; }; shift 2 ;;
  init|plan|apply|show|output) ;;
  *) echo "ERROR unknown command: \\"$1\\". Use run --" >&2; exit 1 ;;
esac
[ "$TG_TF_FORWARD_STDOUT" = true ] && exec "$TG_TF_PATH" "$@"
"$TG_TF_PATH" "$@" | sed 's/^/STDOUT tofu: /' >&2`;

/** Terragrunt before 0.88, which knows no \`run\`. */
export function oldTerragrunt(calls: string): StandIns {
  const script = `
[ "$1" = --version ] && { echo "terragrunt version 0.75.3"; exit; }
[ "$TERRAGRUNT_NON_INTERACTIVE" = true ] || { echo "would ask" >&2; exit 1; }
[ "$TERRAGRUNT_FORWARD_TF_STDOUT" = true ] && exec "$TERRAGRUNT_TFPATH" "$@"
"$TERRAGRUNT_TFPATH" "$@" | sed 's/^/STDOUT tofu: /' >&2`;
  return { terragrunt: noting(calls, 'terragrunt', script) };
}

/** CDK for Terraform, of whose project only the stack prod is made. */
const cdktf = `
case "$1" in
  get) echo "Generated constructs" ;;
  synth)
    mkdir -p out/stacks/prod
    echo '{"version":"0.20.0","stacks":{"prod":{"name":"prod","workingDirectory":"stacks/prod"}}}' > out/manifest.json
    echo '{"resource":{"terraform_data":{"one":{"input":"made"}}},"output":{"one":{"value":"$'"{terraform_data.one.output}"'"}}}' > out/stacks/prod/cdk.tf.json
    echo "Generated Terraform code for the stacks: prod" ;;
  *) exit 1 ;;
esac`;

const pulumi = `
case "$*" in
  "login --cloud-url file://~ --non-interactive") echo "Logged in" ;;
  "stack select --stack dev --non-interactive") ;;
  "stack select "*) echo "error: no stack named '$4' found" >&2; exit 255 ;;
  "preview --diff --non-interactive") echo "Previewing update (dev)" ;;
  "up --yes --non-interactive") echo "Updating (dev)" ;;
  *) echo "error: unknown $*" >&2; exit 255 ;;
esac`;

const stategraph = `
plan='{"tx_id":"t","task_id":"k","revision_hash":"h","dirs":[]}'
[ "$TF_CMD" = terraform ] || exit 123
case "$*" in
  info) echo "user: ada" ;;
  "tf plan --out "*" --detailed-exitcode --workspace blue --skip-refresh")
    echo "$plan" > "$4"; echo "Plan: 1 to add, 0 to change, 0 to destroy."; exit 2 ;;
  "tf plan --out "*" --detailed-exitcode --workspace same --skip-refresh")
    echo '{"task_id":"k"}' > "$4"; echo "No changes detected." ;;
  "tf show --json "*) echo '{"format_version":"1.2","resource_changes":[{"address":"a.b","mode":"managed","change":{"actions":["create"]}}]}' ;;
  "tf show "*) [ "$(cat "$3")" = "$plan" ] || exit 1; echo "  + resource a b" ;;
  "tf apply --auto-approve --workspace blue") echo "Planned and applied" ;;
  "tf apply "*) [ "$(cat "$3")" = "$plan" ] || exit 1; echo "Applied" ;;
  *) echo "usage" >&2; exit 124 ;;
esac`;

/** flyctl: an account with the deployed app \`old\`. Made apps stand in the file \`made\`. */
const flyctl = `
app=$(sed -n 's/^app = "\\(.*\\)"$/\\1/p' fly.production.toml)
memory=$(sed -n 's/^memory = "\\(.*\\)"$/\\1/p' fly.production.toml)
show() { printf '{\\n  "app": "%s",\\n  "vm": "%s"\\n}\\n' "$app" "$1"; }
case "$*" in
  version) echo "flyctl v0.3.100" ;;
  "config show --local --config fly.production.toml") show "$memory" ;;
  "config show --app old") show 256mb ;;
  "config show --app "*) echo "Error: Could not find App" >&2; exit 1 ;;
  "apps list --json") echo '[{"Name":"old","Deployed":true}]' ;;
  "apps create new") echo "New app created: new" ;;
  "deploy --config fly.production.toml --yes --remote-only") echo "Deployed $app" ;;
  *) echo "Error: unknown command or flag: $*" >&2; exit 1 ;;
esac`;

const programs: StandIns = { terragrunt, cdktf, pulumi, stategraph, flyctl };
