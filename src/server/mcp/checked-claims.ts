import * as z from 'zod';
import { answered, firstOf, READ_ONLY, type Desk, type ToolResult } from './tool.ts';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

const input = z.object({
  query: z.string().max(200).default('').describe('Only claims with these words, such as pop3; all where it is empty'),
  limit: z.int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT).describe('Most claims to give'),
});

export const checkedClaims = {
  name: 'checked_claims',
  config: {
    title: 'Claims about ports, checked',
    description:
      'What much-copied lists say of ports, what became of it when it was checked, and what is right, with sources. Ask ' +
      'here before repeating what "everybody knows" of a port.',
    inputSchema: input,
    annotations: READ_ONLY,
  },
  run({ query, limit }: z.infer<typeof input>, { knowledge }: Desk): Promise<ToolResult> {
    return answered(async () => {
      const words = query.toLowerCase().split(/\s+/);
      const fitting = knowledge.claims().filter(({ claim, fact }) => {
        const text = `${claim} ${fact}`.toLowerCase();
        return words.every((word) => text.includes(word));
      });
      const { shown, omitted } = firstOf(fitting, limit);
      return Promise.resolve({ claims: shown, omitted });
    });
  },
};
