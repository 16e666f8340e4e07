import { GAPS } from '../src/config/not-yet.ts';
import { defaultOf, keysOf, kindOf, optionsOf } from './config-keys.ts';
import { describedSchema, type JsonSchema } from './config-schema.ts';
import { paragraphs, wrap } from './markdown.ts';

const MADE =
  '<!-- Written by scripts/generate-docs.ts from the descriptions in src/config/schema/. -->';
const BACK = '[All keys](README.md) · [Guide](../../configuration.md)';

/** The keys at the top of a file, in the order that somebody would look for them. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'What is run, and when': ['dirs', 'when_modified', 'stacks', 'destination_branches', 'tags'],
  'How it is run': [
    ...['workflows', 'hooks', 'engine', 'create_and_select_workspace'],
    ...['parallel_runs', 'batch_runs', 'storage', 'integrations'],
  ],
  'Who has to agree': ['apply_requirements', 'access_control', 'default_branch_overrides'],
  'What happens by itself': ['automerge', 'drift', 'notifications', 'cost_estimation'],
  'Where the configuration comes from': ['config_builder', 'tree_builder', 'indexer'],
  'The file itself': [
    ...['version', 'enabled', 'definitions', 'checkout_strategy', 'default_tf_version'],
  ],
};

/** Definitions with a section on a page; scripts/config-keys.ts links there. */
const SHARED = [
  { page: 'dirs', name: 'directory_rules', heading: 'Rules of a directory or workspace' },
  { page: 'stacks', name: 'stack_rules', heading: 'Rules of a stack' },
];

/** The pages of the reference, by the names of their files. */
export function referencePages(): ReadonlyMap<string, string> {
  const schema = describedSchema();
  const keys = Object.entries(schema.properties ?? {});
  return new Map([
    ['README.md', indexPage(keys)],
    ['steps.md', stepsPage(schema.definitions ?? {})],
    ...keys.map(([key, one]) => [`${key}.md`, keyPage(key, one, schema)] as const),
  ]);
}

function indexPage(keys: readonly (readonly [string, JsonSchema])[]): string {
  const listed = Object.values(GROUPS).flat().toSorted();
  const missing = keys.filter(([key]) => !listed.includes(key)).map(([key]) => key);
  if (missing.length > 0) throw new Error(`GROUPS does not have ${missing.join(', ')}`);
  const about = new Map(keys);
  const groups = Object.entries(GROUPS).map(([group, members]) => {
    const items = members.map((key) => {
      const [sentence = ''] = /^.+?[.](?= |\n|$)/.exec(about.get(key)?.description ?? '') ?? [];
      return wrap(`- [\`${key}\`](${key}.md): ${sentence}`, '', '  ');
    });
    return `## ${group}\n\n${items.join('\n')}`;
  });
  return page(
    '# Reference of the configuration',
    paragraphs(
      'Every key of `.terrateam/config.yml`, and what it does. How they work together is told in [the' +
        ' guide](../../configuration.md).\n\nMaps are closed: a key that is not named here is a mistake,' +
        ' and is told with its place. A key without a value is as if it were not there. What steps of' +
        ' workflows and hooks there are is said in [steps](steps.md).',
    ),
    ...groups,
  );
}

function keyPage(key: string, schema: JsonSchema, root: JsonSchema): string {
  const { description = '', example, deprecated } = schema;
  if (example === undefined) throw new Error(`${key} has no example: add one to its schema`);
  const sections = [keysOf(schema, key), ...moreOf(key, root)]
    .filter((part) => part !== '')
    .join('\n\n');
  const kind = key === 'engine' ? 'map' : kindOf(schema);
  const facts = [kind, ...defaultOf(schema), ...(deprecated ? ['from older files'] : [])];
  return page(
    `# \`${key}\``,
    paragraphs(description),
    ...(facts.join() === 'map' ? [] : [wrap(`${capital(facts.join('; '))}.`)]),
    ...notYet(key),
    yaml(example),
    ...(sections === '' ? [] : [sections]),
    BACK,
  );
}

/** What is defined once and told on the page of the key that it is for. */
function moreOf(key: string, { definitions = {} }: JsonSchema): readonly string[] {
  if (key === 'engine') {
    const engines = variants(definitions.engine ?? {});
    return engines.map((engine) => variantSection(engine, engine.title ?? '', []));
  }
  const { name, heading } = SHARED.find(({ page }) => page === key) ?? {};
  if (name === undefined) return [];
  const { [name]: shared = {} } = definitions;
  return [`## ${heading}`, paragraphs(shared.description ?? ''), keysOf(shared, name)];
}

function stepsPage({ workflow_step = {}, hook_step = {}, gate = {} }: Definitions): string {
  const inWorkflows = new Map(variants(workflow_step).map((step) => [step.title ?? '', step]));
  const inHooks = new Map(variants(hook_step).map((step) => [step.title ?? '', step]));
  const steps = new Map([...inWorkflows, ...inHooks]);
  const sections = [...steps].map(([title, step]) => {
    const where = inHooks.has(title)
      ? inWorkflows.has(title)
        ? 'In workflows and hooks.'
        : 'In hooks.'
      : 'In workflows.';
    return variantSection(step, title, [where]);
  });
  return page(
    '# Steps',
    paragraphs(
      'What is done for a dirspace when it is planned or applied ([`workflows`](workflows.md)), and' +
        ' around a whole job ([`hooks`](hooks.md)).\n\nSteps are run in order. Those of a workflow are' +
        ' run in the directory of the dirspace, those of a hook in the root of the repository. After a' +
        ' step that failed, those that follow are passed over, unless their `run_on` says otherwise.',
    ),
    ...notYet('steps'),
    ...sections,
    `## Gates\n\n${paragraphs(gate.description ?? '')}`,
    keysOf(gate, 'gate'),
    BACK,
  );
}

type Definitions = Readonly<Record<string, JsonSchema>>;

function variants(schema: JsonSchema): readonly JsonSchema[] {
  return optionsOf(schema).filter(({ properties }) => properties !== undefined);
}

/** A step or an engine: a map that one of its keys tells from others. */
function variantSection(map: JsonSchema, title: string, remarks: readonly string[]): string {
  const { description = '', example } = map;
  const [name = '', ...rest] = title.split(' with ');
  const heading = [`\`${name}\``, ...rest].join(' with ');
  const keys = keysOf(map, name);
  return [
    `## ${heading}`,
    paragraphs(description),
    ...remarks,
    ...(example === undefined ? [] : [yaml(example)]),
    ...(keys === '' ? [] : [keys]),
  ].join('\n\n');
}

/** What of a page this version refuses. */
function notYet(key: string): readonly string[] {
  const gaps = Object.entries(gapsByKey()).filter(([name]) => pageOf(name) === key);
  if (gaps.length === 0) return [];
  const text = gaps.map(([name, what]) => `${what} (${name})`).join('; ');
  return [wrap(`**Not carried out yet**, and refused: ${text}.`, '> ')];
}

/** The table of the guide. */
export function gapsTable(): string {
  const rows = Object.entries(gapsByKey()).map(([key, what]) => `| ${key} | ${what} |`);
  return ['| key | what it is |', '|---|---|', ...rows].join('\n');
}

function gapsByKey(): Readonly<Record<string, string>> {
  const gaps = Map.groupBy(GAPS, ({ key }) => key);
  return Object.fromEntries(
    [...gaps].map(([key, members]) => [key, together(members.map(({ what }) => what))]),
  );
}

/** `the step a, the step b` as `the steps a, b`. */
function together(things: readonly string[]): string {
  const [first = ''] = things;
  if (things.length === 1) return first;
  const [, kind = '', ...names] = [
    ...(/^the (\w+) /.exec(first) ?? []),
    ...things.map((thing) => `\`${thing.replace(/^the \w+ /, '')}\``),
  ];
  return `the ${kind}s ${names.join(', ')}`;
}

/** The page that a key is on, by its first name; those of steps stand in no map of the root. */
function pageOf(key: string): string {
  const [, name = ''] = /`(\w+)/.exec(key) ?? [];
  return ['type', 'gate', 'on_error', 'drift_create_issue'].includes(name) ? 'steps' : name;
}

function yaml(text: string): string {
  return `\`\`\`yaml\n${text}\`\`\``;
}

function page(...parts: readonly string[]): string {
  return `${[MADE, ...parts].join('\n\n')}\n`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
