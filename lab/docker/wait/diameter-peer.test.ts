import test from 'ava';
import { isConnected } from './diameter-peer.ts';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const line = (local: string, remote: string, state: string, queues = '00000000:00000000') =>
  `   1: ${local} ${remote} ${state} ${queues} 00:00000000\n`;
const MME = '114DC90A';
const HSS = '0B4DC90A';

test('an established connection to the peer’s Diameter port, or from it to ours', t => {
  t.true(isConnected(HEAD + line(`${MME}:9C40`, `${HSS}:0F1C`, '01'), '10.201.77.11', 3868));
  t.true(isConnected(HEAD + line(`${MME}:0F1C`, `${HSS}:9C40`, '01'), '10.201.77.11', 3868));
  const mapped = `0000000000000000FFFF0000`;
  t.true(isConnected(line(`${mapped}${MME}:0F1C`, `${mapped}${HSS}:9C40`, '01'), '10.201.77.11', 3868));
});

test('listening, closing, another peer, another port and one that is not heard are no connection', t => {
  t.false(isConnected(line(`${MME}:0F1C`, '00000000:0000', '0A'), '10.201.77.11', 3868));
  t.false(isConnected(line(`${MME}:9C40`, `${HSS}:0F1C`, '06'), '10.201.77.11', 3868));
  t.false(isConnected(line(`${MME}:9C40`, '0C4DC90A:0F1C', '01'), '10.201.77.11', 3868));
  t.false(isConnected(line(`${MME}:9C40`, `${HSS}:6989`, '01'), '10.201.77.11', 3868));
  t.false(isConnected(line(`${MME}:9C40`, `${HSS}:0F1C`, '01', '00000054:00000000'), '10.201.77.11', 3868));
  t.false(isConnected(HEAD, '10.201.77.11', 3868));
});
