/*
 * A repository as large organisations have them: areas, regions, teams, and for each service a root
 * module of five files.
 */
const FILES = ['README.md', 'main.tf', 'outputs.tf', 'terraform.tfvars', 'variables.tf'];
const AREAS = ['infra', 'live', 'platform'];

/** Paths of so many files, five a directory, in the order that git lists them. */
export function generatedTree(files: number): readonly string[] {
  const dirs = Array.from(
    { length: files / FILES.length },
    (_, i) => `${AREAS[i % 3]}/region-${i % 20}/team-${i % 400}/service-${i}`,
  );
  return dirs.sort().flatMap((dir) => FILES.map((file) => `${dir}/${file}`));
}

/** Fifty globs of all kinds, each with patterns of its own, and what large configurations have beside. */
export function generatedConfig(): string {
  const globs = Array.from({ length: 10 }, (_, i) => [
    `live/region-${i}/**`,
    `**/team-${i * 7}/**/*.tf`,
    `infra/*/team-${i}*/**`,
    `platform/**/service-*${i}/*.tf`,
    `*/region-{1,2,${i}}/**/{main,variables}.tf`,
  ]).flat();
  const dirs = globs.map((glob, i) => [
    glob,
    {
      tags: [`kind-${i}`],
      when_modified: {
        file_patterns: ['${DIR}/*.tf', '${DIR}/*.tfvars', '!${DIR}/*.md', `shared/module-${i}/**`],
      },
    },
  ]);
  const workflows = [
    { tag_query: 'kind-1 or kind-2', environment: 'production' },
    { tag_query: 'team-7 in dir', environment: 'team-7' },
    { tag_query: '' },
  ];
  return JSON.stringify({ dirs: Object.fromEntries(dirs), workflows });
}
