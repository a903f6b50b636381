/** Identifies ports from the network namespace it is started in; reads tasks as JSON from stdin, writes JSON:   FINGERPRINTS */
import { readFileSync } from 'node:fs';
import { openFingerprints } from '../../src/audit/identify/fingerprints/open-fingerprints.ts';
import type { Identification, IdentifyTask } from '../../src/audit/identify/identify.ts';
import { identifyAll } from '../../src/audit/identify/identify-all.ts';
import { Guard } from '../../src/audit/network/guard.ts';
import { GuardedNetwork } from '../../src/audit/network/network.ts';
import { ownScope } from '../../src/audit/scope/scope.ts';
import { parsePrefix, type Prefix } from '../../src/net/prefix.ts';

const [fingerprints = 'dist/fingerprints.json'] = process.argv.slice(2);
const tasks = JSON.parse(readFileSync(0, 'utf8')) as IdentifyTask[];
const addresses = [...new Set(tasks.map(({ endpoint }) => endpoint.address))];
const allow = addresses.map((address) => parsePrefix(address)).filter((prefix): prefix is Prefix => prefix !== null);
const guard = new Guard({ ...ownScope([], []), allow }, () => new Date());
const found: { task: IdentifyTask; identification: Identification }[] = [];
const started = performance.now();
await identifyAll(
  tasks,
  new GuardedNetwork(guard),
  { fingerprints: [openFingerprints(fingerprints)], mayAskIndustrial: true },
  (task, identification) => found.push({ task, identification }),
);
console.log(JSON.stringify({ milliseconds: Math.round(performance.now() - started), found }));
