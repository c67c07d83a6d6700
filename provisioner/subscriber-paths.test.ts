import test from 'ava';
import { UserError } from '../emulator/vocabulary/index.ts';
import { checkSubscriberPath, subscriberPaths } from './index.ts';

test('the paths are those of the document’s table, with what the HSS writes', t => {
  const paths = subscriberPaths();
  for (const path of [
    'imsi',
    'security.sqn',
    'security.op',
    'security.rand',
    'ambr.downlink.value',
    'slice.0.session.0.pcc_rule.0.flow.0.description',
    'slice.0.session.0.ipv4_framed_routes.0',
    'slice.0.session.0.smf.ipv6',
    'mme_host',
    'purge_flag',
    'request_cancel_location',
  ]) {
    t.true(paths.has(path), path);
  }
  t.false([...paths].some(path => path.endsWith('_id')));
});

for (const path of ['security.sqn', 'slice', 'slice.1.session.3.type', 'slice.0.session', 'ambr', 'mme_timestamp'])
  test(`${path} may be set`, t => t.notThrows(() => checkSubscriberPath(path)));

const REFUSED: readonly (readonly [path: string, code: string, hint?: string])[] = [
  ['security', 'subscriber-path-too-wide'],
  ['_id', 'subscriber-path-too-wide'],
  ['', 'subscriber-path-unknown'],
  ['secuirty.sqn', 'subscriber-path-unknown', "did you mean 'security.sqn'?"],
  ['slice.0.session.0.tipe', 'subscriber-path-unknown', "did you mean 'slice.0.session.0.type'?"],
  ['slice.x.session', 'subscriber-path-unknown', "did you mean 'slice.0.session'?"],
  ['security.sqn.0', 'subscriber-path-unknown'],
];

for (const [path, code, hint] of REFUSED) {
  test(`'${path}' is refused`, t => {
    const error = t.throws(() => checkSubscriberPath(path), { instanceOf: UserError }) as UserError | undefined;
    t.is(error?.code, code);
    if (hint !== undefined) t.is(error?.help.hint, hint);
  });
}
