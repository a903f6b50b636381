import type { TrafficFormat } from './decoder.ts';
import { netflow } from './netflow/netflow.ts';
import { windowsFirewall } from './windows-firewall.ts';

/** Every format that is read, in the order in which equally sure ones are preferred. */
export const FORMATS: readonly TrafficFormat[] = [windowsFirewall, netflow];
