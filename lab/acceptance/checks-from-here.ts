/** Runs checks on one port whatever answers there, from the namespace it is started in: ADDRESS PORT. Writes JSON. */
import { CHECKS } from '../../src/audit/checks/all.ts';
import { Guard } from '../../src/audit/network/guard.ts';
import { GuardedNetwork } from '../../src/audit/network/network.ts';
import { runCheck } from '../../src/audit/run-check.ts';
import { ownScope } from '../../src/audit/scope/scope.ts';
import { parsePrefix } from '../../src/net/prefix.ts';

const [address = '', port = ''] = process.argv.slice(2);
const prefix = parsePrefix(address);
if (prefix === null) throw new Error(`"${address}" is no address`);
const network = new GuardedNetwork(new Guard({ ...ownScope([], []), allow: [prefix] }, () => new Date()));
const settings = { zones: ['lab.example'], queryName: null, mayLeaveResidue: false };
const chosen = CHECKS.filter(({ description }) => description.transport === 'tcp' && !description.isOptIn);
const results = await Promise.all(
  chosen.map((check) => {
    const endpoint = { address, port: Number(port) };
    return runCheck({ check, endpoint, service: null, vantage: 'same-subnet', settings }, network);
  }),
);
console.log(JSON.stringify(results));
