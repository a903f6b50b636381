/** Numbers of the kernel's interface, which never change: they are its promise to programs (include/uapi/linux). */

/** netlink.h: message types and flags. */
export const NLMSG_ERROR = 2;
export const NLMSG_DONE = 3;
export const NLM_F_REQUEST = 0x01;
/** The table changed while it was dumped, so that rows may be missing or repeated. */
export const NLM_F_DUMP_INTR = 0x10;
/** NLM_F_ROOT | NLM_F_MATCH: the whole table. */
export const NLM_F_DUMP = 0x300;
/** Bytes of struct nlmsghdr. */
export const HEADER_BYTES = 16;

/** sock_diag.h: the one request there is. */
export const SOCK_DIAG_BY_FAMILY = 20;
/** netlink.h: the protocol of the netlink socket itself. */
export const NETLINK_SOCK_DIAG = 4;

/** linux/socket.h and in.h. */
export const AF_INET = 2;
export const AF_INET6 = 10;
export const IPPROTO_TCP = 6;
export const IPPROTO_UDP = 17;

/** inet_diag.h: attributes behind a struct inet_diag_msg. */
export const INET_DIAG_INFO = 2;
export const INET_DIAG_SKMEMINFO = 7;
export const INET_DIAG_SKV6ONLY = 11;
export const INET_DIAG_CGROUP_ID = 21;

/** Bytes of struct inet_diag_req_v2 and struct inet_diag_msg. */
export const REQUEST_BYTES = 56;
export const MESSAGE_BYTES = 72;
