import type { CommandSpec } from '../../command.ts';

export const audit: CommandSpec = {
  name: 'audit',
  summary:
    'Which ports of your hosts answer, what is behind them, whether it is safe, and whether it is what was agreed',
  argument: {
    name: 'TARGET...',
    description:
      'addresses, networks such as 10.20.0.0/24, or names; this machine when absent, or the hosts of --policy',
  },
  flags: [
    {
      long: 'policy',
      value: 'FILE',
      description: 'what is agreed, as audit init writes it: the audit says what differs',
    },
    {
      long: 'only',
      value: 'CHECKS',
      description: 'ids of checks (ftp.anonymous) or their first parts (ftp), with commas; none for no checks at all',
    },
    { long: 'ports', value: 'LIST', description: 'ask these only: 22,80,8000-8010,53/udp' },
    { long: 'all-ports', description: 'ask all 65,535 TCP ports', excludes: ['ports'] },
    {
      long: 'vantage',
      value: 'WHERE',
      values: ['direct', 'netns'],
      description: 'netns: ask this machine from a temporary namespace beside it, as a stranger would; needs root',
    },
    { long: 'zone', value: 'NAMES', description: 'DNS zones whose transfer is tried, with commas' },
    { long: 'query-name', value: 'NAME', description: 'a name that resolvers are asked for, besides one nobody has' },
    {
      long: 'engine',
      value: 'NAME',
      values: ['default', 'fast'],
      description: 'fast: connect by an internal interface of Node, which is tried first and left where it fails',
    },
    { long: 'rate', value: 'N', description: 'at most so many probes a second to one other host' },
    {
      long: 'resume',
      value: 'FILE',
      description:
        'keep what is decided in a file, and go on from there when it exists; with --vantage netns also in FILE.netns',
    },
    {
      long: 'fingerprints',
      value: 'FOLDER',
      description: 'a checkout of rapid7/recog: its fingerprints are used as well',
    },
    { long: 'yes-authorised', description: 'you confirm that the public addresses of the policy may be asked' },
    { long: 'allow-residue', description: 'let checks that are named by --only write, and remove what they wrote' },
    {
      long: 'fail-on',
      value: 'SEVERITY',
      description: 'exit with 1 where a finding is at least that severe: info, low, medium, high, critical',
    },
    { long: 'strict', description: 'exit with 3 where anything could not be looked at' },
    { long: 'all', description: 'tell also what is as it should be, check by check' },
    { long: 'html', value: 'FILE', description: 'also write one HTML page that needs no network' },
    { long: 'sarif', value: 'FILE', description: 'also write SARIF 2.1.0, for code scanning' },
    { long: 'junit', value: 'FILE', description: 'also write JUnit XML, for build servers' },
    { long: 'nmap-xml', value: 'FILE', description: "also write nmap's XML, for ndiff and what reads it" },
    {
      long: 'since',
      value: 'FILE',
      description: 'an earlier audit --json: what is different now is told after the text, and in --html',
    },
    { long: 'json', description: 'one JSON document', excludes: ['ndjson'] },
    { long: 'ndjson', description: 'one event a line, as it happens; the last one is the summary', excludes: ['json'] },
  ],
  notes:
    'Asks this machine only, unless told otherwise: private addresses must be in scope.allow of the policy file, public ones in scope.authorised with a name, a reference and a date, and confirmed by --yes-authorised. Checks read and leave nothing behind but a line in a log; help audit-checks lists them. What this machine is asked by itself is often trusted: where that matters a check says inconclusive, and --vantage netns settles it. Exit codes: 1 where the policy is not met, or a finding reaches --fail-on; 3 where something could not be looked at; 4 where a target was refused.',
  examples: [
    'portolan audit',
    'sudo portolan audit --vantage netns',
    'portolan audit init > policy.yaml',
    'portolan audit --policy policy.yaml --sarif audit.sarif',
    'portolan audit 10.20.0.0/24 --policy policy.yaml',
    'portolan audit localhost --only ftp,smtp.open-relay',
    'portolan audit db-3.internal --policy policy.yaml --all-ports --html audit.html',
  ],
  load: async () => (await import('./run.ts')).run,
};
