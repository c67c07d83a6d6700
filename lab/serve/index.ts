export {
  type ConnectOptions,
  connectLab,
  type LabClient,
  type LabClientPhone,
  type LabClientSession,
  type OpenSessionOptions,
} from './client.ts';
export { checkAccess } from './server/access.ts';
export { type LabServer, type ServeOptions, serveLab } from './server/serve-lab.ts';
