import { describe, expect, it } from 'vitest';
import { MARK } from '../../event-batch.ts';
import { HAS_RECORDINGS } from '../../recorded.fixture.ts';
import type { Decoded } from '../decode.fixture.ts';
import { feed } from './recorded-datagrams.fixture.ts';

type Expected = Partial<Omit<Decoded, 'time' | 'end'>> & { readonly time?: string; readonly end?: string };

/** The values are those that tshark's dissector gives; times by the RFCs. The flow is one from the end of the last datagram. */
const FLOWS: readonly (readonly [vendor: string, files: readonly string[], last: Expected])[] = [
  [
    'softflowd, IPFIX, whose options say when it was started',
    ['ipfix'],
    {
      source: '192.168.253.1',
      destination: '224.0.0.251',
      protocol: 17,
      sport: 5353,
      dport: 5353,
      packets: 1,
      bytes: 232,
      time: '2015-05-13T11:20:26.247Z',
    },
  ],
  [
    'softflowd, v9, ICMPv6',
    ['netflow9_test_softflowd_tpl_data'],
    {
      source: 'fe80::20c:29ff:fe83:3b6e',
      destination: 'ff02::1',
      protocol: 58,
      sport: 134,
      dport: 0,
      packets: 7,
      bytes: 672,
      marks: MARK.ports,
      time: '2015-10-08T19:03:47.819Z',
      end: '2015-10-08T19:04:25.900Z',
    },
  ],
  [
    'Juniper MX80',
    ['netflow5_test_juniper_mx80'],
    { source: '66.249.92.75', dport: 80, flags: 16, packets: 2, bytes: 104, time: '2016-07-21T13:52:33.936Z' },
  ],
  [
    'MikroTik, v5',
    ['netflow5_test_microtik'],
    { source: '10.0.8.1', sport: 80, dport: 51_826, flags: 82, packets: 13, time: '2016-07-21T13:51:42.255Z' },
  ],
  [
    'MikroTik, IPFIX, IPv6',
    ['ipfix_test_mikrotik_tpl', 'ipfix_test_mikrotik_data259'],
    { source: 'fe80::ff:fe00:1201', sport: 5678, packets: 2, bytes: 370, time: '2017-07-19T16:18:08.000Z' },
  ],
  [
    'Cisco ASR 1001-X',
    ['netflow9_cisco_asr1001x_tpl259'],
    {
      source: '10.12.150.13',
      destination: '10.100.101.43',
      dport: 49_156,
      packets: 2,
      bytes: 1340,
      marks: MARK.ports,
      time: '2017-10-09T20:22:20.652Z',
      end: '2017-10-09T20:22:20.692Z',
    },
  ],
  [
    'Cisco ASR 9000, which says that it forwarded',
    ['netflow9_test_cisco_asr9k_tpl260', 'netflow9_test_cisco_asr9k_data260'],
    { source: '10.0.29.46', sport: 443, flags: 18, bytes: 112, outcome: 'allowed', time: '2016-12-06T10:08:52.377Z' },
  ],
  [
    'Cisco 1941, without times',
    ['netflow9_test_cisco_1941K9'],
    { source: '192.168.0.95', dport: 5222, flags: 24, bytes: 194, time: '2017-10-03T17:03:39.000Z' },
  ],
  [
    'Cisco ASA 8, ICMP',
    ['netflow9_test_cisco_asa_1_tpl', 'netflow9_test_cisco_asa_1_data'],
    {
      source: '164.164.37.11',
      destination: '192.168.23.20',
      protocol: 1,
      sport: 0,
      dport: 0,
      bytes: 56,
      outcome: 'allowed',
      marks: MARK.ports,
      time: '2015-10-09T09:47:49.479Z',
      end: '2015-10-09T09:47:51.509Z',
    },
  ],
  [
    'Cisco ASA 9, both directions',
    ['netflow9_test_cisco_asa_2_tpl_26x', 'netflow9_test_cisco_asa_2_tpl_27x', 'netflow9_test_cisco_asa_2_data'],
    {
      source: '192.168.0.1',
      destination: '192.168.0.18',
      sport: 56_651,
      dport: 80,
      bytes: 69,
      bytesBack: 14_178,
      outcome: 'allowed',
      time: '2016-07-21T13:50:36.395Z',
      end: '2016-07-21T13:50:36.495Z',
    },
  ],
  [
    'Cisco NBAR, whose ports are of UDP only',
    ['netflow9_test_cisco_nbar_tpl262', 'netflow9_test_cisco_nbar_data262'],
    { source: '10.10.172.60', dport: 161, packets: 36, bytes: 2794, time: '2017-02-14T11:10:19.936Z' },
  ],
  [
    'FortiGate',
    ['netflow9_test_fortigate_fortios_542_appid_tpl258-269', 'netflow9_test_fortigate_fortios_542_appid_data258_262'],
    { source: '192.168.100.150', dport: 80, packets: 8, bytes: 2164, time: '2018-05-11T00:53:56.190Z' },
  ],
  [
    'Huawei, which gives an element another meaning',
    ['netflow9_test_huawei_netstream_tpl', 'netflow9_test_huawei_netstream_data'],
    { source: '10.108.219.53', dport: 2598, flags: 24, outcome: 'unknown', end: '2018-01-29T03:02:19.000Z' },
  ],
  [
    'H3C, with a text of variable length in v9',
    ['netflow9_test_h3c_netstream_varstring_tpl3281', 'netflow9_test_h3c_netstream_varstring_data3281'],
    { source: '20.20.20.20', dport: 137, packets: 9, bytes: 702, time: '2018-07-18T01:34:33.274Z' },
  ],
  [
    'Palo Alto',
    ['netflow9_test_paloalto_panos_tpl', 'netflow9_test_paloalto_panos_data'],
    { source: '10.130.167.43', dport: 443, flags: 2, bytes: 70, outcome: 'allowed', time: '2017-11-13T14:39:31.000Z' },
  ],
  [
    'EdgeRouter',
    ['netflow9_test_ubnt_edgerouter_tpl', 'netflow9_test_ubnt_edgerouter_data1025'],
    { source: '192.168.1.102', sport: 47_690, flags: 27, bytes: 3668, end: '2016-09-10T15:23:44.363Z' },
  ],
  [
    'OpenBSD pflow',
    ['ipfix_test_openbsd_pflow_tpl', 'ipfix_test_openbsd_pflow_data'],
    {
      source: '192.168.0.1',
      destination: '192.168.0.17',
      dport: 64_026,
      packets: 8,
      bytes: 6425,
      time: '2016-07-21T13:29:59.000Z',
      end: '2016-07-21T13:30:01.000Z',
    },
  ],
  [
    'Netscaler, with texts of variable length',
    ['ipfix_test_netscaler_tpl', 'ipfix_test_netscaler_data'],
    { source: '192.168.0.1', dport: 443, flags: 24, packets: 2, bytes: 1541, time: '2016-11-11T12:09:19.000Z' },
  ],
  [
    'Viptela, counts since the start of the flow too',
    ['ipfix_test_viptela_tpl257', 'ipfix_test_viptela_data257'],
    { source: '10.113.7.54', dport: 443, flags: 16, packets: 8, bytes: 775, time: '2017-11-21T14:32:15.000Z' },
  ],
  [
    'VMware, with the time to live',
    ['ipfix_test_vmware_vds_tpl', 'ipfix_test_vmware_vds_data264'],
    { source: '172.18.65.21', dport: 5985, flags: 2, ttl: 128, bytes: 100, time: '2016-12-22T12:17:37.000Z' },
  ],
  [
    'YAF, both directions, and the first flags',
    ['ipfix_test_yaf_tpls_option_tpl', 'ipfix_test_yaf_data45873'],
    {
      source: '172.16.32.100',
      dport: 9997,
      flags: 194,
      packets: 4,
      bytes: 172,
      packetsBack: 2,
      bytesBack: 92,
      outcome: 'answered',
      time: '2016-12-25T12:58:33.345Z',
    },
  ],
];

describe.skipIf(!HAS_RECORDINGS)('a flow of', () => {
  it.each(FLOWS)('%s', (_vendor, files, { time, end, ...rest }) => {
    const { events } = feed(...files);
    const last = events.at(-1);
    expect(last).toMatchObject(rest);
    if (time !== undefined) expect(isoTime(last?.time)).toBe(time);
    if (end !== undefined) expect(isoTime(last?.end)).toBe(end);
  });
});

function isoTime(seconds = Number.NaN): string {
  return new Date(Math.round(1000 * seconds)).toISOString();
}
