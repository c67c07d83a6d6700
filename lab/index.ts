export { UserError } from '../emulator/vocabulary/index.ts';
