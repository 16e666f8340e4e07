import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
import { GAPS } from '../../src/config/not-yet.ts';

const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
const [, refused = ''] = page.split('## Not carried out yet');

/** Asks for everything that there is a word for in the language and nothing behind it. */
const everything = configSchema.parse({
  apply_requirements: {
    checks: [{ tag_query: '', approved: { require_completed_reviews: true } }],
  },
});

describe('the guide to the configuration', () => {
  it.each(GAPS)('says that a configuration with $what is refused', ({ key, what, asked }) => {
    expect(asked(everything)).not.toEqual([]);
    expect(refused).toContain(key);
    expect(refused).toContain(what);
  });

  it.each([...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text))(
    'shows examples that load as they stand: %s',
    (text) => {
      const loaded = loadConfig({ feature: { name: '.terrateam/config.yml', text } });
      expect(loaded).toMatchObject({ ok: true, warnings: [], unavailable: [] });
    },
  );
});
