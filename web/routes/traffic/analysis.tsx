import type { VNode } from 'preact';
import { Heading } from '../../parts/heading.tsx';

export function AnalysisView({ id }: { readonly id: string }): VNode {
  return <Heading title={id} />;
}
