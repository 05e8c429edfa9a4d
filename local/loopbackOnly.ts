import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { BlockList, type Socket } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Hangs up on every connection to this process that does not come from this machine. fauxqs listens on all interfaces and cannot be told
 * otherwise; what is dropped here may be a patient's study.
 */
export function answerThisMachineOnly(): { readonly stop: () => void } {
  const onConnection = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    if (!isLoopback(socket.remoteAddress)) socket.destroy();
  };
  subscribe('net.server.socket', onConnection);
  return { stop: () => unsubscribe('net.server.socket', onConnection) };
}

/** No address: a pipe, or a connection that is already gone. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return true;
  return address.includes(':') ? loopback.check(address, 'ipv6') : loopback.check(address, 'ipv4');
}
