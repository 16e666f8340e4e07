import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeIndex } from '../../src/builders/code-index.ts';
import { Folder } from './folder.ts';

describe('what is put in the place of a tracked file', () => {
  it('is not read where it is no file of the repository, and named', async () => {
    using folder = new Folder({ 'app/link.tf': '', 'app/git.tf': '', 'app/pipe.tf': '' });
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder.root });
    git('init', '--quiet');
    git('add', '--all');
    for (const name of ['link', 'git', 'pipe']) rmSync(join(folder.root, `app/${name}.tf`));
    folder.link('app/link.tf', '/etc/passwd');
    folder.link('app/git.tf', '../.git/config');
    folder.pipe('app/pipe.tf');
    const index = JSON.parse(await codeIndex(folder.checkout('{"dirs": ["app"]}')));
    const outside = {
      msg: 'the file cannot be read: it is a link that leads out of the repository',
    };
    expect(index.paths.app.failures).toEqual({
      'link.tf': outside,
      'git.tf': outside,
      'pipe.tf': { msg: 'the file cannot be read: it is not a file' },
    });
  });
});
