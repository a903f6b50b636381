import type { EphemeralSettings } from '../ephemeral/settings.ts';
import type { ProcFs } from './proc-fs.ts';

export function readEphemeralSettings(fs: ProcFs): EphemeralSettings {
  const setting = (name: string): number | null => {
    const text = fs.read(`proc/sys/net/ipv4/${name}`)?.trim() ?? '';
    return /^\d+$/.test(text) ? Number(text) : null;
  };
  return {
    reuseTimeWait: setting('tcp_tw_reuse'),
    timestamps: setting('tcp_timestamps'),
    maxTimeWait: setting('tcp_max_tw_buckets'),
    namespace: fs.link('proc/self/ns/net'),
  };
}
