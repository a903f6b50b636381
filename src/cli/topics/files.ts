import type { Block } from './block.ts';

/** Files that are read today, for the topic and the man page. `proc` and `etc` lie under PORTOLAN_ROOT. */
export const FILES_READ: readonly (readonly [path: string, meaning: string])[] = [
  ['/proc/net/{tcp,tcp6,udp,udp6}', "The kernel's tables of sockets."],
  ['/proc/PID/', 'Who holds a socket: its descriptors, name, command line, user, program and unit.'],
  ['/proc/sys/net/', 'Settings that decide what a row means, such as the range of ephemeral ports.'],
  ['/etc/passwd', 'Names of users.'],
  [
    '~/.local/state/portolan/leases.json',
    'The ports that portolan lease keeps for projects, which it also writes; under $XDG_STATE_HOME where that is set.',
  ],
  ['/proc/self/', 'For portolan doctor: the rights of this process, and how /proc is mounted.'],
];

/** Where notes are looked for, the nearest first. */
export const NOTES_PLACES: readonly (readonly [path: string, meaning: string])[] = [
  [
    './portolan.yaml',
    'Notes of a project: in the folder where portolan is called, else in the one above it, and so on up to /. A file that belongs to neither you nor root is passed over.',
  ],
  ['~/.config/portolan/portolan.yaml', 'Your own notes; under $XDG_CONFIG_HOME where that is set.'],
  ['/etc/portolan/portolan.yaml', 'Notes for everybody on the machine.'],
];

export const files: readonly Block[] = [
  { rows: FILES_READ },
  'The knowledge base lies beside the program. Nothing is written but the leases of portolan lease, the snapshots that you save (portolan snapshot save) in ~/.local/state/portolan/snapshots, and the files that you name: reports, policy files, the state of traffic --state. Nothing is sent anywhere but to the hosts that portolan audit or wait are told to ask.',
  { heading: 'portolan.yaml' },
  'Here you note what you know of your own ports. It is laid over the knowledge base, and hides nothing of it. It is looked for in three places:',
  { rows: NOTES_PLACES },
  'All three are read. Where they speak of the same thing, the nearer one is right, and in one file a port outweighs a range. --no-overlay leaves them aside. What can be noted of a port:',
  {
    rows: [
      ['label', 'What you call the service.'],
      ['owner', 'Whom to ask.'],
      ['process', 'Name of the process that should hold it, or a list of names.'],
      [
        'exposure',
        'How far it may be reached: host, network or anywhere. "portolan help exposure" says how far it is.',
      ],
      ['mute', 'A day until which its findings are not told, for which of them if not for all, and the reason.'],
      ['note', 'Anything else.'],
    ],
  },
  {
    lines: [
      'ports:',
      '  5432/tcp:',
      '    label: orders database',
      '    owner: team payments',
      '    process: postgres',
      '    exposure: network',
      '    mute: { until: 2027-03-31, reason: moves behind the proxy in spring }',
      '  8000-8010/tcp: { label: previews of the web shop }',
    ],
  },
];
