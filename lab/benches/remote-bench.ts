import type { Bench, BenchSession, Capability, CoreIdentity, SessionOptions } from '../../scenarios/runner/index.ts';
import { Link } from '../serve/client/link.ts';
import { type RemoteOptions, RemoteSession } from '../serve/client/remote-session.ts';

/**
 * A lab in another process, `mvnolab serve` at `url`. Cases run there as they do here; their files are written here.
 * @throws LabError when nobody answers there; UserError for an address or a token that is wrong
 */
export async function openRemoteBench(
  url: string,
  token?: string,
  options: Pick<RemoteOptions, 'reconnectMs'> = {},
): Promise<Bench> {
  const remote = { url, ...(token === undefined ? {} : { token }), ...options };
  const link = await Link.open(remote);
  const { core, capabilities } = link.welcome;
  await link.close();
  return new RemoteBench(remote, core, new Set(capabilities));
}

class RemoteBench implements Bench {
  readonly core: CoreIdentity;
  readonly capabilities: ReadonlySet<Capability>;
  private readonly remote: RemoteOptions;
  private readonly sessions = new Set<RemoteSession>();

  constructor(remote: RemoteOptions, core: CoreIdentity, capabilities: ReadonlySet<Capability>) {
    this.remote = remote;
    this.core = core;
    this.capabilities = capabilities;
  }

  async open(options: SessionOptions): Promise<BenchSession> {
    const session: RemoteSession = await RemoteSession.open(this.remote, options, () => this.sessions.delete(session));
    this.sessions.add(session);
    return session;
  }

  async close(): Promise<void> {
    await Promise.all([...this.sessions].map(session => session.close()));
  }
}
