/** A firewall log of a day: noise, a scan, guessing, chargen, and lines by which somebody attacks whoever reads it. */
export function madeLog(): string {
  const lines: string[] = [];
  const start = Date.UTC(2026, 9, 9, 8, 0, 0);
  const add = (second: number, prefix: string, source: string, target: string, rest: string): void => {
    const time = new Date(start + second * 1000).toISOString().slice(0, 19);
    lines.push(
      `${time}+00:00 db-3 kernel: [${1000 + second}.000001] ${prefix}IN=eth0 OUT= MAC=00:11:22:33:44:55:66:77:88:99:aa:bb:08:00 SRC=${source} DST=${target} LEN=60 TOS=0x00 PREC=0x00 TTL=52 ID=${second & 65_535} ${rest}`,
    );
  };
  const syn = (sport: number, dport: number): string =>
    `DF PROTO=TCP SPT=${sport} DPT=${dport} WINDOW=64240 RES=0x00 SYN URGP=0`;
  for (let at = 0; at < 3000; at++)
    add(at * 20, '[UFW BLOCK] ', `192.168.7.${1 + (at % 200)}`, '224.0.0.251', 'PROTO=UDP SPT=5353 DPT=5353 LEN=40');
  for (let at = 0; at < 1500; at++)
    add(4000 + at, '[UFW BLOCK] ', '203.0.113.7', '192.168.7.3', syn(40_000 + (at % 9), 1 + at));
  for (let at = 0; at < 700; at++)
    add(9000 + at * 3, '[UFW ALLOW] ', '198.51.100.99', '192.168.7.3', syn(30_000 + at, 22));
  for (let at = 0; at < 400; at++)
    add(15_000 + at, '[UFW BLOCK] ', '198.51.100.7', '192.168.7.255', 'PROTO=UDP SPT=7 DPT=19 LEN=8');
  // The prefix is written by who writes the rules, so it may be anything.
  for (let at = 0; at < 300; at++)
    add(
      20_000 + at,
      '<script>alert(1)</script>\u001b[2J\u001b]0;owned\u0007\u202e ',
      '203.0.113.66',
      '192.168.7.3',
      syn(50_000, 3000 + at),
    );
  return `${lines.toSorted().join('\n')}\n`;
}
