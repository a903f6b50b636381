import * as z from 'zod';
import { glanceDocument } from '../api/glance.ts';
import { answered, firstOf, READ_ONLY, type Desk, type ToolResult } from './tool.ts';

const MAX_LISTENERS = 50;

export const glance = {
  name: 'glance',
  config: {
    title: 'Glance at this machine',
    description:
      'What listens on this machine in one answer: sums, listeners with who holds them, those with findings first, and ' +
      'what could not be seen ("gaps"). The beginning of any look at a machine.',
    inputSchema: z.object({}),
    annotations: READ_ONLY,
  },
  run(desk: Desk): Promise<ToolResult> {
    return answered(async () => {
      const { summary, muted, listeners, gaps } = await glanceDocument(desk);
      const first = listeners.toSorted((a, b) => b.findings.length - a.findings.length);
      const { shown, omitted } = firstOf(first, MAX_LISTENERS);
      return { summary, muted, listeners: shown, omitted, gaps };
    });
  },
};
