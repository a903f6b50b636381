import * as z from 'zod';
import { PortSearch } from '../../knowledge/search/search.ts';
import { dataResult, READ_ONLY, type Desk, type ToolResult } from './tool.ts';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 50;

export const searchPorts = {
  name: 'search_ports',
  config: {
    title: 'Search ports by words',
    description:
      'Finds ports by what people call them: protocols, products, daemons, old Trojans, whole sentences, with typing ' +
      'errors. Best hit first; "why" says what matched. Use explain_port for everything known of a hit.',
    inputSchema: z.object({
      query: z.string().min(1).max(200).describe('For example: remote desktop, k8s api, elastcsearch, siemens plc'),
      limit: z.int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT).describe('Most hits to give'),
    }),
    annotations: READ_ONLY,
  },
  async run({ query, limit }: { query: string; limit: number }, { knowledge, overlay }: Desk): Promise<ToolResult> {
    return dataResult({ hits: new PortSearch(knowledge, await overlay()).find(query, limit) });
  },
};
