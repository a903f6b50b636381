import type { CgroupFacts } from './cgroup.ts';
import type { ProcFs } from './proc-fs.ts';

/** Docker's own description of a container, which root may read; `/web` is how it writes a name. */
const DOCKER_CONFIG = (id: string): string => `var/lib/docker/containers/${id}/config.v2.json`;

/** Adds the name of a container where a file tells it. Null stays where none does, or this user may not read it. */
export function nameContainer(fs: ProcFs, facts: CgroupFacts): CgroupFacts {
  const { container } = facts;
  if (container === null || container.name !== null || container.runtime !== 'docker') return facts;
  const name = dockerName(fs.read(DOCKER_CONFIG(container.id)));
  return name === null ? facts : { ...facts, container: { ...container, name } };
}

function dockerName(text: string | null): string | null {
  if (text === null) return null;
  try {
    const config: unknown = JSON.parse(text);
    if (typeof config !== 'object' || config === null || !('Name' in config)) return null;
    return typeof config.Name === 'string' ? config.Name.replace(/^\//, '') : null;
  } catch {
    return null; // being written just now
  }
}
