import { expect, it } from 'vitest';
import { readEphemeralSettings } from './ephemeral-settings.ts';
import { RecordedProcFs } from './recorded-proc-fs.fixture.ts';

it('reads the settings of client ports as the kernel prints them', () => {
  const fs = new RecordedProcFs()
    .file('proc/sys/net/ipv4/tcp_tw_reuse', '2\n')
    .file('proc/sys/net/ipv4/tcp_timestamps', '1\n')
    .file('proc/sys/net/ipv4/tcp_max_tw_buckets', '131072\n');
  expect(readEphemeralSettings(fs)).toEqual({
    reuseTimeWait: 2,
    timestamps: 1,
    maxTimeWait: 131_072,
    namespace: null,
  });
});

it('knows nothing, not zero, where they are hidden or nonsense', () => {
  const fs = new RecordedProcFs().file('proc/sys/net/ipv4/tcp_tw_reuse', 'yes\n');
  expect(readEphemeralSettings(fs)).toEqual({
    reuseTimeWait: null,
    timestamps: null,
    maxTimeWait: null,
    namespace: null,
  });
});
