// A phone in a lab that `mvnolab serve` runs, driven by hand: node examples/drive-a-lab.mjs ws://127.0.0.1:7010
import { connectLab } from 'mvnolab';

const [url = 'ws://127.0.0.1:7010'] = process.argv.slice(2);
const lab = await connectLab(url, { token: process.env.MVNOLAB_LAB_TOKEN });
const session = await lab.openSession({ title: 'an example' });
await session.addSim('alice');
await session.addBts('home');
const phone = await session.addPhone('phone', { sim: 'alice', bts: 'home' });

console.log('attach', (await phone.attach()).type);
console.log('ping', (await phone.ping({ count: 3, intervalMs: 10 })).values.received);
console.log('detach', (await phone.detach()).type);

// a card whose Ki differs from the database's in one bit
await phone.tamper({ kiFlipBits: [0] });
const { type, detail } = await phone.attach({ identity: 'imsi' });
console.log('attach', type, detail);

const messages = session.events.filter(({ kind, protocol }) => kind === 'message' && protocol === 'nas-eps');
console.log(messages.at(-1).message);
await session.close();
await lab.close();
