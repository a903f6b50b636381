import { gunzipSync } from 'node:zlib';

/** TCP ports that each source tried, read from Zeek's logs with code that shares nothing with the lens. */
export function triedPorts(logs: readonly Buffer[], host: string): Map<string, Set<string>> {
  const tried = new Map<string, Set<string>>();
  for (const log of logs) {
    let names: string[] = [];
    for (const line of gunzipSync(log).toString('latin1').split('\n')) {
      const fields = line.split('\t');
      if (fields[0] === '#fields') names = fields.slice(1);
      if (line === '' || line.startsWith('#')) continue;
      const field = (name: string): string => fields[names.indexOf(name)] ?? '';
      if (field('proto') !== 'tcp' || field('id.resp_h') !== host) continue;
      const ports = tried.get(field('id.orig_h')) ?? new Set<string>();
      tried.set(field('id.orig_h'), ports);
      ports.add(field('id.resp_p'));
    }
  }
  return tried;
}
