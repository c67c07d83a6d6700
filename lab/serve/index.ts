export { checkAccess } from './server/access.ts';
export { type LabServer, type ServeOptions, serveLab } from './server/serve-lab.ts';
