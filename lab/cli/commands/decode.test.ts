import test from 'ava';
import { runCli } from '../run.ts';
import { fakeCli } from '../testing/fake-cli.ts';
import { decodeCommand } from './decode.ts';

async function decode(...words: string[]) {
  const { cli, stdout, stderr } = fakeCli();
  const code = await runCli(['decode', ...words], cli, '0.0.0');
  return { code, stdout: stdout(), stderr: stderr() };
}

test('the examples of the help decode to what the help says', async t => {
  let help = '';
  decodeCommand(fakeCli().cli)
    .configureOutput({ writeOut: text => (help += text) })
    .outputHelp();
  const examples = [...help.matchAll(/^ {2}(.+):\n {4}\$ mvnolab decode (.+)$/gm)];
  t.is(examples.length, 3);
  for (const [, says, call] of examples) {
    const { code, stdout } = await decode(...call!.split(' '));
    t.is(code, 0, stdout);
    const words = says!.replace(/^An? /, '').replaceAll(' ', '').toLowerCase();
    t.true(stdout.replaceAll(' ', '').toLowerCase().includes(words), `${says}: ${stdout}`);
  }
});

test('a message cut short is shown as far as it goes, exit 1', async t => {
  const { code, stdout } = await decode('gtpu', '32', '01', '00:04', '0000');
  t.is(code, 1);
  t.regex(stdout, /malformed/);
});

test('JSON has the same tree', async t => {
  const { code, stdout } = await decode('gtpu', '0x320100040000000000000000', '--json');
  t.is(code, 0);
  t.like(JSON.parse(stdout), { offset: 0, length: 12 });
});

test('mistakes: an unknown protocol, hex that is none, nothing at all', async t => {
  const protocol = await decode('s1op', '00');
  t.is(protocol.code, 2);
  t.is(
    protocol.stderr,
    "error: 's1op' is not a protocol that can be decoded\n  expected s1ap, nas-eps, sctp, gtpu\n  place    <protocol>\n  fix      did you mean s1ap?\n",
  );
  const hex = await decode('s1ap', '00zz');
  t.is(hex.code, 2);
  t.regex(hex.stderr, /error: 'z' is not a hex digit \(digit 3\)\n {2}expected two hex digits for each octet/);
  t.is((await decode('s1ap', '')).code, 2);
  t.is((await decode('s1ap')).code, 2);
});
