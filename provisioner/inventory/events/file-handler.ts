import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../../../emulator/vocabulary/index.ts';
import type { SimEvent } from '../sim-card.ts';
import type { EventHandler, Handled } from './event-handler.ts';
import { eventAsText, eventAsXml } from './event-text.ts';

const FORMATS = {
  text: { extension: 'txt', render: eventAsText },
  xml: { extension: 'xml', render: eventAsXml },
} as const;

/**
 * Drops each event as a file into a folder: `<iccid>-<sequence>.txt` or `.xml`. The file appears whole and once: it is written under another
 * name, put on disk, and linked to its own, which fails when it is there. What a reader has taken away goes into `taken/`.
 */
export class FileHandler implements EventHandler {
  readonly name: string;
  readonly #folder: string;
  #cleaned: Promise<void> | undefined;
  readonly #format: (typeof FORMATS)[keyof typeof FORMATS];

  constructor(name: string, { folder, format }: { readonly folder: string; readonly format: keyof typeof FORMATS }) {
    this.name = name;
    this.#folder = folder;
    this.#format = FORMATS[format];
  }

  async handle(event: SimEvent): Promise<Handled> {
    const { extension, render } = this.#format;
    const file = `${event.iccid}-${String(event.sequence).padStart(6, '0')}.${extension}`;
    const draft = join(this.#folder, `.${file}.${process.pid}-${randomBytes(3).toString('hex')}`);
    try {
      await mkdir(this.#folder, { recursive: true });
      this.#cleaned ??= this.#removeDrafts();
      await this.#cleaned;
      if (await this.#wasTaken(file)) return { type: 'done', note: 'the file was there and is taken' };
      const handle = await open(draft, 'wx', 0o640);
      try {
        await handle.writeFile(render(event));
        await handle.sync();
      } finally {
        await handle.close();
      }
      try {
        await link(draft, join(this.#folder, file));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        return { type: 'done', note: `${file} was there already` };
      } finally {
        await unlink(draft);
      }
      await this.#syncFolder();
      return { type: 'done', note: file };
    } catch (error) {
      if (error instanceof LabError) throw error;
      throw new LabError('event-file-failed', `an event cannot be written: ${(error as Error).message}`, {
        place: this.#folder,
      });
    }
  }

  /** A reader that moves a file to `taken/` has it: after a crash it is not dropped again. */
  async #wasTaken(file: string): Promise<boolean> {
    try {
      return (await readdir(join(this.#folder, 'taken'))).includes(file);
    } catch {
      return false;
    }
  }

  /** Drafts of processes that died while they wrote. */
  async #removeDrafts(): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      const pid = /^\.\d+-\d+\.(?:txt|xml)\.(\d+)-[0-9a-f]{6}$/.exec(name)?.[1];
      if (pid !== undefined && !isAlive(Number(pid))) await unlink(join(this.#folder, name)).catch(() => undefined);
    }
  }

  async #syncFolder(): Promise<void> {
    if (process.platform === 'win32') return;
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
