import type { VNode } from 'preact';
import { Heading } from '../../parts/heading.tsx';

export function AuditView(): VNode {
  return <Heading title="Audit" />;
}
