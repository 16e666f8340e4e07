import { join } from 'node:path';
import type { Command, ProgramResult } from '../process/program.ts';
import type { Run } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';

/** An ssh-agent of the run's own, which keeps the keys in memory. */
export type SshAgent = {
  /** What has ssh ask it. */
  readonly env: Readonly<Record<string, string>>;
  /** Adds the key that a variable holds. Throws `StepFailed`. */
  add(variable: string, key: string): Promise<void>;
  /** Ends it, and forgets the keys. */
  end(): void;
};

/** Starts an agent. Throws `StepFailed`. */
export async function startSshAgent(
  { tmpdir, programs }: Run,
  env: Record<string, string>,
): Promise<SshAgent> {
  const socket = join(tmpdir, 'ssh-agent');
  const command = async (more: Pick<Command, 'argv' | 'input' | 'env'>) =>
    exited(await programs.run({ cwd: tmpdir, ...more }, { kind: 'quiet' }));
  const started = await command({ argv: ['ssh-agent', '-s', '-a', socket], env });
  const pid = /SSH_AGENT_PID=(\d+)/.exec(started.stdout)?.[1];
  if (started.exitCode !== 0 || pid === undefined) {
    throw new StepFailed(`ssh-agent could not be started for the keys:\n${started.stderr}`);
  }
  const agentEnv = { SSH_AUTH_SOCK: socket, SSH_AGENT_PID: pid };
  return {
    env: agentEnv,
    add: async (variable, key) => {
      const argv = ['ssh-add', '-q', '-'];
      // Nobody is there to be asked for a passphrase.
      const asked = { ...env, ...agentEnv, SSH_ASKPASS_REQUIRE: 'never', LC_ALL: 'C' };
      const added = await command({ argv, input: pemText(key), env: asked });
      if (added.exitCode === 0) return;
      throw new StepFailed(
        `${variable} holds no key that ssh takes: ${added.stderr.trim()}\nIt must be a private key as ssh-keygen ` +
          'writes it, from its BEGIN line to its END line, and without a passphrase.',
      );
    },
    end: () => {
      try {
        process.kill(Number(pid), 'SIGTERM');
      } catch {
        // It has ended by itself.
      }
    },
  };
}

function exited(result: ProgramResult): Extract<ProgramResult, { kind: 'exited' }> {
  if (result.kind === 'exited') return result;
  throw new StepFailed(
    `${result.program} was not found on PATH, and TERRATEAM_SSH_KEY is set. Install OpenSSH's client on the ` +
      'machine that runs the job (Debian, Ubuntu: openssh-client), or remove the variable.',
  );
}

/** A key as ssh wants it, of what is left of it after a web form or a JSON document had it. */
function pemText(key: string): string {
  const lines = key.includes('\n') ? key : key.replaceAll('\\n', '\n');
  return `${lines.replaceAll('\r', '').trim()}\n`;
}
