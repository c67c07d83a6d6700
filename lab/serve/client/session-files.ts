import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError, type TraceEvent } from '../../../emulator/vocabulary/index.ts';
import type { Artefact } from '../../../scenarios/runner/index.ts';
import { RunFile } from '../../trace/run-file.ts';

const EVENTS = 'events.ndjson';

/** The files of a remote session on this side: events as they come, the rest fetched at the end. */
export class SessionFiles {
  private readonly folder: string;
  private readonly events: RunFile;
  private readonly fetched: Artefact[] = [];
  /** Set when a file could not be written to its end. */
  failure: LabError | undefined;

  /** @throws LabError `artefact-not-writable` */
  constructor(folder: string) {
    this.folder = folder;
    this.events = new RunFile(join(folder, EVENTS), error => {
      this.failure ??= error;
    });
  }

  get artefacts(): readonly Artefact[] {
    return [{ name: EVENTS, path: this.events.path }, ...this.fetched];
  }

  append(event: TraceEvent): void {
    this.events.appendText(`${JSON.stringify(event)}\n`);
    if (event.kind === 'error') this.events.flush();
  }

  /** An event as this side has it: files are here, not there. */
  own(event: TraceEvent): TraceEvent {
    return event.kind === 'artefact' ? { ...event, path: join(this.folder, fileName(event.name)) } : event;
  }

  /** Writes a file of the server's, piece by piece. Event logs are here already. @throws LabError when it cannot be written */
  async fetch(name: string, octets: number, piece: (offset: number) => Promise<Buffer>): Promise<void> {
    if (name === EVENTS) return;
    const path = join(this.folder, fileName(name));
    mkdirSync(this.folder, { recursive: true });
    const file = await open(path, 'w').catch(error => {
      throw new LabError('artefact-not-writable', `${path} cannot be written: ${(error as Error).message}`);
    });
    try {
      for (let offset = 0; offset < octets; ) {
        const data = await piece(offset);
        if (data.length === 0) throw new LabError('artefact-short', `${name} ends at ${offset} of ${octets} octets`);
        await file.write(data);
        offset += data.length;
      }
    } finally {
      await file.close();
    }
    this.fetched.push({ name, path });
  }

  close(): void {
    this.events.close();
  }
}

/** A server names files, not places. @throws LabError */
function fileName(name: string): string {
  if (/^[\w][\w.-]*$/.test(name)) return name;
  throw new LabError('artefact-name', 'the server named a file as no file is named here');
}
