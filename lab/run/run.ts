import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type HostLoop, seededRandom, systemRandom } from '../../emulator/host/index.ts';
import type { RandomBytes } from '../../emulator/machine/index.ts';
import { LabError, type TraceNode } from '../../emulator/vocabulary/index.ts';
import {
  type Capture,
  type EventFile,
  EventLog,
  LoopTracer,
  maskKeys,
  openCapture,
  openEventFile,
  Redactor,
  type UdpEndpoint,
} from '../trace/index.ts';
import { VERSION } from '../version.ts';

/** Where runs leave their artefacts, below the current folder. */
export const RUNS_FOLDER = join('.mvnolab', 'runs');

export interface RunOptions {
  /** Parent of the run's own folder; undefined = no files. */
  readonly folder?: string;
  /** The run's own folder, in place of a new one under `folder`. */
  readonly ownFolder?: string;
  readonly title: string;
  /** embedded, or what the user calls an external core. */
  readonly core: string;
  readonly seed?: string;
  readonly nodes?: readonly TraceNode[];
  /** Leave keys in the log and the capture: for published test keys only. */
  readonly revealKeys?: boolean;
  /** Texts that nothing of the run may hold, its header included; of one in hex the octets too. */
  readonly secrets?: readonly string[];
  readonly shownAs?: (endpoint: UdpEndpoint) => UdpEndpoint;
  /** The run's clock, ms: performance.now by default. */
  readonly now?: () => number;
}

/** One run of the lab: its log, its capture, its folder, and the tracer that fills them. */
export class Run {
  readonly id: string;
  readonly log: EventLog;
  readonly random: RandomBytes;
  readonly folder: string | undefined;
  readonly tracer: LoopTracer;
  readonly capture: Capture | undefined;
  private readonly events: EventFile | undefined;
  private readonly revealKeys: boolean;
  /** Set when an artefact could not be written to its end. */
  failure: LabError | undefined;

  /** @throws LabError when the folder cannot be made or written */
  constructor(options: RunOptions) {
    this.id = randomBytes(4).toString('hex');
    this.revealKeys = options.revealKeys ?? false;
    this.random = options.seed === undefined ? systemRandom() : seededRandom(options.seed);
    const startedAt = new Date();
    const { title, core, seed, nodes, shownAs, now, ownFolder } = options;
    const described = { run: this.id, version: VERSION, core, title };
    this.log = new EventLog({
      run: { ...described, ...(seed === undefined ? {} : { seed }), ...(nodes === undefined ? {} : { nodes }) },
      startedAt,
      redactor: redactorOf(options.secrets),
      ...(now === undefined ? {} : { now }),
    });
    const place = ownFolder ?? (options.folder === undefined ? undefined : join(options.folder, this.id));
    this.folder = place === undefined ? undefined : makeFolder(place);
    const failed = (error: LabError): void => {
      this.failure ??= error;
    };
    if (this.folder !== undefined) {
      this.events = openEventFile(join(this.folder, 'events.ndjson'), this.log, failed);
      this.capture = openCapture(join(this.folder, 'run.pcapng'), {
        application: `mvnolab ${VERSION}`,
        startedAt,
        elapsedMs: () => this.log.elapsedMs(),
        redactor: this.log.redactor,
        failed,
        ...(shownAs === undefined ? {} : { shownAs }),
      });
    }
    this.tracer = new LoopTracer(this.log, this.capture);
  }

  /** Traces what the machines of a loop do. */
  observe(loop: HostLoop): void {
    loop.observer = this.tracer;
  }

  /** A secret of this run: removed by value from whatever is written. */
  protect(secret: Uint8Array | { reveal(): Uint8Array }): void {
    if (!this.revealKeys) this.log.redactor.add(secret);
  }

  /** Puts an SCTP packet that a socket sent or received into the capture, its keys masked. */
  captureSctp(from: UdpEndpoint, to: UdpEndpoint, packet: Uint8Array): void {
    this.capture?.udp(from, to, this.revealKeys ? packet : maskKeys(packet));
  }

  captureUdp(from: UdpEndpoint, to: UdpEndpoint, datagram: Uint8Array): void {
    this.capture?.udp(from, to, datagram);
  }

  /** Paths of what the run left behind, after it was closed. */
  get artefacts(): { readonly name: string; readonly path: string }[] {
    return [this.events, this.capture].flatMap(file =>
      file === undefined ? [] : [{ name: file.path.slice((this.folder?.length ?? 0) + 1), path: file.path }],
    );
  }

  close(): void {
    for (const { name, path } of this.artefacts) this.log.append({ kind: 'artefact', name, path });
    this.capture?.close();
    this.events?.close();
  }
}

function redactorOf(secrets: readonly string[] = []): Redactor {
  const redactor = new Redactor();
  for (const secret of secrets) addText(redactor, secret);
  return redactor;
}

function addText(redactor: Redactor, secret: string): void {
  redactor.addText(secret);
  const digits = secret.replaceAll(/[\s:-]/g, '');
  if (/^([0-9a-fA-F]{2}){8,}$/.test(digits)) redactor.add(Buffer.from(digits, 'hex'));
}

function makeFolder(folder: string): string {
  try {
    makeFolders(resolve(folder));
  } catch (error) {
    throw new LabError('artefacts-not-writable', `the folder ${folder} cannot be made: ${(error as Error).message}`, {
      place: folder,
      hint: 'choose another folder with --artefacts, or --no-artefacts for none',
    });
  }
  return folder;
}

/** Each folder on the way by itself: Node's own recursion never ends where nothing can be made (/proc). */
export function makeFolders(path: string): void {
  if (existsSync(path)) return;
  makeFolders(dirname(path));
  mkdirSync(path);
}
