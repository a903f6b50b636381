import { describe, expect, it } from 'vitest';
import { describePhysicalPort } from './physical-port.ts';

describe('describePhysicalPort', () => {
  it.each(['RJ-45', 'rj45', 'SC', 'SFP+', 'USB-C', 'COM1'])('knows %s as a connector', (word) => {
    expect(describePhysicalPort(word)).toContain('a connector');
  });

  it.each(['eth0', 'enp3s0', 'wlan1', 'tun0', 'docker0'])('knows %s as a network interface', (word) => {
    expect(describePhysicalPort(word)).toContain('a network interface');
  });

  it.each(['https', 'ethernet', 'scp', 'ens', 'tunnel', 'bridge', 'usb2fast', ''])('leaves %j to the names', (word) => {
    expect(describePhysicalPort(word)).toBeNull();
  });
});
