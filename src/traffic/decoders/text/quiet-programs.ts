/**
 * Programs that write much into a syslog and nothing about packets in any format that is read: their lines are counted
 * without asking every reader. Not `kernel`, `suricata` and their like, which write of both.
 */
export const QUIET_PROGRAMS: ReadonlySet<string> = new Set([
  ...['sshd', 'sshd-session', 'sshd-auth', 'dropbear', 'login', 'sudo', 'su', 'polkitd'],
  ...['CRON', 'cron', 'crond', 'anacron', 'atd', 'run-parts', 'logrotate', 'rsyslogd', 'auditd', 'dbus-daemon'],
  ...['systemd', 'systemd-logind', 'systemd-resolved', 'systemd-networkd', 'systemd-timesyncd', 'NetworkManager'],
  ...['dhclient', 'dhcpd', 'dhcpcd', 'dnsmasq', 'dnsmasq-dhcp', 'hostapd', 'wpa_supplicant', 'avahi-daemon', 'named'],
  ...['ntpd', 'chronyd', 'snmpd', 'nginx', 'apache2', 'httpd', 'mysqld', 'postgres', 'dovecot', 'fail2ban.actions'],
  ...['postfix/smtpd', 'postfix/smtp', 'postfix/qmgr', 'postfix/cleanup', 'postfix/local', 'sendmail', 'exim'],
]);
