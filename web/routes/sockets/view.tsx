import type { VNode } from 'preact';
import { Heading } from '../../parts/heading.tsx';

export function SocketsView(): VNode {
  return <Heading title="Sockets" />;
}
