import type { TrafficFormat } from './decoder.ts';
import { journaldExport } from './netfilter/journald-export.ts';
import { journaldJson } from './netfilter/journald-json.ts';
import { netfilter } from './netfilter/netfilter.ts';
import { routerOs } from './routeros.ts';
import { unifiCef } from './unifi-cef.ts';
import { windowsFirewall } from './windows-firewall.ts';

/** Every format that is read, in the order in which equally sure ones are preferred. */
export const FORMATS: readonly TrafficFormat[] = [
  netfilter,
  journaldJson,
  journaldExport,
  routerOs,
  unifiCef,
  windowsFirewall,
];
