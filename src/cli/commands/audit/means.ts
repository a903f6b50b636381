import { CHECKS } from '../../../audit/checks/all.ts';
import { openScanJournal } from '../../../audit/engine/journal-file.ts';
import { lowerLimits } from '../../../audit/engine/limits.ts';
import { Guard } from '../../../audit/network/guard.ts';
import { GuardedNetwork } from '../../../audit/network/network.ts';
import { scanTcp } from '../../../audit/network/tcp-scan.ts';
import type { ProbePlan } from '../../../audit/probing/plan.ts';
import type { ProbeMeans } from '../../../audit/probing/run-plan.ts';
import { CliError, EXIT } from '../../exit-code.ts';

/** The real means to ask hosts, all behind one guard that knows the plan's scope. */
export async function openMeans(plan: ProbePlan): Promise<ProbeMeans> {
  const guard = new Guard(plan.scope, () => new Date());
  const targets = plan.targets.map(({ address, tcp, vantage }) => ({
    address,
    ports: tcp,
    isOwn: vantage === 'same-address' || vantage === 'outside-netns',
  }));
  const journal = plan.journal === null ? undefined : await openScanJournal(plan.journal, { targets, seed: 1 });
  if (typeof journal === 'string') throw new CliError(EXIT.usage, `--resume: ${journal}`);
  const limits = lowerLimits(plan.rate === null ? {} : { perSecond: plan.rate });
  return {
    checks: CHECKS,
    network: new GuardedNetwork(guard),
    identify: () => Promise.resolve(null),
    scan: async (_plan, on, signal) => {
      const summary = await scanTcp(
        targets,
        { guard, journal },
        {
          port: (found) => on.port({ ...found, transport: 'tcp' }),
          progress: ({ done, total, open, eta }) =>
            on.progress({ done, total, open, secondsLeft: eta === null ? null : eta / 1000 }),
        },
        { signal, limits, engine: plan.engine === 'fast' ? 'fast' : 'ordinary' },
      );
      return summary.gaps;
    },
  };
}
