import { describe, expect, it } from 'vitest';
import { OUTCOMES } from '../../event-batch.ts';
import { outcomeOfPrefix, toolOfPrefix } from './verdict-of-prefix.ts';

describe('a log prefix', () => {
  it.each([
    ['[UFW BLOCK]', 'dropped', 'ufw'],
    ['[UFW LIMIT BLOCK]', 'dropped', 'ufw'],
    ['[UFW ALLOW]', 'allowed', 'ufw'],
    ['[UFW AUDIT INVALID]', 'unknown', 'ufw'],
    ['FINAL_REJECT:', 'rejected', 'firewalld'],
    ['STATE_INVALID_DROP:', 'dropped', 'firewalld'],
    ['filter_IN_public_REJECT:', 'rejected', 'firewalld'],
    ['Shorewall:net-fw:DROP:', 'dropped', 'Shorewall'],
    ['Shorewall:loc_ACCEPT:REJECT:', 'rejected', 'Shorewall'],
    ['[WAN_LOCAL-default-D]', 'dropped', 'EdgeOS'],
    ['[WAN_IN-20-A]', 'allowed', 'EdgeOS'],
    ['[WAN_LOCAL-R-2147483647] DESCR="Allow all"', 'rejected', 'UniFi'],
    ['REJECT wan in:', 'rejected', 'OpenWrt'],
    ['policy DROP:', 'dropped', ''],
    ['iptables-dropped:', 'dropped', ''],
    ['inputDrop', 'dropped', ''],
    ['nft-accept', 'allowed', ''],
    ['denied by rule 4', 'dropped', ''],
    ['not allowed:', 'unknown', ''],
    ['ACCEPT or DROP', 'unknown', ''],
    ['backdrop blocklist', 'unknown', ''],
    ['INPUT', 'unknown', ''],
  ])('%s: %s', (prefix, outcome, tool) => {
    expect(OUTCOMES[outcomeOfPrefix(prefix)]).toBe(outcome);
    expect(toolOfPrefix(prefix)).toBe(tool);
  });
});
