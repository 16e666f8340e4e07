import { appendFile } from 'node:fs/promises';
import { escapeCommand } from '../mask/masked-stream.ts';
import { readSettings } from '../settings.ts';
import { type Host, IdentityUnavailable, type LogDialect } from './host.ts';

/** GitHub's workflow commands. */
const dialect: LogDialect = {
  openGroup: (_id, title) => `::group::${escapeCommand(title)}\n`,
  closeGroup: () => '::endgroup::\n',
  error: (text) => `::error::${escapeCommand(text)}\n`,
  announceSecret: (secret) => `::add-mask::${escapeCommand(secret)}\n`,
  /*
   * `::stop-commands::`, `::set-output`, and in the older form `##[…]`, which may stand anywhere in a
   * line: what a pull request prints must not switch the masking of secrets off, close our groups, or
   * set our outputs.
   */
  harmless: (text) =>
    text.replace(/^((?:\u0085|[^\S\r\n])*):(?=:)/gm, '$1: ').replaceAll('##[', '## ['),
};

/** GitHub Actions. */
export const github: Host = {
  name: 'github',
  dialect,
  readSettings,
  writeSummary: async ({ stepSummary }, markdown) => {
    if (stepSummary !== undefined) await appendFile(stepSummary, `${markdown}\n`);
  },
  identityToken: async () => {
    throw new IdentityUnavailable('This job has no identity.');
  },
};
