import { tcp, type LabServer } from './lab-server.ts';

export const CORBA: readonly LabServer[] = [
  {
    name: 'omninames',
    about: 'a CORBA naming service anybody can ask and change',
    packages: ['omniorb-nameserver'],
    services: [tcp(2809, 'corba-iiop', 'omniORB')],
    prepare: 'mkdir /srv/omninames',
    start: 'omniNames -start 2809 -always -datadir /srv/omninames',
    small: true,
    expect: { 'corba.iiop': 'exposed' },
  },
];
