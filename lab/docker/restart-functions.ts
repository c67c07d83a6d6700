import type { Engine } from './engine.ts';
import { findContainer } from './lab-containers.ts';
import { NETWORK_FUNCTIONS } from './network-functions.ts';
import { diameterPeer } from './wait/diameter-peer.ts';
import { healthy } from './wait/healthy.ts';
import { waitUntil } from './wait/wait-until.ts';

const DEADLINE_MS = 90_000;

/** Starts again whatever keeps phones and sessions, and waits until it is back. */
export async function restartPhoneFunctions(engine: Engine, lab: string, signal: AbortSignal): Promise<void> {
  const names = NETWORK_FUNCTIONS.filter(({ holdsPhones }) => holdsPhones === true).map(({ name }) => name);
  const handles = await Promise.all(
    names.map(async name => engine.docker.getContainer((await findContainer(engine, name, lab)).id)),
  );
  // killed: nothing of what they keep is worth a goodbye
  await Promise.all(handles.map(handle => handle.restart({ t: 0 })));
  const wait = { deadlineMs: DEADLINE_MS, signal };
  for (const name of names) {
    await waitUntil(healthy(engine, lab, name), wait);
    const peer = diameterPeer(engine, lab, name);
    if (peer !== undefined) await waitUntil(peer, wait);
  }
}
