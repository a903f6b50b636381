/** Where the programs of the system are looked for: nobody's PATH decides what root starts. */
export const SYSTEM_PATH = '/usr/sbin:/usr/bin:/sbin:/bin';

/** What an outside view is made with (Debian: iproute2, util-linux). */
export const OUTSIDE_PROGRAMS = ['ip', 'unshare', 'nsenter'] as const;
