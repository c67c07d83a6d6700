import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { LabError } from '../../emulator/vocabulary/index.ts';

/** Pending octets that are written without waiting for the end of the turn. */
const WRITE_AT_OCTETS = 256 * 1024;

/** Files that a process which ends has to flush. */
const OPEN = new Set<RunFile>();
const flushAll = (): void => {
  for (const file of OPEN) file.flush();
};

/**
 * A file of a run, written while the run goes on. What was appended in one turn of the event loop reaches the kernel at its end
 * in one write, so a process that is killed loses at most that turn; one that ends by itself, or by an error, loses nothing.
 * After a write has failed (disk full) the file takes nothing more and says so once.
 */
export class RunFile {
  readonly path: string;
  private readonly failed: (error: LabError) => void;
  private fd: number | undefined;
  private pending: Buffer;
  private used = 0;
  private flushScheduled = false;
  private written = 0;

  /** Makes the folder and an empty file. @throws LabError `artefact-not-writable` */
  constructor(path: string, failed: (error: LabError) => void) {
    this.path = path;
    this.failed = failed;
    this.pending = Buffer.allocUnsafe(2 * WRITE_AT_OCTETS);
    try {
      mkdirSync(dirname(path), { recursive: true });
      this.fd = openSync(path, 'w');
    } catch (error) {
      throw writeError(path, error as Error);
    }
    if (OPEN.size === 0) process.on('exit', flushAll);
    OPEN.add(this);
  }

  /** Octets of the file, those included that wait for the end of the turn. */
  get octets(): number {
    return this.written + this.used;
  }

  append(bytes: Uint8Array): void {
    if (this.fd === undefined) return;
    this.room(bytes.length);
    this.pending.set(bytes, this.used);
    this.took(bytes.length);
  }

  appendText(text: string): void {
    if (this.fd === undefined) return;
    // a UTF-16 unit is 3 octets of UTF-8 at most
    this.room(text.length * 3);
    this.took(this.pending.write(text, this.used, 'utf8'));
  }

  /** Hands everything to the kernel now. */
  readonly flush = (): void => {
    this.flushScheduled = false;
    if (this.fd === undefined) return;
    try {
      for (let at = 0; at < this.used; ) at += writeSync(this.fd, this.pending, at, this.used - at);
      this.written += this.used;
      this.used = 0;
    } catch (error) {
      this.release();
      this.failed(writeError(this.path, error as Error));
    }
  };

  close(): void {
    this.flush();
    this.release();
  }

  private room(octets: number): void {
    if (this.used + octets <= this.pending.length) return;
    this.flush();
    if (octets > this.pending.length) this.pending = Buffer.allocUnsafe(octets);
  }

  private took(octets: number): void {
    this.used += octets;
    if (this.used >= WRITE_AT_OCTETS) this.flush();
    else if (!this.flushScheduled) {
      this.flushScheduled = true;
      setImmediate(this.flush);
    }
  }

  private release(): void {
    OPEN.delete(this);
    if (OPEN.size === 0) process.off('exit', flushAll);
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }
}

function writeError(path: string, error: Error): LabError {
  const help = { place: path, hint: 'choose another folder for the artefacts, or free some space' };
  return new LabError('artefact-not-writable', `${path} cannot be written: ${error.message}`, help, { cause: error });
}
