/** Options of `mvnolab attach` as commander gives them. */
export interface AttachOptions {
  readonly imsi?: string;
  readonly ki?: string;
  readonly opc?: string;
  readonly op?: string;
  readonly amf?: string;
  readonly plmn?: string;
  readonly tac?: string;
  readonly apn?: string;
  readonly pdnType?: string;
  readonly mme?: string;
  readonly local?: string;
  readonly eia?: string;
  readonly eea?: string;
  readonly count?: string;
  readonly ping?: string;
  readonly pings?: string;
  readonly usim?: string;
  readonly store?: string;
  readonly mongodb?: string;
  readonly provision: boolean;
  readonly hold?: true;
  readonly list?: true;
  readonly quiet?: true;
  readonly json?: true;
  readonly seed?: string;
  readonly revealKeys?: true;
  readonly artefacts: string | false;
}
