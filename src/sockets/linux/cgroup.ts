import type { Container, ContainerRuntime } from '../process-info.ts';

/** What the path of a control group says of a process: the unit that started it, the container it runs in. */
export interface CgroupFacts {
  readonly unit: string | null;
  readonly container: Container | null;
}

/** Ids are hexadecimal, of 64 digits; short forms are given by some tools. */
const ID = '[0-9a-f]{12,64}';

/** How runtimes name the group of a container under systemd: `docker-<id>.scope`. */
const SCOPES: readonly (readonly [pattern: RegExp, runtime: ContainerRuntime])[] = [
  [new RegExp(`^docker-(${ID})\\.scope$`), 'docker'],
  [new RegExp(`^libpod-(${ID})(?:\\.scope)?$`), 'podman'],
  [new RegExp(`^cri-containerd-(${ID})\\.scope$`), 'containerd'],
  [new RegExp(`:cri-containerd:(${ID})$`), 'containerd'],
  [new RegExp(`^nerdctl-(${ID})\\.scope$`), 'containerd'],
  [new RegExp(`^crio-(${ID})(?:\\.scope)?$`), 'cri-o'],
  [/^lxc\.payload\.(.+)$/, 'lxc'],
  [/^machine-(.+)\.scope$/, 'machine'],
];

/** `kubepods-burstable-pod<uid>.slice` and `pod<uid>`; systemd's form has _ where the uid has -. */
const POD =
  /(?:^|-)pod([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}|[0-9a-f]{32})(?:\.slice)?$/;

/**
 * Reads /proc/PID/cgroup (cgroups(7)): one line in version 2, one for each hierarchy in version 1, of which any may hold
 * the answer. Inside a cgroup namespace the path is `/` and says nothing.
 */
export function parseCgroup(text: string): CgroupFacts {
  let unit: string | null = null;
  let container: Container | null = null;
  for (const line of text.split('\n')) {
    const path = line.slice(line.indexOf(':', line.indexOf(':') + 1) + 1);
    // The root of a hierarchy, as nine of ten are in version 1: patterns need not be tried on nothing.
    if (path === '/' || path === '') continue;
    const parts = path.split('/');
    unit ??= unitOf(parts);
    const found = containerOf(parts);
    // Of several hierarchies the one that says most: some end at the pod.
    if (found !== null && (container === null || (container.pod === null && found.pod !== null))) container = found;
  }
  return { unit, container };
}

/** `/system.slice/ssh.service` is unit `ssh.service`; a user's manager is no answer. */
function unitOf(parts: readonly string[]): string | null {
  return parts.findLast((part) => part.endsWith('.service') && !part.startsWith('user@')) ?? null;
}

/** The innermost container: docker in docker has two. */
function containerOf(parts: readonly string[]): Container | null {
  const pod = podOf(parts);
  for (let at = parts.length - 1; at >= 0; at--) {
    const part = parts[at] ?? '';
    for (const [pattern, runtime] of SCOPES) {
      const id = pattern.exec(part)?.[1];
      if (id !== undefined) return { runtime, id, pod, name: runtime === 'lxc' || runtime === 'machine' ? id : null };
    }
    if (!/^[0-9a-f]{64}$/.test(part)) continue;
    const parent = parts[at - 1] ?? '';
    return { runtime: parent === 'docker' ? 'docker' : 'unknown', id: part, pod, name: null };
  }
  return null;
}

function podOf(parts: readonly string[]): string | null {
  for (const part of parts) {
    const uid = POD.exec(part)?.[1];
    if (uid !== undefined) return uid.replaceAll('_', '-');
  }
  return null;
}
