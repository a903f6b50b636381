import type { VNode } from 'preact';
import { Heading } from '../../parts/heading.tsx';

export function TrafficView(): VNode {
  return <Heading title="Traffic" />;
}
