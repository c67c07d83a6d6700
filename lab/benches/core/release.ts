import type { CoreRelease } from '../../../emulator/core/index.ts';
import { UserError } from '../../../emulator/vocabulary/index.ts';

const RELEASES: readonly CoreRelease[] = ['2.7.5', '2.7.6', '2.7.7', '2.8.0', 'main'];

/** The imitated release that behaves as this one: itself, or the first that is known for older ones. @throws UserError */
export function releaseOf(version: string): CoreRelease {
  const text = version.replace(/^v/, '');
  const known = RELEASES.find(release => release === text);
  if (known !== undefined) return known;
  // as git describes what came after a release
  if (/^2\.8\.0-\d+/.test(text)) return 'main';
  const [major, minor, patch] = text.split('.').map(Number);
  if (major === 2 && minor === 7 && patch !== undefined && patch < 5) return '2.7.5';
  throw new UserError('release-unknown', `the embedded core does not know how Open5GS '${version}' behaves`, {
    expected: '2.7.0 … 2.7.7, 2.8.0, 2.8.0-66 and the like, or main',
  });
}
