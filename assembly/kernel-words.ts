/** Bytes and words of the kernel's log lines, and the marks of event-batch.ts. */
export const SPACE: u32 = 0x20;
export const NEWLINE: u32 = 0x0a;
export const EQUALS: u32 = 0x3d;
export const OPEN: u32 = 0x5b;
export const CLOSE: u32 = 0x5d;
export const DOT: u32 = 0x2e;

// Words of four letters, as they lie in memory: little endian.
export const OUT_: u32 = 0x3d54554f;
export const MAC_: u32 = 0x3d43414d;
export const SRC_: u32 = 0x3d435253;
export const DST_: u32 = 0x3d545344;
export const LEN_: u32 = 0x3d4e454c;
export const TOS_: u32 = 0x3d534f54;
export const PREC: u32 = 0x43455250;
export const TTL_: u32 = 0x3d4c5454;
export const PROT: u32 = 0x544f5250;
export const SPT_: u32 = 0x3d545053;
export const DPT_: u32 = 0x3d545044;
export const SEQ_: u32 = 0x3d514553;
export const ACK_: u32 = 0x3d4b4341;
export const WIND: u32 = 0x444e4957;
export const RES_: u32 = 0x3d534552;
export const URGP: u32 = 0x50475255;
export const TYPE: u32 = 0x45505954;
export const CODE: u32 = 0x45444f43;
export const KERN: u32 = 0x6e72656b;
export const EL: u32 = 0x203a6c65; // `el: `
export const HEX: u16 = 0x7830; // `0x`

// Three letters and a space.
export const SYN: u32 = 0x204e5953;
export const ACK: u32 = 0x204b4341;
export const RST: u32 = 0x20545352;
export const FIN: u32 = 0x204e4946;
export const PSH: u32 = 0x20485350;
export const URG: u32 = 0x20475255;
export const ECE: u32 = 0x20454345;
export const CWR: u32 = 0x20525743;

export const MARK_FLAGS: u32 = 1;
export const MARK_TTL: u32 = 2;
export const MARK_FINGERPRINT: u32 = 4;
export const MARK_SEQUENCE: u32 = 16;
export const MARK_PORTS: u32 = 32;
export const MARK_BARE_SYN: u32 = 64;
