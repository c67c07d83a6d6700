import { UserError } from '../../emulator/vocabulary/index.ts';
import type { Environment } from './engine-address.ts';
import { DEFAULT_LAB } from './labels.ts';

export const PROFILES = ['epc', 'webui', 'capture'] as const;
export type Profile = (typeof PROFILES)[number];

/** What a user may choose of a lab in containers. */
export interface LabWishes {
  /** Its name; several labs live side by side. */
  readonly lab?: string;
  readonly profiles?: readonly Profile[];
  /** Open5GS's release, `2.8.0`. */
  readonly coreVersion?: string;
  /** First three octets of its /24. */
  readonly prefix?: string;
  /** The MME's SCTP: the kernel's, inside UDP by two settings; or its own, which needs none. */
  readonly sctp?: 'kernel' | 'own';
  readonly logLevel?: string;
}

/** Any setting that every container may have and that changes nothing: what stands in the place of the SCTP settings. */
const HARMLESS = ['net.ipv4.ip_forward=0', 'net.ipv4.conf.all.rp_filter=0'] as const;

/** Variables of the Compose file that say `wishes`, over the environment; those that nobody chose stay the file's defaults. */
export function composeEnvironment(env: Environment, wishes: LabWishes): Environment {
  const chosen: Record<string, string | undefined> = {
    MVNOLAB_PREFIX: wishes.prefix,
    MVNOLAB_OPEN5GS_VERSION: wishes.coreVersion,
    MVNOLAB_LOG_LEVEL: wishes.logLevel,
    ...(wishes.sctp === 'own' ? { MVNOLAB_MME_SYSCTL_1: HARMLESS[0], MVNOLAB_MME_SYSCTL_2: HARMLESS[1] } : {}),
  };
  const entries = Object.entries(chosen).filter(([, value]) => value !== undefined);
  // profiles are named on the command line only
  return { ...env, COMPOSE_PROFILES: undefined, COMPOSE_FILE: undefined, ...Object.fromEntries(entries) };
}

/** `docker compose` with the lab's file, name and profiles. */
export function composeArguments(file: string, { lab = DEFAULT_LAB, profiles = [] }: LabWishes): string[] {
  const named = profiles.filter(profile => profile !== 'epc').flatMap(profile => ['--profile', profile]);
  return ['--file', file, '--project-name', lab, '--progress', 'plain', ...named];
}

/** @throws UserError for a name that Compose and container names cannot have */
export function labName(text: string, place = '--name'): string {
  if (/^[a-z0-9][a-z0-9_-]{0,40}$/.test(text)) return text;
  throw new UserError('lab-name-invalid', `'${text}' cannot name a lab`, {
    place,
    expected: 'lower-case letters, digits, - and _, a letter or digit first, at most 41 characters',
  });
}

/** `10.9.8.0/24` → `10.9.8`. @throws UserError for anything but a private IPv4 /24 */
export function prefixOf(subnet: string, place = '--subnet'): string {
  const match = /^((\d+)\.(\d+)\.(\d+))\.0\/24$/.exec(subnet);
  const [a, b, c] = (match?.slice(2) ?? []).map(Number);
  const isPrivate = a === 10 || (a === 192 && b === 168) || (a === 172 && b! >= 16 && b! <= 31);
  if (match !== null && isPrivate && Math.max(b!, c!) <= 255) return match[1]!;
  throw new UserError('subnet-invalid', `'${subnet}' cannot be the lab's network`, {
    place,
    expected: 'a private IPv4 /24, such as 10.201.77.0/24',
  });
}

/** @throws UserError for what is no release of Open5GS */
export function coreVersion(text: string, place = '--core-version'): string {
  if (/^v?\d+\.\d+\.\d+[\w.-]*$/.test(text)) return text.replace(/^v/, '');
  throw new UserError('core-version-invalid', `'${text}' is no release of Open5GS`, {
    place,
    expected: 'such as 2.8.0 or 2.7.6',
  });
}
