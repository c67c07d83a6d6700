/** How long one thing may take to be undone, wall-clock. */
const PATIENCE_MS = 5_000;

interface Undo {
  /** Of the fixture or fault that it takes away. */
  readonly name: string;
  readonly undo: () => Promise<void> | void;
}

/** What a session has opened and changed, undone last first; what cannot be undone is told and does not stop the rest. */
export class UndoStack {
  private readonly entries: Undo[] = [];

  add(name: string, undo: Undo['undo']): void {
    this.entries.push({ name, undo });
  }

  /** Undoes the newest entry of that name now. False when there is none. @throws what the undoing throws */
  async undo(name: string): Promise<boolean> {
    const index = this.entries.findLastIndex(entry => entry.name === name);
    if (index < 0) return false;
    const [entry] = this.entries.splice(index, 1);
    await entry!.undo();
    return true;
  }

  /** The entry needs no undoing any more. */
  forget(name: string): void {
    const index = this.entries.findLastIndex(entry => entry.name === name);
    if (index >= 0) this.entries.splice(index, 1);
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

async function attempt({ undo }: Undo): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>(resolve => {
    timer = setTimeout(() => resolve(`not undone within ${PATIENCE_MS} ms`), PATIENCE_MS);
  });
  try {
    return await Promise.race([Promise.resolve(undo()).then(() => undefined), late]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
