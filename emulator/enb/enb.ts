import { DecodeError } from '../bytes/index.ts';
import { decodeS1ap, type S1apPdu } from '../codec/s1ap/index.ts';
import type { Machine, Millis } from '../machine/index.ts';
import { handleERabModify, handleERabRelease, handleERabSetup, indicateERabRelease } from './bearers.ts';
import { handleContextModification, handleInitialContextSetup, handleRadioGuard } from './context-setup.ts';
import { EnbState } from './enb-state.ts';
import { answerSyntaxError, sendErrorIndication } from './error-indication.ts';
import { handleDownlinkNas, handlePaging } from './nas-delivery.ts';
import type { AirRef, EnbConfig, EnbInput, EnbOutput } from './port.ts';
import { handleAir, leave, sendDownlink } from './radio.ts';
import { handleErrorIndication, handleReleaseCommand, requestRelease } from './release.ts';
import {
  handleMmeConfigurationUpdate,
  handleOverload,
  handleReset,
  handleS1Down,
  handleS1SetupFailure,
  handleS1SetupGuard,
  handleS1SetupResponse,
  startReset,
  startS1Setup,
  updateConfiguration,
} from './s1-interface.ts';
import { flushShaped, nextShapedRelease } from './ue-ambr.ts';
import type { UeContext } from './ue-context.ts';

/** Messages of the MME about one phone, which name it by both ids. */
type UePdu = Extract<
  S1apPdu,
  {
    message:
      | 'DownlinkNASTransport'
      | 'InitialContextSetupRequest'
      | 'UEContextModificationRequest'
      | 'E-RABSetupRequest'
      | 'E-RABModifyRequest'
      | 'E-RABReleaseCommand';
  }
>;

/** A base station (eNB): S1AP towards the MME, the air towards phones, GTP-U towards the gateway. It passes NAS on unseen. */
export class Enb implements Machine<EnbInput, EnbOutput> {
  private readonly enb: EnbState;
  private readonly cells = new Map<AirRef, number>();

  constructor(config: EnbConfig) {
    this.enb = new EnbState(config);
  }

  /** Phones with an RRC connection. */
  get connectedUes(): number {
    return this.enb.ues.size;
  }

  /** True when `teid` is our end of a living tunnel. */
  knowsTeid(teid: number): boolean {
    return this.enb.ues.ofTeid(teid) !== undefined;
  }

  nextTimeout(): Millis | undefined {
    const guard: Millis | undefined = this.enb.waiting.values().next().value;
    const times = [
      this.enb.timers.next(),
      guard,
      this.enb.shaping.size === 0 ? undefined : nextShapedRelease(this.enb),
    ];
    return times.reduce((earliest, at) =>
      at === undefined || (earliest !== undefined && earliest <= at) ? earliest : at,
    );
  }

  handle(input: EnbInput, now: Millis): EnbOutput[] {
    const { enb } = this;
    enb.now = now;
    switch (input.type) {
      case 'timeout':
        this.handleTimeout();
        break;
      case 's1Up':
        enb.streams = input.outboundStreams;
        startS1Setup(enb);
        break;
      case 's1Down':
        handleS1Down(enb, input.reason);
        break;
      case 's1ap':
        this.handleS1ap(input.bytes);
        break;
      case 'air':
        handleAir(enb, input.ue, this.cells.get(input.ue) ?? 0, input.message);
        break;
      case 'camp': {
        const cell = input.cell ?? 0;
        this.cells.set(input.ue, cell);
        enb.emit({ type: 'air', ue: input.ue, message: { type: 'systemInformation', cell: enb.cellInfo(cell) } });
        break;
      }
      case 'leave':
        this.cells.delete(input.ue);
        leave(enb, input.ue);
        break;
      case 'gtpu':
        sendDownlink(enb, input.teid, input.packet);
        break;
      case 'gtpuErrorIndication':
        this.handleTunnelLost(input.teid, input.address);
        break;
      case 'releaseUe': {
        const ue = enb.ues.ofRef(input.ue);
        if (ue !== undefined) requestRelease(enb, ue, input.cause);
        break;
      }
      case 'reset':
        startReset(enb);
        break;
      case 'configurationUpdate':
        updateConfiguration(enb, input);
        break;
    }
    return enb.take();
  }

  private handleTimeout(): void {
    const { enb } = this;
    for (const timer of enb.timers.expire(enb.now)) {
      if (timer === 's1SetupGuard') handleS1SetupGuard(enb);
      else startS1Setup(enb);
    }
    for (const [ue, deadline] of enb.waiting) {
      if (deadline > enb.now) break;
      handleRadioGuard(enb, ue);
    }
    flushShaped(enb);
  }

  private handleS1ap(bytes: Uint8Array): void {
    let pdu: S1apPdu;
    try {
      pdu = decodeS1ap(bytes);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return answerSyntaxError(this.enb, error);
    }
    this.dispatch(pdu);
  }

  private dispatch(pdu: S1apPdu): void {
    const { enb } = this;
    switch (pdu.message) {
      case 'S1SetupResponse':
        return handleS1SetupResponse(enb, pdu);
      case 'S1SetupFailure':
        return handleS1SetupFailure(enb, pdu);
      case 'DownlinkNASTransport':
      case 'InitialContextSetupRequest':
      case 'UEContextModificationRequest':
      case 'E-RABSetupRequest':
      case 'E-RABModifyRequest':
      case 'E-RABReleaseCommand':
        return this.dispatchToUe(pdu);
      case 'UEContextReleaseCommand':
        return handleReleaseCommand(enb, pdu);
      case 'Paging':
        return handlePaging(enb, pdu);
      case 'Reset':
        return handleReset(enb, pdu);
      case 'ResetAcknowledge':
      case 'ENBConfigurationUpdateAcknowledge':
        return;
      case 'ENBConfigurationUpdateFailure':
        return enb.note(`eNB Configuration Update refused: ${pdu.cause.group}/${pdu.cause.value}`);
      case 'MMEConfigurationUpdate':
        return handleMmeConfigurationUpdate(enb, pdu);
      case 'OverloadStart':
      case 'OverloadStop':
        return handleOverload(enb, pdu);
      case 'ErrorIndication':
        return handleErrorIndication(enb, pdu);
      default:
        enb.note(`${pdu.message} is not a message for this base station`);
        return sendErrorIndication(enb, { group: 'protocol', value: 'message-not-compatible-with-receiver-state' });
    }
  }

  /** The first message of the MME brings its id; later ones must keep to it. TS 36.413 §10.6 */
  private dispatchToUe(pdu: UePdu): void {
    const { enb } = this;
    const { mmeUeS1apId, enbUeS1apId } = pdu;
    const ue = enb.ues.ofId(enbUeS1apId);
    if (ue === undefined || (ue.mmeUeS1apId !== undefined && ue.mmeUeS1apId !== mmeUeS1apId)) {
      const value = ue === undefined ? 'unknown-enb-ue-s1ap-id' : 'unknown-pair-ue-s1ap-id';
      return sendErrorIndication(enb, { group: 'radioNetwork', value }, { mmeUeS1apId, enbUeS1apId });
    }
    ue.mmeUeS1apId ??= mmeUeS1apId;
    this.perform(ue, pdu);
  }

  private perform(ue: UeContext, pdu: UePdu): void {
    const { enb } = this;
    switch (pdu.message) {
      case 'DownlinkNASTransport':
        return handleDownlinkNas(enb, ue, pdu);
      case 'InitialContextSetupRequest':
        return handleInitialContextSetup(enb, ue, pdu);
      case 'UEContextModificationRequest':
        return handleContextModification(enb, ue, pdu);
      case 'E-RABSetupRequest':
        return handleERabSetup(enb, ue, pdu);
      case 'E-RABModifyRequest':
        return handleERabModify(enb, ue, pdu);
      case 'E-RABReleaseCommand':
        return handleERabRelease(enb, ue, pdu);
    }
  }

  /** A gateway answered our packet with Error Indication: that tunnel is dead. */
  private handleTunnelLost(teid: number, address: string): void {
    for (const ue of this.enb.ues.all()) {
      const bearer = ue.bearers.find(({ remote }) => remote.teid === teid && remote.address === address);
      if (bearer !== undefined) return indicateERabRelease(this.enb, ue, bearer);
    }
  }
}
