import { CHECKS } from '../../../audit/checks/all.ts';
import { openScanJournal } from '../../../audit/engine/journal-file.ts';
import { lowerLimits } from '../../../audit/engine/limits.ts';
import type { FingerprintSource } from '../../../audit/identify/fingerprints/fingerprint.ts';
import { openFingerprints } from '../../../audit/identify/fingerprints/open-fingerprints.ts';
import { identifyService, type IdentifySettings } from '../../../audit/identify/identify.ts';
import { Guard } from '../../../audit/network/guard.ts';
import { GuardedNetwork } from '../../../audit/network/network.ts';
import { scanTcp } from '../../../audit/network/tcp-scan.ts';
import { scanUdp } from '../../../audit/network/udp-scan.ts';
import type { ProbePlan } from '../../../audit/probing/plan.ts';
import { scanTargets } from '../../../audit/probing/scan-targets.ts';
import type { ProbeMeans } from '../../../audit/probing/run-plan.ts';
import { CliError, EXIT } from '../../exit-code.ts';

/** The real means to ask hosts, all behind one guard that knows the plan's scope; `interrupted` closes what is open. */
export async function openMeans(plan: ProbePlan, interrupted: AbortSignal): Promise<ProbeMeans> {
  const guard = new Guard(plan.scope, () => new Date());
  const tcpTargets = scanTargets(plan.targets, 'tcp');
  const journal =
    plan.journal === null ? undefined : await openScanJournal(plan.journal, { targets: tcpTargets, seed: 1 });
  if (typeof journal === 'string') throw new CliError(EXIT.usage, `--resume: ${journal}`);
  const limits = lowerLimits(plan.rate === null ? {} : { perSecond: plan.rate });
  const network = new GuardedNetwork(guard, interrupted);
  const identifying: IdentifySettings = { fingerprints: await openAllFingerprints(plan.fingerprints) };
  return {
    checks: CHECKS,
    network,
    identify: (endpoint, transport) => identifyService({ endpoint, transport }, network, identifying),
    scan: async (_plan, on, signal) => {
      const tcp = await scanTcp(
        tcpTargets,
        { guard, journal },
        {
          port: (found) => on.port({ ...found, transport: 'tcp' }),
          progress: ({ done, total, open, eta }) =>
            on.progress({ done, total, open, secondsLeft: eta === null ? null : eta / 1000 }),
        },
        { signal, limits, engine: plan.engine === 'fast' ? 'fast' : 'ordinary' },
      );
      const udp = await scanUdp(
        scanTargets(plan.targets, 'udp'),
        { guard },
        { port: (found) => on.port({ ...found, transport: 'udp' }) },
        { signal, ...(plan.rate !== null && { perSecond: plan.rate }) },
      );
      return [...tcp.gaps, ...udp.gaps];
    },
  };
}

/** Portolan's own fingerprints, then those of a checkout of recog. Throws CliError where that is none. */
async function openAllFingerprints(folder: string | null): Promise<FingerprintSource[]> {
  const own = openFingerprints();
  if (folder === null) return [own];
  const { openRecog } = await import('../../../audit/identify/recog/open-recog.ts');
  try {
    return [own, openRecog(folder)];
  } catch (error) {
    throw new CliError(EXIT.couldNotLook, `--fingerprints: ${error instanceof Error ? error.message : String(error)}`);
  }
}
