export { FlowCounter, type FlowCounts } from './flow-counter.ts';
export { VolumeSender } from './sender.ts';
export {
  decodeVolume,
  encodeVolume,
  RECORD_OCTETS,
  type SinkReport,
  type SourceRequest,
  VOLUME_PORTS,
  type VolumeMessage,
  type VolumeRecord,
} from './volume.ts';
