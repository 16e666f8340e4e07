import type { Config } from './config.ts';

type Engine = NonNullable<Config['engine']>;
type Workflow = Config['workflows'][number];

/** Engines that run terraform or tofu in turn. */
const WRAPPERS = new Set(['terragrunt', 'stategraph', 'cdktf']);
/** Engines whose `outputs` say whether outputs are collected. */
const COLLECTING = new Set(['terraform', 'tofu', ...WRAPPERS]);

/** The engine at the top of a file, with what older files say in other keys; undefined: nothing. */
export function engineOf({
  engine,
  default_tf_version: version,
}: Pick<Config, 'engine' | 'default_tf_version'>): Engine | undefined {
  return engine ?? (version === undefined ? undefined : { name: 'terraform', version });
}

/**
 * A workflow's own engine, completed with what it does not say from the one at the top: between
 * engines of one name everything, between others what means the same in both. Undefined: it has none
 * of its own.
 */
export function workflowEngine(workflow: Workflow, above: Engine | undefined): Engine | undefined {
  const own = workflow.engine ?? olderEngine(workflow, above);
  if (own === undefined || above === undefined) return own;
  // Two of one name have one shape.
  if (own.name === above.name) return { ...above, ...own } as Engine;
  const both = (names: ReadonlySet<string>) =>
    names.has(String(own.name)) && names.has(String(above.name));
  const shared = [
    ...(both(WRAPPERS) ? ['tf_cmd', 'tf_version'] : []),
    ...(both(COLLECTING) ? ['outputs'] : []),
  ];
  const inherited = Object.entries(above).filter(([key]) => shared.includes(key));
  // Of keys that both engines have, with values that the other has been checked with.
  return { ...Object.fromEntries(inherited), ...own } as Engine;
}

/** Older files name engines by switches, and a version of Terraform whatever the engine is. */
function olderEngine(workflow: Workflow, above: Engine | undefined): Engine | undefined {
  const { terragrunt, cdktf, terraform_version: version } = workflow;
  const wrapped = version === undefined ? {} : { tf_version: version };
  if (cdktf) return { name: 'cdktf', ...wrapped };
  if (terragrunt) return { name: 'terragrunt', ...wrapped };
  if (version === undefined) return undefined;
  const name = above?.name ?? 'terraform';
  if (name === 'terraform') return { name, version };
  return name === 'terragrunt' || name === 'stategraph' || name === 'cdktf'
    ? { name, ...wrapped }
    : undefined;
}
