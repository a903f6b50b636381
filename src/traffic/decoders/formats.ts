import type { TrafficFormat } from './decoder.ts';
import { binetflow } from './binetflow.ts';
import { ciscoAsa } from './cisco-asa/cisco-asa.ts';
import { conntrack } from './conntrack.ts';
import { filterlog } from './filterlog.ts';
import { fortigate } from './fortigate.ts';
import { juniperSrx } from './juniper-srx.ts';
import { paloAlto } from './palo-alto.ts';
import { pflogText } from './pflog-text.ts';
import { tcpdumpText } from './tcpdump-text.ts';
import { windowsFirewall } from './windows-firewall.ts';

/** Every format that is read, in the order in which equally sure ones are preferred. */
export const FORMATS: readonly TrafficFormat[] = [
  windowsFirewall,
  filterlog,
  pflogText,
  tcpdumpText,
  ciscoAsa,
  conntrack,
  fortigate,
  juniperSrx,
  paloAlto,
  binetflow,
];
