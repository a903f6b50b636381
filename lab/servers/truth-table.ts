import { SERVERS } from './catalogue.ts';
import type { LabServer } from './lab-server.ts';

/** The servers of the lab with what is behind each port and the right verdicts, as the table of README.md. */
export function truthTable(): string {
  return [
    '| server | packages | ports | right verdicts from outside |',
    '| --- | --- | --- | --- |',
    ...SERVERS.map(row),
  ].join('\n');
}

function row(server: LabServer): string {
  const { name, small, about, packages, services, expect } = server;
  const ports = services.map(({ port, transport, service, product, versionFrom }) => {
    const what = product === null ? service : `${service}: ${product}${versionFrom === null ? '' : ', version'}`;
    return `${port}/${transport} ${what}`;
  });
  const verdicts = Object.entries(expect).map(([check, verdict]) => `${check} ${verdict}`);
  const title = `**${name}**${small === true ? ' (small)' : ''} ${about}`;
  return `| ${title} | ${packages.join(' ') || 'none'} | ${grouped(ports)} | ${verdicts.join('<br>')} |`;
}

function grouped(ports: readonly string[]): string {
  return ports.length > 4 ? [...ports.slice(0, 3), `... ${ports.length} ports`].join('<br>') : ports.join('<br>');
}
