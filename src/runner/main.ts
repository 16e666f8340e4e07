/*
 * The job in the customer's CI. It asks the control plane for work with the work token that the
 * workflow was started with, does it in the checkout with the customer's own credentials, and posts
 * plans and results back. It exits 0 when all of the work succeeded and was reported.
 */
import { z } from 'zod';
import { systemClock } from './clock.ts';
import type { Host } from './host/host.ts';
import { asksForHelp, hostOf, usage } from './host/host-of.ts';
import { type TrustedCertificates, trustCertificates } from './http/certificates.ts';
import { ControlPlane, ControlPlaneError } from './http/control-plane.ts';
import { useProxiesOf } from './http/http-request.ts';
import { JobLog } from './log/job-log.ts';
import { print } from './log/standard-output.ts';
import { Masker } from './mask/mask.ts';
import { Interruption } from './process/interruption.ts';
import { ProgramRunner } from './process/program.ts';
import { workUntilDone } from './rounds.ts';
import type { Job } from './run.ts';
import { type Settings, SettingsError } from './settings.ts';
import { Checkout } from './source/checkout.ts';
import { defect } from './steps/step-result.ts';

// Compiled validators pay off after many values; a job checks a handful, and should start fast.
z.config({ jitless: true });
process.exitCode = await main();

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  if (asksForHelp(args)) {
    print(usage);
    return 0;
  }
  const host = hostOf(args, process.env);
  if (typeof host === 'string') {
    print(`${host}\n\n${usage}`);
    return 1;
  }
  const masker: Masker = new Masker((secret) => log.announceSecret(secret));
  const log = new JobLog(masker, host.dialect, systemClock, print);
  let certificates: TrustedCertificates | undefined;
  try {
    const settings = host.readSettings(process.env);
    for (const secret of settings.secrets) masker.add(secret);
    certificates = await trustCertificates(settings);
    const environment = { ...certificates?.variables, ...settings.environment };
    useProxiesOf(environment);
    const job = startJob(host, { ...settings, environment }, masker, log);
    return (await workUntilDone(job)) ? 0 : 1;
  } catch (error) {
    const expected = error instanceof SettingsError || error instanceof ControlPlaneError;
    log.error(expected ? error.message : defect(error));
    return 1;
  } finally {
    await certificates?.remove();
  }
}

function startJob(host: Host, settings: Settings, masker: Masker, log: JobLog): Job {
  const interruption = new Interruption();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      log.line(`${signal}: interrupting what runs, and waiting for it.`);
      interruption.signal();
    });
  }
  // Even then the result is posted: a run that ends without one would stay open on the pull request.
  process.on('uncaughtException', (error) => {
    interruption.abandon(defect(error));
  });
  const { apiBaseUrl, workToken } = settings;
  const address = { url: apiBaseUrl, name: host.words.baseUrl };
  const say = (line: string) => log.line(line);
  const programs = new ProgramRunner(masker, interruption);
  return {
    host,
    settings,
    masker,
    log,
    interruption,
    clock: systemClock,
    controlPlane: new ControlPlane(address, workToken, systemClock, say, interruption.begun),
    programs,
    checkout: new Checkout(settings.root, settings.environment, programs),
  };
}
