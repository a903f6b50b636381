/** What the rules of the comparison with the policy file are, for reports that list rules. */
export const RULE_HELP: Readonly<Record<string, { readonly title: string; readonly why: string }>> = {
  'audit.unexpected-port': {
    title: 'A port answers that the policy file does not expect',
    why: 'A port that nobody agreed to is one that nobody looks after, or that somebody else opened.',
  },
  'audit.missing-port': {
    title: 'A port does not answer that the policy file expects',
    why: 'A service that is relied on is down, or a firewall keeps it from where it was asked.',
  },
  'audit.wrong-service': {
    title: 'Something else answers than the policy file expects',
    why: 'The service was replaced, or somebody put another one in its place.',
  },
  'audit.parity': {
    title: 'IPv4 and IPv6 do not show the same',
    why: 'A firewall or a setting was written for one family of addresses only, and strangers try both.',
  },
  'audit.waiver-expired': {
    title: 'A waiver of the policy file has ended',
    why: 'What it excused counts again.',
  },
  'audit.waiver-expiring': {
    title: 'A waiver of the policy file ends soon',
    why: 'After its last day what it excuses makes the audit fail again.',
  },
};
