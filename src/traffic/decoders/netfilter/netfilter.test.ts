import { describe, expect, it } from 'vitest';
import { DIRECTION, MARK } from '../../event-batch.ts';
import { PROTOCOL, TCP } from '../../../net/protocol.ts';
import { HAS_RECORDINGS, recording } from '../../recorded.fixture.ts';
import { utc } from '../clock.ts';
import { decode, expectRobust } from '../decode.fixture.ts';
import { headOf } from '../find-format.ts';
import { netfilter } from './netfilter.ts';

const MAC = 'MAC=02:00:00:00:00:01:02:00:00:00:00:02:08:00';
const IP = 'SRC=203.0.113.9 DST=192.0.2.7 LEN=44 TOS=0x00 PREC=0x00 TTL=51 ID=54321';
const SYN = 'PROTO=TCP SPT=40000 DPT=23 WINDOW=65535 RES=0x00 SYN URGP=0';
const BODY = `IN=eth0 OUT= ${MAC} ${IP} ${SYN} `;
const TIME = utc(2026, 10, 9, 8, 53, 1);
const HEAD = 'Oct  9 08:53:01 gate kernel: [   12.345678] ';

const one = (line: string) => {
  const { events, totals } = decode(netfilter, line);
  expect(totals).toMatchObject({ records: 1, malformed: 0, silent: 0 });
  expect(events).toHaveLength(1);
  return events[0];
};

describe('a netfilter log line', () => {
  it('gives an event with everything it says', () => {
    expect(one(`${HEAD}[UFW BLOCK] ${BODY}`)).toEqual({
      time: TIME,
      end: TIME,
      source: '203.0.113.9',
      destination: '192.0.2.7',
      protocol: PROTOCOL.tcp,
      sport: 40_000,
      dport: 23,
      flags: TCP.syn,
      packets: 1,
      bytes: 44,
      outcome: 'dropped',
      direction: DIRECTION.in,
      ttl: 51,
      window: 65_535,
      ipId: 54_321,
      marks: MARK.flags | MARK.ttl | MARK.fingerprint | MARK.ports,
      label: '[UFW BLOCK]',
      offset: 0,
      record: 1,
    });
  });

  it.each([
    ['RFC 3164', `Oct  9 08:53:01 gate kernel: DROP ${BODY}`],
    ['with a priority', `<4>Oct  9 08:53:01 gate kernel: DROP ${BODY}`],
    ['with the year', `Oct  9 2026 08:53:01 gate kernel: [12.3] DROP ${BODY}`],
    ['without a tag', `Oct  9 08:53:01 gate DROP ${BODY}`],
    ['without a host', `Oct  9 08:53:01 kernel: DROP ${BODY}`],
    ['with the host twice', `Oct  9 08:53:01 gate gate DROP ${BODY}`],
    ['from ulogd', `Oct  9 08:53:01 gate ulogd[123]: DROP ${BODY}`],
    ['an ISO time', `2026-10-09T10:53:01+02:00 gate kernel: [12.3] DROP ${BODY}`],
    ['RFC 5424', `<4>1 2026-10-09T08:53:01Z gate kernel - - - [12.3] DROP ${BODY}`],
    ['RFC 5424 without a priority', `1 2026-10-09T08:53:01Z gate kernel - - - DROP ${BODY}`],
    ['DShield', `${TIME} gate kernel:[   12.345678] DROP ${BODY}`],
    ['OpenWrt', `Fri Oct  9 08:53:01 2026 kern.warn kernel: [   12.345678] DROP ${BODY}`],
    ['dmesg -T', `[Fri Oct  9 08:53:01 2026] DROP ${BODY}`],
    ['grep -H', `old/messages.1:Oct  9 08:53:01 gate kernel: DROP ${BODY}`],
    ['grep -n', `17:2026-10-09T10:53:01+02:00 gate kernel: DROP ${BODY}`],
    ['the thread behind the uptime', `Oct  9 08:53:01 gate kernel: [   12.345678][  T1234] DROP ${BODY}`],
  ])('is read in its dressing: %s', (_, line) => {
    expect(one(line)).toMatchObject({
      time: TIME,
      source: '203.0.113.9',
      dport: 23,
      label: 'DROP',
      outcome: 'dropped',
    });
  });

  it.each([
    ['dmesg', `[   12.345678] DROP ${BODY}`],
    ['dmesg with a priority', `<4>[   12.345678] DROP ${BODY}`],
    ['dmesg -x', `kern  :warn  : [   12.345678] DROP ${BODY}`],
    ['a host without a time', `gate kernel: DROP ${BODY}`],
    ['the message alone', `DROP ${BODY}`],
  ])('has no time where there is none: %s', (_, line) => {
    const event = one(line);
    expect(event).toMatchObject({ source: '203.0.113.9', dport: 23, label: 'DROP' });
    expect(event?.time).toBeUndefined();
  });

  it('of Proxmox has the chain before the time, and either interface alone', () => {
    const rest = 'LEN=60 TOS=0x10 PREC=0x00 TTL=64 ID=5 DF PROTO=TCP SPT=5 DPT=22 SEQ=1 ACK=0 WINDOW=64240 SYN ';
    const time = '09/Oct/2026:10:53:01 +0200';
    const { events, titles } = decode(
      netfilter,
      `0 3 PVEFW-HOST-IN ${time} policy DROP: IN=vmbr0 ${MAC} SRC=192.0.2.1 DST=192.0.2.2 ${rest}\n` +
        `0 1 PVEFW-HOST-OUT ${time} REJECT: OUT=vmbr0 SRC=192.0.2.2 DST=192.0.2.1 ${rest}\n` +
        `101 1 tap101i0-IN ${time} ACCEPT: IN=br0 OUT=br0 PHYSIN=fw0 PHYSOUT=tap0 SRC=192.0.2.2 DST=192.0.2.1 ${rest}\n` +
        `0 5 GROUP-security-IN ${time} IN=br0 OUT=br0 SRC=192.0.2.2 DST=192.0.2.1 ${rest}`,
    );
    expect(events).toMatchObject([
      { time: TIME, label: 'PVEFW-HOST-IN policy DROP:', outcome: 'dropped', direction: DIRECTION.in, flags: TCP.syn },
      { time: TIME, label: 'PVEFW-HOST-OUT REJECT:', outcome: 'rejected', direction: DIRECTION.out },
      { time: TIME, label: 'tap101i0-IN ACCEPT:', outcome: 'allowed', direction: DIRECTION.forward },
      { time: TIME, label: 'GROUP-security-IN', outcome: 'unknown' },
    ]);
    expect(titles).toEqual(['netfilter log (Proxmox)']);
  });

  it('of UniFi has a description, and numbers without 0x', () => {
    const line =
      'Oct  9 08:53:01 UDMP UDMP [WAN_LOCAL-D-2147483647] DESCR="[WAN_LOCAL]Allow IN it" IN=eth8 OUT= ' +
      `${MAC} SRC=203.0.113.9 DST=192.0.2.7 LEN=122 TOS=00 PREC=0x00 TTL=49 ID=4 DF PROTO=UDP SPT=5 DPT=6 LEN=102 MARK=1a0000`;
    expect(one(line)).toMatchObject({
      label: '[WAN_LOCAL-D-2147483647] DESCR="[WAN_LOCAL]Allow IN it"',
      outcome: 'dropped',
      bytes: 122,
      sport: 5,
      dport: 6,
    });
    expect(decode(netfilter, line).titles).toEqual(['netfilter log (UniFi)']);
  });

  it('needs no space behind the prefix', () => {
    expect(one(`${HEAD}Shorewall:net-fw:DROP:${BODY}`)).toMatchObject({
      label: 'Shorewall:net-fw:DROP:',
      outcome: 'dropped',
    });
    expect(one(`${HEAD}DROP${BODY}`)).toMatchObject({ label: 'DROP', direction: DIRECTION.in });
    expect(one(`${HEAD}${BODY}`)).toMatchObject({ label: '', outcome: 'unknown' });
  });

  it('tells the direction by its interfaces', () => {
    const of = (interfaces: string) => one(`${HEAD}${interfaces} ${IP} ${SYN}`)?.direction;
    expect(of('IN=eth0 OUT=')).toBe(DIRECTION.in);
    expect(of('IN= OUT=eth0')).toBe(DIRECTION.out);
    expect(of('IN=eth0 OUT=eth1')).toBe(DIRECTION.forward);
    expect(of('IN=lo OUT=')).toBe(DIRECTION.local);
    expect(of('IN= OUT=')).toBe(DIRECTION.unknown);
  });

  it('of IPv6 has addresses, hop limit and extension headers', () => {
    const ip = 'SRC=2001:0db8:0000:0000:0000:0000:0000:0002 DST=2001:db8::1 LEN=80 TC=0 HOPLIMIT=64 FLOWLBL=634336';
    expect(one(`${HEAD}IN=eth0 OUT= ${ip} OPT ( ) OPT ( ) ${SYN}`)).toMatchObject({
      source: '2001:db8::2',
      destination: '2001:db8::1',
      ttl: 64,
      bytes: 80,
      dport: 23,
      marks: MARK.flags | MARK.ttl | MARK.ports,
    });
    expect(one(`${HEAD}IN=eth0 OUT= ${ip} PROTO=ICMPv6 TYPE=135 CODE=22 `)).toMatchObject({
      protocol: PROTOCOL.icmpv6,
      sport: 135,
      dport: 22,
    });
    expect(one(`${HEAD}IN=eth0 OUT= ${ip} FRAG:0 INCOMPLETE ID:0000beef PROTO=UDP SPT=1 DPT=2 LEN=9`)?.marks).toBe(
      MARK.ttl | MARK.ports,
    );
    expect(one(`${HEAD}IN=eth0 OUT= ${ip} ESP SPI=0xbeef )`)).toMatchObject({ protocol: PROTOCOL.esp });
  });

  it('of a later fragment has no ports', () => {
    const line = `${HEAD}IN=eth0 OUT= SRC=203.0.113.9 DST=192.0.2.7 LEN=1500 TOS=0x00 PREC=0x00 TTL=51 ID=5 MF FRAG:185 PROTO=UDP `;
    expect(one(line)).toMatchObject({ protocol: PROTOCOL.udp, marks: MARK.ttl | MARK.laterFragment, bytes: 1500 });
  });

  it('of an ICMP error is about the error, not about the packet that it quotes', () => {
    const inner =
      '[SRC=192.0.2.7 DST=198.51.100.1 LEN=60 TTL=3 ID=9 DF PROTO=TCP SPT=99 DPT=80 WINDOW=9 RES=0x00 SYN URGP=0 ]';
    expect(one(`${HEAD}IN=eth0 OUT= ${IP} PROTO=ICMP TYPE=3 CODE=4 ${inner} MTU=1400`)).toMatchObject({
      source: '203.0.113.9',
      destination: '192.0.2.7',
      protocol: PROTOCOL.icmp,
      sport: 3,
      dport: 4,
      flags: 0,
      ttl: 51,
      bytes: 44,
      marks: MARK.ttl | MARK.ports,
    });
  });

  it('of a ping has the identifiers of the IP header', () => {
    expect(one(`${HEAD}IN=eth0 OUT= ${IP} PROTO=ICMP TYPE=8 CODE=0 ID=2158 SEQ=512 UID=0 GID=0`)).toMatchObject({
      sport: 8,
      dport: 0,
      ipId: 54_321,
    });
  });

  it('has the flags that stand behind the window, none of them too', () => {
    const of = (words: string) => one(`${HEAD}IN=eth0 OUT= ${IP} PROTO=TCP SPT=1 DPT=2 ${words}`);
    expect(of('SEQ=5 ACK=6 WINDOW=9 RES=0x00 CWR ECE URG ACK PSH RST SYN FIN URGP=0')?.flags).toBe(255);
    expect(of('SEQ=5 ACK=6 WINDOW=9 RES=0x00 URGP=0')).toMatchObject({
      flags: 0,
      marks: MARK.flags | MARK.ttl | MARK.fingerprint | MARK.ports,
    });
    expect(of('LEN=84')?.marks).toBe(MARK.ttl | MARK.ports);
  });

  it('tells raw packets: no options, and the destination as sequence number', () => {
    const of = (length: number, sequence: number) =>
      one(
        `${HEAD}IN=eth0 OUT= SRC=203.0.113.9 DST=192.0.2.7 LEN=${length} TTL=9 ID=0 PROTO=TCP SPT=1 DPT=23 SEQ=${sequence} ACK=0 WINDOW=9 RES=0x00 SYN URGP=0`,
      )?.marks ?? 0;
    const destination = 192 * 2 ** 24 + 2 * 256 + 7;
    expect(of(40, 1) & MARK.bareSyn).toBe(MARK.bareSyn);
    expect(of(44, 1) & MARK.bareSyn).toBe(0);
    expect(of(44, destination) & MARK.sequenceIsDestination).toBe(MARK.sequenceIsDestination);
    expect(of(44, destination + 1) & MARK.sequenceIsDestination).toBe(0);
  });

  it('may tell of two packets, where printk raced', () => {
    const { events, totals } = decode(
      netfilter,
      `${HEAD}DROP ${BODY}Oct  9 08:53:02 gate kernel: [12.4] REJECT ${BODY}`,
    );
    expect(totals).toMatchObject({ records: 1, malformed: 0 });
    expect(events).toMatchObject([
      { time: TIME, label: 'DROP' },
      { time: TIME + 1, label: 'REJECT', outcome: 'rejected', dport: 23 },
    ]);
    const cut = `${HEAD}DROP IN=eth0 OUT= SRC=203.0.113.9 DST=19[12.4] REJECT:${BODY}`;
    expect(decode(netfilter, cut).events).toMatchObject([{ time: TIME, label: 'REJECT:' }]);
  });

  it('that rsyslog repeats counts as often as it says', () => {
    expect(one(`Oct  9 08:53:01 gate kernel: message repeated 3 times: [ [12.3] DROP ${BODY}]`)).toMatchObject({
      packets: 3,
      bytes: 132,
    });
  });

  it('without IP is silent', () => {
    const arp =
      'IN=eth0 OUT= ARP HTYPE=1 PTYPE=0x0800 OPCODE=1 MACSRC=02:00:00:00:00:01 IPSRC=192.0.2.1 MACDST=00:00:00:00:00:00 IPDST=192.0.2.2';
    const frame = 'IN=eth0 OUT= MACSRC=02:00:00:00:00:01 MACDST=01:80:c2:00:00:00 MACPROTO=0027 ';
    const { totals } = decode(netfilter, `${HEAD}${arp}\n${HEAD}${frame}\n`);
    expect(totals).toMatchObject({ records: 2, silent: 2, malformed: 0, events: 0 });
  });

  it('is an event where the packet was cut within its headers', () => {
    expect(one(`${HEAD}IN=eth0 OUT= ${IP} PROTO=TCP INCOMPLETE [4 bytes] `)).toMatchObject({
      protocol: PROTOCOL.tcp,
      marks: MARK.ttl,
    });
  });

  it.each([
    ['an address that is none', BODY.replace('203.0.113.9', '203.0.113.999')],
    ['a cut address', `IN=eth0 OUT= ${MAC} SRC=203.0.113.9 DST=192.0`],
    ['two families', BODY.replace('203.0.113.9', '2001:db8::1')],
    ['a port that is none', BODY.replace('DPT=23', 'DPT=65536')],
    ['a port without a number', BODY.replace('DPT=23', 'DPT=')],
    ['a TTL that is none', BODY.replace('TTL=51', 'TTL=256')],
    ['no protocol', `IN=eth0 OUT= ${IP}`],
    ['no address', 'IN=eth0 OUT= '],
  ])('is malformed with %s', (_, body) => {
    const { totals, events } = decode(netfilter, `${HEAD}${body}`);
    expect(totals).toMatchObject({ malformed: 1, firstMalformed: [1] });
    expect(events).toEqual([]);
  });

  it('of other programs is counted by program', () => {
    const { totals } = decode(
      netfilter,
      'Oct  9 08:53:01 gate sshd[44]: Failed password for root IN=x from 203.0.113.9\nOct  9 08:53:01 gate cron[1]: hello\n',
    );
    expect([...totals.foreign]).toEqual([
      ['sshd', 1],
      ['cron', 1],
    ]);
  });

  it('keeps labels as they are, and not more of them than a list holds', () => {
    expect(one(`${HEAD}\x1b[31mDROP ${BODY}`)?.label).toBe('\x1b[31mDROP');
    const lines = Array.from({ length: 5000 }, (_, index) => `${HEAD}rule ${index} ${BODY}`);
    const { events } = decode(netfilter, lines.join('\n'));
    expect(events).toHaveLength(5000);
    expect(new Set(events.map(({ label }) => label)).size).toBe(4096);
    expect(one(`${HEAD}${'x'.repeat(100_000)} ${BODY}`)?.label).toHaveLength(256);
  });
});

describe('a netfilter log', () => {
  const log = [
    `${HEAD}[UFW BLOCK] ${BODY}`,
    'Oct  9 08:53:01 gate sshd[44]: Failed password for root',
    `${HEAD}[UFW AUDIT] IN= OUT=eth0 SRC=2001:db8::1 DST=2001:db8::2 LEN=64 TC=0 HOPLIMIT=64 FLOWLBL=0 PROTO=UDP SPT=5 DPT=53 LEN=24 `,
    `${HEAD}Shorewall:net-fw:DROP:IN=eth0 OUT= ${IP} PROTO=ICMP TYPE=3 CODE=1 [${IP} PROTO=UDP SPT=1 DPT=2 LEN=3 ] `,
    `<4>1 2026-10-09T08:53:01Z gate kernel - - - DROP ${BODY}${HEAD}DROP ${BODY}`,
    `${HEAD}FINAL_REJECT: ${BODY}`,
  ].join('\n');

  it('is known by any of its lines', () => {
    expect(netfilter.sniff(headOf(Buffer.from(log), ''))).toBeGreaterThan(0.9);
    expect(netfilter.sniff(headOf(Buffer.from('Oct  9 08:53:01 gate sshd[44]: no IN= at all\n'), ''))).toBe(0);
    expect(netfilter.sniff(headOf(Buffer.from(`{"MESSAGE":"DROP ${BODY}"}`), ''))).toBe(0);
    const late = `${'Oct  9 08:53:01 gate sshd[44]: hello\n'.repeat(100)}${log}`;
    expect(netfilter.sniff(headOf(Buffer.from(late), ''))).toBeGreaterThan(0.2);
  });

  it('is called after the tools that wrote its prefixes', () => {
    expect(decode(netfilter, log).titles).toEqual(['netfilter log (ufw, Shorewall, firewalld)']);
    expect(decode(netfilter, BODY).titles).toEqual(['netfilter log']);
  });

  it('is robust', () => expectRobust(netfilter, log));
});

describe.skipIf(!HAS_RECORDINGS)('recorded netfilter logs', () => {
  it.each([
    ['psad-scans/ack_scan_1000_1150', 302],
    ['psad-scans/fin_scan_1000_1150', 302],
    ['psad-scans/fwknop_spa_pkt', 1],
    ['psad-scans/invalid_icmp_type_code', 5],
    ['psad-scans/ipv4_igmp', 4],
    ['psad-scans/ipv4_valid_ping', 5],
    ['psad-scans/ipv6_invalid_icmp6_type_code', 2],
    ['psad-scans/ipv6_ms_sql_server_sig_match', 1],
    ['psad-scans/ipv6_ping_scan', 2],
    ['psad-scans/ipv6_tcp_connect_nmap_default_scan', 1009],
    ['psad-scans/ms_sql_server_sig_match', 2],
    ['psad-scans/null_scan_1000_1150', 303],
    ['psad-scans/syn_scan_1000_1500', 1002],
    ['psad-scans/syn_sweep', 12],
    ['psad-scans/syslog_time_fmt1.log', 6],
    ['psad-scans/udp_scan_1000_1150', 302],
    ['psad-scans/xmas_scan_1000_1150', 302],
    ['crowdsec/iptables-logs/iptables-logs.log', 4],
    ['crowdsec/iptables-scan-multi-port/iptables-scan-multi-port.log', 49],
    ['crowdsec/proxmox-iptables-logs/proxmox-iptables.log', 10],
  ])('%s is %d events', (name, count) => {
    const bytes = recording(name);
    expect(netfilter.sniff(headOf(bytes, name))).toBeGreaterThan(0.9);
    const { events, totals } = decode(netfilter, bytes);
    expect(totals).toMatchObject({ malformed: 0, silent: 0 });
    expect(events).toHaveLength(count);
    expect(events.every(({ protocol, time }) => protocol !== PROTOCOL.unknown && time !== undefined)).toBe(true);
  });

  it('have the values that their lines have', () => {
    expect(decode(netfilter, recording('psad-scans/xmas_scan_1000_1150')).events[1]).toMatchObject({
      source: '192.168.10.55',
      sport: 43_347,
      dport: 1100,
      flags: TCP.urg | TCP.psh | TCP.fin,
      window: 4096,
      label: 'DROP INVALID',
      outcome: 'dropped',
    });
    expect(decode(netfilter, recording('crowdsec/unifi-logs/unifi-logs.log')).totals).toMatchObject({
      records: 4,
      malformed: 0,
    });
  });
});
