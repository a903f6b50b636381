import { compareSeverity, type Severity } from '../../findings/finding.ts';
import type { Survey } from './survey.fixture.ts';

/** What a recording is of, and so what must be said of it; written from its name, its labels and a look at its packets. */
export interface Expected {
  /** Path below the folder of recordings. */
  readonly file: string;
  /** A pattern that must be told; null where nothing may be told above `quiet`. */
  readonly pattern: string | null;
  readonly atLeast: Severity;
  /** Severest that a recording of something harmless may cause. */
  readonly quiet: Severity;
}

const shows = (file: string, pattern: string, atLeast: Severity = 'info'): Expected => ({
  file,
  pattern,
  atLeast,
  quiet: 'critical',
});
const isQuiet = (file: string): Expected => ({ file, pattern: null, atLeast: 'info', quiet: 'info' });

/** psad names each log after the scan that nmap or hping made. */
export const PSAD: readonly Expected[] = [
  shows('psad-scans/ack_scan_1000_1150', 'stealth-scan', 'low'),
  shows('psad-scans/fin_scan_1000_1150', 'stealth-scan', 'low'),
  shows('psad-scans/null_scan_1000_1150', 'stealth-scan', 'low'),
  shows('psad-scans/xmas_scan_1000_1150', 'stealth-scan', 'low'),
  shows('psad-scans/syn_scan_1000_1500', 'sweep', 'low'),
  shows('psad-scans/udp_scan_1000_1150', 'sweep', 'low'),
  shows('psad-scans/ipv6_tcp_connect_nmap_default_scan', 'sweep', 'low'),
  shows('psad-scans/syn_sweep', 'sweep'),
  shows('psad-scans/invalid_icmp_type_code', 'icmp-scan', 'low'),
  shows('psad-scans/ipv6_invalid_icmp6_type_code', 'icmp-scan', 'low'),
  // One knock on the port of Microsoft SQL Server: psad reports it by a signature, and it is what every address gets.
  isQuiet('psad-scans/ms_sql_server_sig_match'),
  isQuiet('psad-scans/ipv6_ms_sql_server_sig_match'),
  // A packet that opens a door for its owner; a ping; group messages of a router; the neighbour questions of a ping.
  isQuiet('psad-scans/fwknop_spa_pkt'),
  isQuiet('psad-scans/ipv4_valid_ping'),
  isQuiet('psad-scans/ipv4_igmp'),
  isQuiet('psad-scans/ipv6_ping_scan'),
  isQuiet('psad-scans/syslog_time_fmt1.log'),
];

/**
 * maltrail's items that are about ports, scans and floods, and those that must stay silent. Its other items are about
 * names, addresses and pages on lists of malware (`trails.csv`), which this lens does not have.
 */
export const MALTRAIL: readonly Expected[] = [
  shows('maltrail/port_scan.pcap', 'sweep'),
  shows('maltrail/udp_scan.pcap', 'sweep'),
  shows('maltrail/stealth_scan_null.pcap', 'stealth-scan', 'low'),
  shows('maltrail/stealth_scan_fin.pcap', 'stealth-scan', 'low'),
  shows('maltrail/stealth_scan_xmas.pcap', 'stealth-scan', 'low'),
  shows('maltrail/infection_scan.pcap', 'sweep', 'high'),
  ...['clean_tcp', 'ack_sweep_no_fp', 'dns_malformed', 'dns_exhaustion', 'truncated'].map((name) =>
    isQuiet(`maltrail/${name}.pcap`),
  ),
  ...['whitelisted', 'dns_ignored_suffixes', 'mixed_soup'].map((name) => isQuiet(`maltrail/${name}.pcap`)),
];

export interface Held {
  readonly isHeld: boolean;
  /** What was told: `stealth-scan low`; `-` for nothing. */
  readonly told: string;
}

/** Whether the lens said of a recording what had to be said. */
export function held({ pattern, atLeast, quiet }: Expected, { findings }: Survey): Held {
  const told = [...new Set(findings.map((finding) => `${finding.pattern} ${finding.severity}`))].join(', ');
  const isHeld =
    pattern === null
      ? findings.every(({ severity }) => compareSeverity(severity, quiet) <= 0)
      : findings.some((finding) => finding.pattern === pattern && compareSeverity(finding.severity, atLeast) >= 0);
  return { isHeld, told: told === '' ? '-' : told };
}
