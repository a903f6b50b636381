import { azureFlow } from './azure-flow/azure-flow.ts';
import { binetflow } from './binetflow.ts';
import { pcap, pflog } from './capture/pcap.ts';
import { pcapng } from './capture/pcapng.ts';
import { ciscoAsa } from './cisco-asa/cisco-asa.ts';
import { conntrack } from './conntrack.ts';
import type { TrafficFormat } from './decoder.ts';
import { filterlog } from './filterlog.ts';
import { fortigate } from './fortigate.ts';
import { gcpFlow } from './gcp-flow.ts';
import { juniperSrx } from './juniper-srx.ts';
import { journaldExport } from './netfilter/journald-export.ts';
import { journaldJson } from './netfilter/journald-json.ts';
import { netfilter } from './netfilter/netfilter.ts';
import { netflow } from './netflow/netflow.ts';
import { nfdumpCsv } from './nfdump/nfdump-csv.ts';
import { nfdumpJson } from './nfdump/nfdump-json.ts';
import { paloAlto } from './palo-alto.ts';
import { pflogText } from './pflog-text.ts';
import { routerOs } from './routeros.ts';
import { suricataEve } from './suricata-eve/suricata-eve.ts';
import { tcpdumpText } from './tcpdump-text.ts';
import { unifiCef } from './unifi-cef.ts';
import { vpcFlow } from './vpc-flow.ts';
import { windowsFirewall } from './windows-firewall.ts';
import { zeekConn } from './zeek-conn/zeek-conn.ts';

/** Every format that is read, in the order in which equally sure ones are preferred. */
export const FORMATS: readonly TrafficFormat[] = [
  netfilter,
  journaldJson,
  journaldExport,
  routerOs,
  unifiCef,
  pcap,
  pcapng,
  pflog,
  filterlog,
  pflogText,
  tcpdumpText,
  ciscoAsa,
  paloAlto,
  fortigate,
  juniperSrx,
  windowsFirewall,
  zeekConn,
  suricataEve,
  vpcFlow,
  azureFlow,
  gcpFlow,
  netflow,
  nfdumpCsv,
  nfdumpJson,
  binetflow,
  conntrack,
];
