# Holds sockets that Node cannot make, until its standard input ends:   perl shared-sockets.pl
# Prints `ready PID PID`, its own number and that of the child that shares its listeners, when all of them are in place.
use strict;
use warnings;
use Socket;

my $SO_REUSEPORT = 15;    # asm-generic/socket.h; Socket.pm of perl-base may not name it

sub bound {
    my ($port, $reuse) = @_;
    socket(my $socket, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
    setsockopt($socket, SOL_SOCKET, $SO_REUSEPORT, 1) or die "SO_REUSEPORT: $!" if $reuse;
    bind($socket, sockaddr_in($port, INADDR_LOOPBACK)) or die "bind $port: $!";
    return $socket;
}

sub listening {
    my ($port, $backlog, $reuse) = @_;
    my $socket = bound($port, $reuse);
    listen($socket, $backlog) or die "listen $port: $!";
    return $socket;
}

sub connected {
    my ($port) = @_;
    socket(my $socket, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
    connect($socket, sockaddr_in($port, INADDR_LOOPBACK)) or die "connect $port: $!";
    return $socket;
}

# Three sockets on one port, all of them held by this process and its child.
my @reuse = map { listening(7501, 8, 1) } 1 .. 3;
my $child = fork() // die "fork: $!";
if ($child == 0) {
    1 while <STDIN>;
    exit;
}

# A queue of two that holds three (tcp's sk_acceptq_is_full compares with >), and nobody takes them out.
my $full = listening(7502, 2, 0);
my @waiting = map { connected(7502) } 1 .. 3;

# Bound and never listening.
my $idle = bound(7503, 0);

# Its program closed it, the other end never does: an orphan in FIN-WAIT-2.
my $patient = listening(7504, 8, 0);
my $orphan = connected(7504);
accept(my $kept, $patient) or die "accept: $!";
close($orphan);

# A user port by IANA's classes, inside this kernel's own range for outgoing connections.
my $between = listening(40000, 8, 0);

$| = 1;
print "ready $$ $child\n";
1 while <STDIN>;
waitpid($child, 0);
