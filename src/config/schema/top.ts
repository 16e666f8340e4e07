import { z } from 'zod';
import { flag, prose } from './values.ts';

export const version = z
  .literal('1')
  .default('1')
  .meta({
    description: 'The version of the language, a text. There is only this one.',
    example: `version: "1"
`,
  });

export const enabled = flag(true).meta({
  description:
    'Whether anything happens in this repository. With `false` nothing does, and commands in comments are not answered.',
  example: `enabled: false
`,
});

export const defaultTfVersion = z
  .string()
  .optional()
  .meta({
    deprecated: true,
    description: prose(
      'The version of Terraform where no [`engine`](engine.md) is named. From older files; write',
      '`engine.version`.',
    ),
    example: `default_tf_version: "1.9.8"
`,
  });

export const definitions = z
  .unknown()
  .optional()
  .meta({
    description: prose(
      'A place for YAML anchors: whatever is in it is not read, but may be repeated elsewhere.',
      '',
      'A merge key (`<<`) takes over the keys of a map. Lists cannot be merged so.',
    ),
    example: `definitions:
  production: &production
    environment: production
    lock_policy: strict
workflows:
  - <<: *production
    tag_query: "workspace:production"
`,
  });
