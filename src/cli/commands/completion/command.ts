import type { CommandSpec } from '../../command.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** Knows all commands, itself included, which is why it is given them when it runs and not before. */
export function completion(commands: () => Promise<readonly CommandSpec[]>): CommandSpec {
  return {
    name: 'completion',
    summary: 'A script that lets your shell complete commands, options and names of services',
    argument: { name: 'SHELL', description: 'bash, zsh or fish', values: SHELLS },
    flags: [],
    notes:
      'The head of each script says how to install it. Names of services are written into it: make it anew\nafter an upgrade.',
    examples: [
      'source <(portolan completion bash)     in ~/.bashrc',
      'portolan completion zsh > ~/.zfunc/_portolan',
      'portolan completion fish > ~/.config/fish/completions/portolan.fish',
    ],
    load: async () => (await import('./run.ts')).runCompletion(await commands()),
  };
}
