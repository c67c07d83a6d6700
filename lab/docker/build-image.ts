import { readdirSync } from 'node:fs';
import { LabError } from '../../emulator/vocabulary/index.ts';
import type { Engine } from './engine.ts';
import { reasonOf } from './engine.ts';
import { labImageContext } from './image-context.ts';

export interface BuildWishes {
  readonly tag: string;
  readonly buildArguments?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The lab as an image. @throws LabError with what the engine said */
export async function buildLabImage(engine: Engine, tag: string, baseImage?: string): Promise<void> {
  const { folder, remove } = labImageContext();
  try {
    await buildImage(engine, folder, {
      tag,
      ...(baseImage === undefined ? {} : { buildArguments: { BASE_IMAGE: baseImage } }),
    });
  } finally {
    remove();
  }
}

/** Builds the Dockerfile of a folder. @throws LabError with what the engine said */
export async function buildImage({ docker }: Engine, folder: string, wishes: BuildWishes): Promise<void> {
  const { tag, buildArguments = {}, labels = {} } = wishes;
  try {
    const stream = await docker.buildImage(
      { context: folder, src: readdirSync(folder) },
      { t: tag, buildargs: { ...buildArguments }, labels: { ...labels }, forcerm: true },
    );
    const output = await new Promise<{ error?: string }[]>((resolve, reject) =>
      docker.modem.followProgress(stream, (error, lines) => (error ? reject(error) : resolve(lines))),
    );
    const failure = output.find(line => line.error !== undefined)?.error;
    if (failure !== undefined) throw new Error(failure);
  } catch (error) {
    throw new LabError('image-build-failed', `the image ${tag} could not be built: ${reasonOf(error)}`);
  }
}
