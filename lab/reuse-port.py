"""Listens with SO_REUSEPORT, which Node 20 cannot set, until its standard input ends:   python3 reuse-port.py PORT"""
import socket
import sys

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
listener.bind(("127.0.0.1", int(sys.argv[1])))
listener.listen()
print("ready", flush=True)
sys.stdin.read()
