import type { VNode } from 'preact';
import { elsewhere } from '../state/place.ts';
import { shown } from '../state/shown.ts';

/** `443/tcp https`: the number always beside the name. */
export function PortLink({
  port,
  transport,
  name = null,
}: {
  readonly port: number;
  readonly transport: string;
  readonly name?: string | null;
}): VNode {
  return (
    <a class="port" href={elsewhere(`/port/${port}/${transport}`)}>
      {port}/{transport}
      {name !== null && <span class="port-name"> {shown(name)}</span>}
    </a>
  );
}
