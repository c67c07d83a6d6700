import { parseSecret, UserError } from '../../../emulator/vocabulary/index.ts';
import { Redactor } from '../../trace/index.ts';

/** Names under which keys are sent: `ki`, `opc`, `op`, and paths of the document: `security.k`. */
const KEY_NAME = /(^|\.)(k|ki|op|opc)$/;

/** The keys that this side knows, because it sent them: its own texts (frames of scenario files, notes) are shown without them. */
export class LocalKeys {
  readonly redactor = new Redactor();

  /** Keys in what is sent. */
  learn(value: unknown, name = ''): void {
    if (typeof value === 'string') {
      if (KEY_NAME.test(name)) this.addKey(value);
    } else if (typeof value === 'object' && value !== null) {
      const isStored = 'bson' in value && 'value' in value;
      for (const [key, member] of Object.entries(value)) this.learn(member, isStored ? name : key);
    }
  }

  /** A secret text; of one in hex the octets too. */
  addText(text: string): void {
    this.redactor.addText(text);
    this.addKey(text);
  }

  private addKey(text: string): void {
    try {
      this.redactor.add(parseSecret('Ki', text));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
}
