import { PassThrough } from 'node:stream';
import { LabError } from '../../emulator/vocabulary/index.ts';
import type { Engine } from './engine.ts';
import { reasonOf } from './engine.ts';

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in a container to its end. @throws LabError when the container does not run or has no such program */
export async function runInContainer({ docker }: Engine, id: string, command: readonly string[]): Promise<RunResult> {
  try {
    const exec = await docker.getContainer(id).exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true });
    const stream = await exec.start({ hijack: true, stdin: false });
    const outputs = [new PassThrough(), new PassThrough()] as const;
    docker.modem.demuxStream(stream, ...outputs);
    stream.once('close', () => outputs.forEach(output => void output.end()));
    const [stdout, stderr] = await Promise.all(outputs.map(textOf));
    const { ExitCode } = await exec.inspect();
    return { code: ExitCode ?? -1, stdout: stdout!, stderr: stderr! };
  } catch (error) {
    throw new LabError('exec-failed', `${command[0]} could not be run in the container: ${reasonOf(error)}`);
  }
}

async function textOf(stream: PassThrough): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
