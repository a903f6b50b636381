import { pcap, pflog } from './capture/pcap.ts';
import { pcapng } from './capture/pcapng.ts';
import type { TrafficFormat } from './decoder.ts';
import { journaldExport } from './netfilter/journald-export.ts';
import { journaldJson } from './netfilter/journald-json.ts';
import { netfilter } from './netfilter/netfilter.ts';
import { binetflow } from './binetflow.ts';
import { ciscoAsa } from './cisco-asa/cisco-asa.ts';
import { conntrack } from './conntrack.ts';
import { filterlog } from './filterlog.ts';
import { fortigate } from './fortigate.ts';
import { juniperSrx } from './juniper-srx.ts';
import { paloAlto } from './palo-alto.ts';
import { pflogText } from './pflog-text.ts';
import { tcpdumpText } from './tcpdump-text.ts';
import { azureFlow } from './azure-flow/azure-flow.ts';
import { gcpFlow } from './gcp-flow.ts';
import { nfdumpCsv } from './nfdump/nfdump-csv.ts';
import { nfdumpJson } from './nfdump/nfdump-json.ts';
import { suricataEve } from './suricata-eve/suricata-eve.ts';
import { vpcFlow } from './vpc-flow.ts';
import { routerOs } from './routeros.ts';
import { unifiCef } from './unifi-cef.ts';
import { windowsFirewall } from './windows-firewall.ts';
import { zeekConn } from './zeek-conn/zeek-conn.ts';

/** Every format that is read, in the order in which equally sure ones are preferred. */
export const FORMATS: readonly TrafficFormat[] = [
  netfilter,
  pcap,
  pcapng,
  pflog,
  windowsFirewall,
  filterlog,
  pflogText,
  tcpdumpText,
  ciscoAsa,
  windowsFirewall,
  zeekConn,
  suricataEve,
  vpcFlow,
  azureFlow,
  gcpFlow,
  nfdumpCsv,
  nfdumpJson,
  journaldJson,
  journaldExport,
  routerOs,
  unifiCef,
  windowsFirewall,
  conntrack,
  fortigate,
  juniperSrx,
  paloAlto,
  binetflow,
];
