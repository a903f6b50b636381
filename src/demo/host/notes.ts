import { Overlay } from '../../knowledge/overlay.ts';

/** What the administrator of the host wrote down, as a portolan.yaml would have it. */
export const DEMO_NOTES = new Overlay([
  {
    path: '/etc/portolan/portolan.yaml',
    services: [],
    ports: {
      '22/tcp': { label: 'ssh', owner: 'operations', process: ['sshd'], exposure: 'anywhere' },
      '80/tcp': { label: 'web, redirect', owner: 'web team', process: ['nginx'], exposure: 'anywhere' },
      '443/tcp': { label: 'web', owner: 'web team', process: ['nginx'], exposure: 'anywhere' },
      '5432/tcp': { label: 'orders', owner: 'databases', process: ['postgres'], exposure: 'network' },
      '9100/tcp': { label: 'metrics', owner: 'operations', process: ['node_exporter'], exposure: 'network' },
      '111/tcp': {
        owner: 'operations',
        mute: { until: '2027-01-31', reason: 'the old NFS share goes in January, ticket 4711' },
      },
    },
  },
]);
