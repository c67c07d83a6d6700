import test from 'ava';
import { fromHex, toHex } from '../../bytes/index.ts';
import { decodeS1ap, encodeS1ap, type S1apPdu } from './index.ts';

test('an InitialUEMessage has one encoding', t => {
  const pdu: S1apPdu = {
    message: 'InitialUEMessage',
    enbUeS1apId: 1,
    nasPdu: fromHex('0741'),
    tai: { plmn: { mcc: '999', mnc: '70' }, tac: 1 },
    eutranCgi: { plmn: { mcc: '999', mnc: '70' }, cellId: 0x0019b01 },
    rrcEstablishmentCause: 'mo-Signalling',
  };
  const bytes = encodeS1ap(pdu);
  t.is(
    toHex(bytes),
    '000c402b000005000800020001001a0003020741004300060099f907000100644008' + '0099f9070019b010' + '0086400130',
  );
  t.deepEqual(decodeS1ap(bytes), pdu);
});
