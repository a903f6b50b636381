import { pcap, pflog } from './capture/pcap.ts';
import { pcapng } from './capture/pcapng.ts';
import type { TrafficFormat } from './decoder.ts';
import { netfilter } from './netfilter/netfilter.ts';
import { ciscoAsa } from './cisco-asa/cisco-asa.ts';
import { filterlog } from './filterlog.ts';
import { pflogText } from './pflog-text.ts';
import { tcpdumpText } from './tcpdump-text.ts';
import { windowsFirewall } from './windows-firewall.ts';
import { zeekConn } from './zeek-conn/zeek-conn.ts';

/** Every format that is read, in the order in which equally sure ones are preferred. */
export const FORMATS: readonly TrafficFormat[] = [netfilter, windowsFirewall, zeekConn];
export const FORMATS: readonly TrafficFormat[] = [windowsFirewall, pcap, pflog, pcapng];
export const FORMATS: readonly TrafficFormat[] = [windowsFirewall, filterlog, pflogText, tcpdumpText, ciscoAsa];
