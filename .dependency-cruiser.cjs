/**
 * Who may import whom between the rooms of src/. Anything not listed is an error.
 * The arrows are those of the architecture page, docs/architecture.md.
 */
const rooms = {
  protocol: [],
  config: ['protocol'],
  decide: ['protocol', 'config'],
  forge: ['protocol'],
  database: [],
  control: ['protocol', 'config', 'decide', 'forge', 'database'],
  hcl: [],
  builders: ['protocol', 'config', 'hcl'],
  runner: ['protocol', 'config'],
  server: ['protocol', 'config', 'decide', 'forge', 'database', 'control'],
  sandbox: ['protocol'],
  cli: [
    'protocol',
    'config',
    'decide',
    'database',
    'control',
    'server',
    'sandbox',
    'hcl',
    'builders',
  ],
};
const pure = ['protocol', 'config', 'decide', 'hcl'];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `${room}-may-import`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: `^src/(${[room, ...allowed].join('|')})/` },
    })),
    {
      name: 'pure-rooms-do-no-io',
      severity: 'error',
      from: { path: `^src/(${pure.join('|')})/` },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?path(/posix)?$' },
    },
    {
      name: 'sources-do-not-import-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
