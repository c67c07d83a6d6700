export { PhoneStack } from './phone-stack.ts';
export type * from './port.ts';
