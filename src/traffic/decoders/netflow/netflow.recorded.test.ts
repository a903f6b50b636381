import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { HAS_RECORDINGS, recording, recordingPath } from '../../recorded.fixture.ts';
import { decode } from '../decode.fixture.ts';
import { headOf } from '../find-format.ts';
import { netflow } from './netflow.ts';
import { feed } from './recorded-datagrams.fixture.ts';

describe.skipIf(!HAS_RECORDINGS)('NetFlow as vendors send it', () => {
  const names = HAS_RECORDINGS ? readdirSync(recordingPath('netflow')).map((name) => name.replace('.dat', '')) : [];

  it('is read without a fault, all 92 datagrams but those that are meant to be bad', () => {
    expect(names).toHaveLength(92);
    for (const name of names) {
      const { totals } = feed(name);
      const isBad = name.startsWith('netflow5_test_invalid');
      expect({ name, malformed: totals.malformed }).toEqual({ name, malformed: isBad ? 1 : 0 });
      const asFile = decode(netflow, recording(`netflow/${name}.dat`), [1, 10, 100]);
      expect(asFile.totals.malformed > 0).toBe(isBad);
    }
  });

  it('is known by its first bytes, and nothing else is taken for it', () => {
    for (const name of names) {
      const sureness = netflow.sniff(headOf(recording(`netflow/${name}.dat`), `${name}.dat`));
      if (!name.includes('invalid')) expect({ name, sureness }).toEqual({ name, sureness: 0.95 });
    }
    const others = readdirSync(recordingPath('.'), { recursive: true, encoding: 'utf8' }).filter(
      (name) => !name.startsWith('netflow/') && statSync(join(recordingPath('.'), name)).isFile(),
    );
    expect(others.length).toBeGreaterThan(300);
    const taken = others.filter((name) => {
      const bytes = recording(name);
      return netflow.sniff(headOf(name.endsWith('.gz') ? gunzipSync(bytes) : bytes, name)) > 0;
    });
    expect(taken).toEqual([]);
  });

  it.each([
    ['softflowd v5', 30, ['netflow5']],
    ['Juniper MX80 v5', 29, ['netflow5_test_juniper_mx80']],
    ['MikroTik v5', 30, ['netflow5_test_microtik']],
    ['softflowd v9', 7, ['netflow9_test_softflowd_tpl_data']],
    ['Cisco ASR 1001-X', 25, ['netflow9_cisco_asr1001x_tpl259']],
    ['Cisco 1941', 29, ['netflow9_test_cisco_1941K9']],
    ['Cisco ACI', 3, ['netflow9_test_cisco_aci_tpl256-258', 'netflow9_test_cisco_aci_data256']],
    ['Cisco ASA 8', 14, ['netflow9_test_cisco_asa_1_tpl', 'netflow9_test_cisco_asa_1_data']],
    ['Cisco ASR 9000', 21, ['netflow9_test_cisco_asr9k_tpl260', 'netflow9_test_cisco_asr9k_data260']],
    ['Cisco NBAR', 5, ['netflow9_test_cisco_nbar_tpl262', 'netflow9_test_cisco_nbar_data262']],
    [
      'FortiGate',
      17,
      ['netflow9_test_fortigate_fortios_542_appid_tpl258-269', 'netflow9_test_fortigate_fortios_542_appid_data258_262'],
    ],
    ['H3C', 16, ['netflow9_test_h3c_tpl3281', 'netflow9_test_h3c_data3281']],
    ['ipt_NETFLOW', 12, ['netflow9_test_iptnetflow_reduced_size_encoding_tpldata260']],
    ['MAC addresses too', 29, ['netflow9_test_macaddr_tpl', 'netflow9_test_macaddr_data']],
    ['Palo Alto', 8, ['netflow9_test_paloalto_panos_tpl', 'netflow9_test_paloalto_panos_data']],
    ['Streamcore', 4, ['netflow9_test_streamcore_tpl_data256', 'netflow9_test_streamcore_tpl_data260']],
    [
      'EdgeRouter',
      16,
      [
        'netflow9_test_ubnt_edgerouter_tpl',
        'netflow9_test_ubnt_edgerouter_data1024',
        'netflow9_test_ubnt_edgerouter_data1025',
      ],
    ],
    ['Barracuda', 8, ['ipfix_test_barracuda_tpl', 'ipfix_test_barracuda_data256']],
    ['Ixia', 3, ['ipfix_test_ixia_tpldata256', 'ipfix_test_ixia_tpldata271']],
    ['MikroTik', 46, ['ipfix_test_mikrotik_tpl', 'ipfix_test_mikrotik_data258', 'ipfix_test_mikrotik_data259']],
    ['Netscaler', 3, ['ipfix_test_netscaler_tpl', 'ipfix_test_netscaler_data']],
    ['Procera', 8, ['ipfix_test_procera_tpl52935', 'ipfix_test_procera_data52935']],
    [
      'VMware',
      5,
      [
        'ipfix_test_vmware_vds_tpl',
        'ipfix_test_vmware_vds_data264',
        'ipfix_test_vmware_vds_data266',
        'ipfix_test_vmware_vds_data266_267',
      ],
    ],
  ] as const)('%s: %i flows', (_vendor, count, files) => {
    expect(feed(...files).events).toHaveLength(count);
  });

  it('does not depend on whether the template comes first', () => {
    const files = ['ipfix_test_openbsd_pflow_tpl', 'ipfix_test_openbsd_pflow_data'] as const;
    const usual = feed(...files);
    const late = feed(...files.toReversed());
    expect(usual.verdicts).toEqual(['silent', 'event']);
    expect(late.verdicts).toEqual(['silent', 'event']);
    expect(late.events.map(({ source, dport, bytes }) => ({ source, dport, bytes }))).toEqual(
      usual.events.map(({ source, dport, bytes }) => ({ source, dport, bytes })),
    );
  });
});
