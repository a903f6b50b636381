import { SLOT, uint16, uint32 } from './information-elements.ts';

/**
 * A record of NetFlow v5, 48 bytes: SOURCE u32, DESTINATION u32, NEXT-HOP u32, INPUT u16, OUTPUT u16, PACKETS u32,
 * BYTES u32, FIRST-MS u32, LAST-MS u32, SOURCE-PORT u16, DESTINATION-PORT u16, PAD u8, FLAGS u8, PROTOCOL u8, TOS u8,
 * SOURCE-AS u16, DESTINATION-AS u16, SOURCE-MASK u8, DESTINATION-MASK u8, PAD u16. Times are of the exporter's uptime.
 */
export function readV5Record(bytes: Uint8Array, at: number, values: Float64Array): void {
  values[SLOT.sourceIPv4] = uint32(bytes, at);
  values[SLOT.destinationIPv4] = uint32(bytes, at + 4);
  values[SLOT.packets] = uint32(bytes, at + 16);
  values[SLOT.bytes] = uint32(bytes, at + 20);
  values[SLOT.startUptime] = uint32(bytes, at + 24);
  values[SLOT.endUptime] = uint32(bytes, at + 28);
  values[SLOT.sourcePort] = uint16(bytes, at + 32);
  values[SLOT.destinationPort] = uint16(bytes, at + 34);
  values[SLOT.flags] = bytes[at + 37] ?? 0;
  values[SLOT.protocol] = bytes[at + 38] ?? 0;
}
