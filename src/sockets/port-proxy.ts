import type { LocalPort } from './port-use.ts';
import type { ProcessInfo } from './process-info.ts';

/** A process that holds a port on behalf of a container. To end it takes the port from the container and stops nothing. */
export interface PortProxy {
  /** `docker-proxy` */
  readonly program: string;
  /** Where it hands connections on to, where its command line says so: `172.17.0.2:80`. */
  readonly target: string | null;
  /** The command that shows which container it is. */
  readonly find: string;
  /** The command that stops it. */
  readonly stop: string;
}

type Engine = 'docker' | 'podman' | 'kubernetes';

/** Programs that publish ports, by the name that the kernel shows. conmon keeps those of rootful podman reserved. */
const PROXIES: Readonly<Record<string, Engine>> = {
  'docker-proxy': 'docker',
  rootlesskit: 'docker',
  rootlessport: 'podman',
  slirp4netns: 'podman',
  pasta: 'podman',
  'pasta.avx2': 'podman',
  passt: 'podman',
  conmon: 'podman',
  gvproxy: 'podman',
  'kube-proxy': 'kubernetes',
};

/** What the process is a proxy for; null when it is none. */
export function portProxyOf(process: ProcessInfo, { port, transport }: LocalPort): PortProxy | null {
  const file = process.executable?.split('/').at(-1) ?? '';
  const program = [process.name, file].find((name) => Object.hasOwn(PROXIES, name));
  const engine = program === undefined ? undefined : PROXIES[program];
  if (program === undefined || engine === undefined) return null;
  const target = targetOf(process.command ?? '');
  switch (engine) {
    case 'docker':
      return {
        program,
        target,
        find: `docker ps --filter publish=${port}/${transport}`,
        stop: 'docker stop CONTAINER',
      };
    case 'podman':
      return { program, target, find: 'podman ps --format "{{.Names}} {{.Ports}}"', stop: 'podman stop CONTAINER' };
    case 'kubernetes':
      return {
        program,
        target,
        find: 'kubectl get services --all-namespaces',
        stop: 'kubectl delete service NAME --namespace NAMESPACE',
      };
  }
}

/** `docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 8080 -container-ip 172.17.0.2 -container-port 80` */
function targetOf(command: string): string | null {
  const address = /(?:^| )-container-ip (\S+)/.exec(command)?.[1];
  const port = /(?:^| )-container-port (\d+)/.exec(command)?.[1];
  if (address === undefined || port === undefined) return null;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
