import test from 'ava';
import { parsePlmn, UserError } from '../../emulator/vocabulary/index.ts';
import {
  luhnDigit,
  parseAdm,
  parseCardImsi,
  parseIccid,
  parsePin,
  parsePuk,
  parseSubscriberNumber,
  plmnOfImsi,
} from './card-numbers.ts';
import { mncLengthsOf } from './mnc-lengths.ts';

function codeOf(parse: () => unknown): string {
  try {
    return String(parse());
  } catch (error) {
    if (error instanceof UserError) return error.code;
    throw error;
  }
}

test('Luhn: known numbers', t => {
  // The example of ISO/IEC 7812-1 annex B, and an IMEI (TS 23.003 annex B).
  t.is(luhnDigit('7992739871'), '3');
  t.is(luhnDigit('49015420323751'), '8');
  t.is(Array.from('0123456789', luhnDigit).join(''), '0864297531');
});

test('ICCID: digits, check digit, filler, swapped pairs', t => {
  t.is(
    parseIccid('8988211000000000012'.replace(/.$/, luhnDigit('898821100000000001'))),
    `898821100000000001${luhnDigit('898821100000000001')}`,
  );
  const good = `898821100000000001${luhnDigit('898821100000000001')}`;
  t.is(parseIccid(` ${good}F `), good);
  t.is(parseIccid(`8988 2110 0000 0000 01${good.at(-1)}`), good);
  for (let digit = 0; digit < 10; digit++) {
    const text = good.slice(0, -1) + digit;
    t.is(
      codeOf(() => parseIccid(text)),
      text === good ? good : 'iccid-check-digit',
    );
    t.is(parseIccid(text, 'absent'), text);
  }
  const swapped = `${good}F`.replace(/(.)(.)/g, '$2$1');
  t.is(
    codeOf(() => parseIccid(swapped.replace('F', '0'))),
    'iccid-invalid',
  );
  for (const text of ['', '89', `${good}123456`, 'ABCDEFGHIJKLMNOPQRS', good.replace(/^89/, '88')])
    t.is(
      codeOf(() => parseIccid(text)),
      'iccid-invalid',
      text,
    );
  const twenty = `8988211000000000001${luhnDigit('8988211000000000001')}`;
  t.is(parseIccid(twenty), twenty);
});

test('IMSI and PLMN: 01 and 001 are different networks; the length that its country has', t => {
  t.is(String(parseCardImsi('001010000000001', parsePlmn('001-01'))), '001010000000001');
  t.is(
    codeOf(() => parseCardImsi('001010000000001', parsePlmn('001-001'))),
    'imsi-plmn-mismatch',
  );
  t.is(
    codeOf(() => parseCardImsi('00101000000001')),
    'imsi-invalid',
  );
  t.is(
    codeOf(() => parseCardImsi('310260000000001', parsePlmn('310-26'))),
    'mnc-length',
  );
  t.is(String(parseCardImsi('310260000000001', parsePlmn('310-260'))), '310260000000001');
  t.is(
    codeOf(() => parseCardImsi('262010000000001', parsePlmn('262-010'))),
    'mnc-length',
  );
  t.deepEqual(plmnOfImsi('310260000000001'), { mcc: '310', mnc: '260' });
  t.deepEqual(plmnOfImsi('262010000000001'), { mcc: '262', mnc: '01' });
  t.is(plmnOfImsi('999700000000001'), undefined);
  t.deepEqual(mncLengthsOf('001'), [2, 3]);
});

test('PIN, PUK, ADM and numbers; what is wrong is not repeated', t => {
  t.is(parsePin('PIN1', ' 1234 '), '1234');
  t.is(
    codeOf(() => parsePin('PIN1', '123')),
    'pin1-invalid',
  );
  t.is(
    codeOf(() => parsePin('PIN1', '123456789')),
    'pin1-invalid',
  );
  t.is(
    codeOf(() => parsePuk('PUK1', '1234567')),
    'puk1-invalid',
  );
  t.is(parseAdm('ADM1', '0123456789abcdef'), '0123456789abcdef');
  t.is(
    codeOf(() => parseAdm('ADM1', '0123456789abcdeg')),
    'adm1-invalid',
  );
  const error = t.throws(() => parsePin('PIN1', '98x7'), { instanceOf: UserError });
  t.false(error!.message.includes('98x7'));
  t.is(parseSubscriberNumber('+44 7700 900001'), '447700900001');
  t.is(
    codeOf(() => parseSubscriberNumber('0123456789')),
    'msisdn-invalid',
  );
  t.is(
    codeOf(() => parseSubscriberNumber('123')),
    'msisdn-invalid',
  );
});
