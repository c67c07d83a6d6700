/** How long one thing may take to be undone, wall-clock. */
const PATIENCE_MS = 5_000;

interface Undo {
  readonly name: string;
  readonly undo: () => Promise<void> | void;
  /** What `heal` calls it: a node, a fault, a base station's link, a phone's tampering; undefined for what heals nothing. */
  readonly heals: string | undefined;
  /** How long it may take at the end, wall-clock. */
  readonly patienceMs: number;
}

/** What a session has opened and changed, undone last first; what cannot be undone is told and does not stop the rest. */
export class UndoStack {
  private readonly entries: Undo[] = [];

  /** A newer entry of the same name takes the place of the older one. */
  add(name: string, undo: Undo['undo'], heals?: string, patienceMs = PATIENCE_MS): void {
    this.forget(name);
    this.entries.push({ name, undo, heals, patienceMs });
  }

  has(name: string): boolean {
    return this.entries.some(entry => entry.name === name);
  }

  /** Undoes the entry of that name now. False when there is none. @throws what the undoing throws */
  async undo(name: string): Promise<boolean> {
    const entry = this.forget(name);
    await entry?.undo();
    return entry !== undefined;
  }

  /** The entry needs no undoing any more. */
  forget(name: string): Undo | undefined {
    const index = this.entries.findIndex(entry => entry.name === name);
    return index < 0 ? undefined : this.entries.splice(index, 1)[0];
  }

  /** Undoes what heals that, or whatever heals anything, last first; gives how many entries there were. */
  async heal(target: string | undefined): Promise<number> {
    const sick = this.entries.filter(({ heals }) => (target === undefined ? heals !== undefined : heals === target));
    for (const { name } of sick.reverse()) await this.undo(name);
    return sick.length;
  }

  /** Undoes everything; resolves with what could not be. */
  async undoAll(): Promise<string[]> {
    const failures: string[] = [];
    for (let entry = this.entries.pop(); entry !== undefined; entry = this.entries.pop()) {
      const failure = await attempt(entry);
      if (failure !== undefined) failures.push(`${entry.name}: ${failure}`);
    }
    return failures;
  }
}

async function attempt({ undo, patienceMs }: Undo): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>(resolve => {
    timer = setTimeout(() => resolve(`not undone within ${patienceMs} ms`), patienceMs);
  });
  try {
    return await Promise.race([Promise.resolve(undo()).then(() => undefined), late]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
