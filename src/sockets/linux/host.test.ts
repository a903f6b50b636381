import { describe, expect, it } from 'vitest';
import { parsePasswd, parseReservedPorts, readHostFacts } from './host.ts';
import { RecordedProcFs } from './recorded-proc-fs.fixture.ts';

describe('the facts of a host', () => {
  it('are read from its settings as the kernel prints them', () => {
    const fs = new RecordedProcFs()
      .file('proc/sys/net/ipv4/ip_local_port_range', '32768\t60999\n')
      .file('proc/sys/net/ipv4/ip_local_reserved_ports', '8080,9000-9100\n')
      .file('proc/sys/net/ipv6/bindv6only', '0\n')
      .file('proc/sys/net/core/somaxconn', '4096\n')
      .file('proc/stat', 'cpu  1 2 3\ncpu0 1 2 3\nintr 99 0\nctxt 5\nbtime 1700000000\nprocesses 7\n')
      .file('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n');
    expect(readHostFacts(fs)).toEqual({
      ephemeral: { from: 32_768, to: 60_999 },
      reserved: [
        { from: 8080, to: 8080 },
        { from: 9000, to: 9100 },
      ],
      bindV6Only: false,
      maxAcceptQueue: 4096,
      bootTime: 1_700_000_000,
      users: new Map([[0, 'root']]),
    });
  });

  it('are null, not zero, where the machine does not show them', () => {
    expect(readHostFacts(new RecordedProcFs())).toEqual({
      ephemeral: null,
      reserved: [],
      bindV6Only: null,
      maxAcceptQueue: null,
      bootTime: null,
      users: new Map(),
    });
  });

  it('are null where they are nonsense', () => {
    const fs = new RecordedProcFs()
      .file('proc/sys/net/ipv4/ip_local_port_range', '60999 32768\n')
      .file('proc/sys/net/core/somaxconn', 'many\n')
      .file('proc/stat', 'cpu 1\nxbtime 5\n');
    expect(readHostFacts(fs)).toMatchObject({ ephemeral: null, maxAcceptQueue: null, bootTime: null });
  });

  it('tell a host that keeps IPv6 wildcards to IPv6', () => {
    expect(readHostFacts(new RecordedProcFs().file('proc/sys/net/ipv6/bindv6only', '1\n')).bindV6Only).toBe(true);
  });
});

describe('reserved ports', () => {
  it.each([
    ['', []],
    ['\n', []],
    ['80', [{ from: 80, to: 80 }]],
    [
      '1-3, 65535',
      [
        { from: 1, to: 3 },
        { from: 65_535, to: 65_535 },
      ],
    ],
    ['70000,5-4,x,22', [{ from: 22, to: 22 }]],
  ])('are read from %j', (text, ranges) => {
    expect(parseReservedPorts(text)).toEqual(ranges);
  });
});

describe('login names', () => {
  it('take the first of two lines with one uid, as other programs do', () => {
    expect(parsePasswd('root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\nada:x:1000:1000::/:/bin/sh\n')).toEqual(
      new Map([
        [0, 'root'],
        [1000, 'ada'],
      ]),
    );
  });

  it('leave out lines that name nobody', () => {
    const text =
      '# comment\n\n+::::::\n:x:5:5::/:\nshort:x\nbad:x:-1:0::/:\nhex:x:0x10:0::/:\nnobody:x:65534:65534::/:';
    expect(parsePasswd(text)).toEqual(new Map([[65_534, 'nobody']]));
  });
});
