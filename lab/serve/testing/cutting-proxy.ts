import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP way to a server that can be cut, and remembers what the server said. */
export interface CuttingProxy {
  readonly url: string;
  /** Everything that came from the server, text frames in the clear. */
  heard(): string;
  /** Ends every connection now; new ones come through, unless `forGood`. */
  cut(forGood?: boolean): void;
  readonly connections: number;
  close(): Promise<void>;
}

export async function openProxy(url: string): Promise<CuttingProxy> {
  const target = new URL(url);
  const pairs = new Set<readonly [Socket, Socket]>();
  const heard: Buffer[] = [];
  let connections = 0;
  let isShut = false;
  const server = createServer(near => {
    if (isShut) {
      near.destroy();
      return;
    }
    connections++;
    const far = connect(Number(target.port), target.hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('data', data => {
        if (from === far) heard.push(data);
        to.write(data);
      });
      from.on('error', () => {});
      from.on('close', () => {
        pairs.delete(pair);
        to.destroy();
      });
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard: () => Buffer.concat(heard).toString('latin1'),
    cut(forGood = false) {
      isShut = forGood;
      for (const pair of [...pairs]) for (const socket of pair) socket.destroy();
    },
    get connections() {
      return connections;
    },
    close: () =>
      new Promise(resolve => {
        for (const pair of [...pairs]) for (const socket of pair) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
