import {
  type NasEps,
  type UeNetworkCapability,
  type UeSecurityCapability,
  ueSecurityCapabilityOf,
} from '../../../codec/nas-eps/index.ts';

type MsNetworkCapability = NonNullable<NasEps<'AttachRequest'>['msNetworkCapability']>;

export interface Capabilities {
  readonly networkCapability: UeNetworkCapability;
  /** What Security Mode Command replays. */
  readonly securityCapability: UeSecurityCapability;
}

/** What a request says that the phone can do. */
export function capabilitiesIn(request: {
  readonly ueNetworkCapability: UeNetworkCapability;
  readonly msNetworkCapability?: MsNetworkCapability | undefined;
}): Capabilities {
  const { ueNetworkCapability, msNetworkCapability } = request;
  const gea = msNetworkCapability === undefined ? undefined : geaOf(msNetworkCapability);
  return {
    networkCapability: ueNetworkCapability,
    securityCapability: ueSecurityCapabilityOf(ueNetworkCapability, gea),
  };
}

function geaOf(ms: MsNetworkCapability): number[] {
  const flags = [ms.gea1, ms.gea2, ms.gea3, ms.gea4, ms.gea5, ms.gea6, ms.gea7];
  return flags.flatMap((flag, i) => (flag ? [i + 1] : []));
}
