/** The names of topics are known to every run, for help and completion; their texts are loaded when one is read. */
export const TOPICS = [
  { name: 'ports', summary: 'classes of port numbers, and what a number proves' },
  { name: 'exposure', summary: 'the words for how far a socket reaches' },
  { name: 'sources', summary: 'where statements come from, and how well they are founded' },
  { name: 'json', summary: 'output for programs: its frame, and what may change' },
  { name: 'exit-codes', summary: 'what the shell learns from a run' },
  { name: 'files', summary: 'what is read, and your own notes in portolan.yaml' },
  { name: 'traffic-formats', summary: 'logs and captures that are read, how to get them, and what they cannot tell' },
  { name: 'traffic-queries', summary: 'the words of portolan traffic --select' },
  { name: 'audit-checks', summary: 'what portolan audit checks, where, and what each check leaves behind' },
  { name: 'questions', summary: 'what portolan ask answers, and what each question may be asked with' },
] as const;

export type Topic = (typeof TOPICS)[number];
