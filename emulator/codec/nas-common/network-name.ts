import { type ByteReader, type ByteWriter, DecodeError } from '../../bytes/index.ts';
import { element } from './element.ts';
import { packGsm7, unpackGsm7 } from './gsm7.ts';

/** The name of a network, as a phone shows it. */
export interface NetworkName {
  readonly text: string;
  readonly codingScheme: 'gsm7' | 'ucs2';
  /** The phone should add the letters of the country's initials. */
  readonly addCountryInitials: boolean;
}

const GSM7 = 0;
const UCS2 = 1;

export const networkName = element<NetworkName>('Network name', 'TS 24.008 §10.5.3.5a', {
  decode: (reader: ByteReader): NetworkName => {
    const octet = reader.u8();
    const addCountryInitials = (octet & 8) !== 0;
    const scheme = (octet >> 4) & 7;
    if (scheme === GSM7) {
      const spareBits = octet & 7;
      const septets = Math.floor((reader.remaining * 8 - spareBits) / 7);
      return { text: unpackGsm7(reader.rest(), Math.max(septets, 0)), codingScheme: 'gsm7', addCountryInitials };
    }
    if (scheme !== UCS2) throw new DecodeError(`coding scheme ${scheme} is reserved`, reader.position - 1);
    let text = '';
    while (reader.remaining >= 2) text += String.fromCharCode(reader.u16());
    return { text, codingScheme: 'ucs2', addCountryInitials };
  },
  encode: (name: NetworkName, writer: ByteWriter): void => {
    const initials = name.addCountryInitials ? 8 : 0;
    if (name.codingScheme === 'gsm7') {
      const { octets, septets } = packGsm7(name.text);
      writer.u8(0x80 | (GSM7 << 4) | initials | (octets.length * 8 - septets * 7)).put(octets);
    } else {
      writer.u8(0x80 | (UCS2 << 4) | initials);
      for (let i = 0; i < name.text.length; i++) writer.u16(name.text.charCodeAt(i));
    }
  },
  show: name => `"${name.text}"`,
});
