import type { Block } from './block.ts';

export const ports: readonly Block[] = [
  'A port is a number from 0 to 65535 that tells the conversations of one address apart. TCP, UDP, SCTP and DCCP each have their own 65,536: 53/tcp and 53/udp are two ports, and Portolan always shows which is meant.',
  { heading: 'Classes' },
  'RFC 6335 divides the numbers in three. The classes say who may hand a number out, not what is safe:',
  {
    rows: [
      [
        '0-1023',
        'System ports, also called well-known. Assigned by IANA after review. On Linux a program needs a privilege to listen below net.ipv4.ip_unprivileged_port_start, which is 1024 unless somebody changed it. Port 0 is reserved; a program that binds it is given a free port.',
      ],
      ['1024-49151', 'User ports, also called registered. Assigned by IANA to whoever asks with a reason.'],
      [
        '49152-65535',
        'Dynamic ports, also called private or ephemeral. Never assigned. RFC 6335 leaves them to clients and to local agreement.',
      ],
    ],
  },
  'The range from which this machine takes ports for its own connections is another matter: on Linux it is net.ipv4.ip_local_port_range, 32768 to 60999 unless changed, and so begins among the user ports. Portolan reads it from the kernel and calls those ports ephemeral. A listener in it may be there by chance.',
  { heading: 'What a number proves' },
  'Nothing. Any program may use any port it is let. IANA says so itself: assignment of a number does not endorse an application, and traffic to or from a port need not be the assigned service.',
  'So Portolan keeps four things apart, and says which one it is telling you:',
  {
    rows: [
      ['registered', "What IANA's registry says the port is for."],
      ['used for', 'What commonly uses it, with or without a registration.'],
      ['held by', 'The process that has it on this machine now. Only this is evidence.'],
      [
        'history',
        'Trojans that old lists name with the number. They explain why scanners still knock, and are never a finding about this machine.',
      ],
    ],
  },
  'A service named in "portolan sockets" is named by its number, and remains a guess until the process beside it bears it out.',
  { lines: ['portolan explain 443', 'portolan explain 49152-65535', 'portolan sockets -tulpn'] },
];
