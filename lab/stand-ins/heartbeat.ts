import { connect, createServer, type Server, type Socket } from 'node:net';

/** How the other end is: it answers, it is gone, or it is there and says nothing. */
export type PeerState = 'up' | 'down' | 'silent';

const BEAT_MS = 200;
/** Without an answer for that long a peer is silent. */
const SILENCE_MS = 1_000;

/** Answers heartbeats: whatever comes goes back. */
export function answerHeartbeats(port: number): Promise<Server> {
  const server = createServer(socket => {
    socket.on('error', () => socket.destroy());
    socket.pipe(socket);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve(server));
  });
}

/** Watches a peer by heartbeats; `changed` hears every new state, the first one too. */
export class Heartbeat {
  private readonly host: string;
  private readonly port: number;
  private readonly changed: (state: PeerState) => void;
  private state: PeerState | undefined;
  private socket: Socket | undefined;
  private heardAt = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(host: string, port: number, changed: (state: PeerState) => void) {
    this.host = host;
    this.port = port;
    this.changed = changed;
    this.timer = setInterval(() => this.beat(), BEAT_MS);
    this.beat();
  }

  close(): void {
    clearInterval(this.timer);
    this.socket?.destroy();
  }

  private beat(): void {
    const { socket } = this;
    if (socket === undefined) return this.call();
    if (!socket.connecting) socket.write('.');
    if (performance.now() - this.heardAt <= SILENCE_MS) return;
    // as Diameter's watchdog: it is called anew, which does not wait for what TCP sends again ever later
    if (!socket.connecting) this.become('silent');
    this.socket = undefined;
    socket.destroy();
  }

  private call(): void {
    const socket = connect({ host: this.host, port: this.port });
    this.socket = socket;
    this.heardAt = performance.now();
    socket.once('connect', () => socket.write('.'));
    socket.on('data', () => {
      this.heardAt = performance.now();
      this.become('up');
    });
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      // one that we have given up says nothing of the peer
      if (this.socket !== socket) return;
      this.socket = undefined;
      this.become('down');
    });
  }

  private become(state: PeerState): void {
    if (state === this.state) return;
    this.state = state;
    this.changed(state);
  }
}
