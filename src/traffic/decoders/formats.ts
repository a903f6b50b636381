import type { TrafficFormat } from './decoder.ts';
import { azureFlow } from './azure-flow/azure-flow.ts';
import { gcpFlow } from './gcp-flow.ts';
import { nfdumpCsv } from './nfdump/nfdump-csv.ts';
import { nfdumpJson } from './nfdump/nfdump-json.ts';
import { suricataEve } from './suricata-eve/suricata-eve.ts';
import { vpcFlow } from './vpc-flow.ts';
import { windowsFirewall } from './windows-firewall.ts';

/** Every format that is read, in the order in which equally sure ones are preferred. */
export const FORMATS: readonly TrafficFormat[] = [
  windowsFirewall,
  suricataEve,
  vpcFlow,
  azureFlow,
  gcpFlow,
  nfdumpCsv,
  nfdumpJson,
];
