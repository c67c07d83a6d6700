import { type ByteReader, DecodeError } from '../../bytes/index.ts';
import { element } from './element.ts';
import { interned } from './interned.ts';

/** An APN as text, labels joined by dots: `internet` or `internet.mnc001.mcc001.gprs`. TS 23.003 §9.1 */
export const accessPointName = interned(
  element<string>('Access point name', 'TS 24.008 §10.5.6.1', {
    decode: readAccessPointName,
    encode: (apn, writer) => {
      for (const label of apn.split('.')) {
        if (label.length < 1 || label.length > 63)
          throw new RangeError(`'${apn}' has a label of ${label.length} octets`);
        writer.u8(label.length);
        for (let i = 0; i < label.length; i++) {
          const code = label.charCodeAt(i);
          if (code > 0xff) throw new RangeError(`'${apn}' has a character of more than an octet`);
          writer.u8(code);
        }
      }
    },
    show: apn => apn,
  }),
);

function readAccessPointName(reader: ByteReader): string {
  let apn = '';
  do {
    const length = reader.u8();
    if (length === 0 || length > 63) throw new DecodeError(`label of ${length} octets`, reader.position - 1);
    if (apn !== '') apn += '.';
    const end = reader.position + length;
    if (end > reader.end) throw new DecodeError('label runs past the end', reader.position - 1);
    while (reader.position < end) {
      const code = reader.u8();
      if (code === 0x2e) throw new DecodeError('label holds a dot', reader.position - 1);
      apn += String.fromCharCode(code);
    }
  } while (reader.remaining > 0);
  return apn;
}
