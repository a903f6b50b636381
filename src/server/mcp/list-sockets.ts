import * as z from 'zod';
import { lookAround } from '../api/look.ts';
import { answered, firstOf, READ_ONLY, type Desk, type ToolResult } from './tool.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

const input = z.object({
  port: z.int().min(0).max(65_535).optional().describe('Only sockets on this port of this machine'),
  transport: z.enum(['tcp', 'udp']).optional().describe('Only this transport'),
  limit: z.int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT).describe('Most sockets to give'),
});

export const listSockets = {
  name: 'list_sockets',
  config: {
    title: 'List what listens on this machine',
    description:
      'The sockets of this machine that wait for others: address, process, user, how far each can be reached ' +
      '("exposure"), findings. "completeness" says what this user may not see; an owner that is not permitted is not none.',
    inputSchema: input,
    annotations: READ_ONLY,
  },
  run({ port, transport, limit }: z.infer<typeof input>, desk: Desk): Promise<ToolResult> {
    return answered(async () => {
      const view = await lookAround(desk);
      const rows = view.listeners
        .filter((one) => (port ?? one.port) === one.port && (transport ?? one.transport) === one.transport)
        .flatMap((one) => one.rows);
      const { shown, omitted } = firstOf(rows, limit);
      return {
        sockets: shown.map((row) => view.rowAt(row)),
        omitted,
        completeness: view.snapshot.completeness,
      };
    });
  },
};
