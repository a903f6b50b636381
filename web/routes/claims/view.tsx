import type { VNode } from 'preact';
import { Heading } from '../../parts/heading.tsx';

export function ClaimsView(): VNode {
  return <Heading title="Claims" />;
}
