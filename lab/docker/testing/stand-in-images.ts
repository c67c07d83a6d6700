import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImage } from '../build-image.ts';
import type { Engine } from '../engine.ts';

/**
 * Images with the names and paths of the published ones, whose programs are stand-ins: the Compose file runs on them unchanged.
 * `lab` is the image of the lab that they stand on.
 */
export async function buildStandInImages(
  engine: Engine,
  lab: string,
  names: { open5gs: string; mongo: string },
): Promise<void> {
  const main = 'node /opt/mvnolab/dist/lab/stand-ins/main.js';
  const open5gs = Object.fromEntries(
    ['hss', 'pcrf', 'sgwc', 'sgwu', 'smf', 'upf', 'mme'].map(nf => [`open5gs-${nf}d`, `exec ${main} ${nf} "$@"`]),
  );
  await build(engine, lab, names.open5gs, '/opt/open5gs/bin', open5gs);
  await build(engine, lab, names.mongo, '/usr/local/bin', {
    mongod: 'exec node /opt/mvnolab/dist/provisioner/embedded-mongo/main.js --host 0.0.0.0 --folder /data/db/store',
    mongosh: `exec ${main} mongosh`,
  });
}

async function build(
  engine: Engine,
  base: string,
  tag: string,
  place: string,
  scripts: Readonly<Record<string, string>>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-stand-in-'));
  try {
    mkdirSync(join(folder, 'bin'));
    for (const [name, body] of Object.entries(scripts)) {
      const path = join(folder, 'bin', name);
      writeFileSync(path, `#!/bin/sh\n${body}\n`);
      chmodSync(path, 0o755);
    }
    const lines = [
      `FROM ${base}`,
      'USER 0:0',
      `COPY bin/ ${place}/`,
      `ENV PATH=${place}:/usr/bin:/bin:/usr/sbin:/sbin`,
      'ENTRYPOINT []',
    ];
    writeFileSync(join(folder, 'Dockerfile'), `${lines.join('\n')}\n`);
    await buildImage(engine, folder, { tag });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
