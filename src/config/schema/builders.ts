import { z } from 'zod';
import { flag, prose } from './values.ts';

const script = (...about: readonly string[]) =>
  z
    .string()
    .optional()
    .meta({
      otherwise: 'none, which is an error when it is enabled',
      description: prose(
        ...about,
        '',
        'Without a first line that begins with `#!` it is run by bash.',
      ),
    });

export const configBuilder = z
  .strictObject({
    enabled: flag(false, 'Run it.'),
    script: script(
      'The program. It reads the configuration as JSON, with every directory by its path and with its',
      'tags, and prints a whole configuration as JSON.',
    ),
  })
  .prefault({})
  .meta({
    description: prose(
      'A program in your CI that makes a configuration, for what is easier computed than written down:',
      'dependencies from Terragrunt files, say. It runs once a commit, in the root of the repository,',
      'before anything is planned; `$TERRATEAM_ROOT` is that root.',
      '',
      'What it prints is weaker than `.terrateam/config.yml` on the branch of the pull request, and',
      'stronger than the defaults. The keys of',
      '[`default_branch_overrides`](default_branch_overrides.md) never come from it. When it fails, or',
      'prints something else, a comment says so and nothing is run.',
      '',
      'Two programs for it are on the PATH of the job: `terragrunt-config-builder`, for Terragrunt, and',
      '`terrateam-aux-repo-config`, for a file of dependencies. [Builders](../builders.md) tells what they',
      'find, and what a script gets.',
    ),
    example: `config_builder:
  enabled: true
  script: terragrunt-config-builder
`,
  });

export const treeBuilder = z
  .strictObject({
    enabled: flag(false, 'Run it.'),
    script: script(
      'The program. It prints a JSON list with an entry for each file, `{"path": …, "id": …}`. A file',
      'is changed when its `id` is not the same for both, or with `"changed": true` in any case.',
    ),
  })
  .prefault({})
  .meta({
    description: prose(
      'A program in your CI that lists the files of the repository, in place of git. For files that',
      'are made and not committed, or whose change is not a change of their text.',
      '',
      'It runs for the head of a pull request and for the commit where that left its destination, once a',
      'commit, in the root of the repository. [Builders](../builders.md) tells what a script gets.',
    ),
    example: `tree_builder:
  enabled: true
  script: |
    git ls-files -s | jq -R -s '
      split("\\n") | map(select(. != "") | split("\\t") | {path: .[1], id: .[0]})'
`,
  });

export const indexer = z
  .strictObject({
    enabled: flag(false, 'Look for module calls.'),
    build_tag: z
      .string()
      .optional()
      .describe('Without effect: what looks for module calls is part of the runner.'),
  })
  .prefault({})
  .meta({
    description: prose(
      'Finds out which directories are local modules, and who calls them. A directory that is called',
      'as a module is not run; its callers are, when its `.tf` files change. Symbolic links are',
      'followed to what they lead to.',
      '',
      'It happens in your CI, once a commit, before anything is planned. `terrateam index` does it',
      'again and names the files that it could not read. [Builders](../builders.md) tells what it finds.',
    ),
    example: `indexer:
  enabled: true
`,
  });
