/**
 * Keys that everybody knows, in hex: they may stand in a file. TS 35.207/35.208 test sets (K, OP, OPc), and what the manuals of
 * Open5GS and other free cores put into their examples.
 */
const PUBLISHED: readonly string[] = [
  // TS 35.208 §4.3: K, OP and OPc of each test set
  '465b5ce8b199b49faa5f0a2ee238a6bc',
  'cdc202d5123e20f62b6d676ac72cb318',
  'cd63cb71954a9f4e48a5994e37a02baf',
  'fec86ba6eb707ed08905757b1bb44b8f',
  'dbc59adcb6f9a0ef735477b7fadf8374',
  '1006020f0a478bf6b699f15c062e42b3',
  '9e5944aea94b81165c82fbf9f32db751',
  '223014c5806694c007ca1eeef57f004f',
  'a64a507ae1a2a98bb88eb4210135dc87',
  '4ab1deb05ca6ceb051fc98e77d026a84',
  '2d16c5cd1fdf6b22383584e3bef2a8d8',
  'dcf07cbd51855290b92a07a9891e523e',
  '6c38a116ac280c454f59332ee35c8c4f',
  '1ba00a1a7c6700ac8c3ff3e96ad08725',
  '3803ef5363b947c6aaa225e58fae3934',
  '2d609d4db0ac5bf0d2c0de267014de0d',
  '460a48385427aa39264aac8efc9e73e8',
  'c35a0ab0bcbfc9252caff15f24efbde0',
  'a530a7fe428fad1082c45eddfce13884',
  '511c6c4e83e38c89b1c5d8dde62426fa',
  '27953e49bc8af6dcc6e730eb80286be3',
  'd9151cf04896e25830bf2e08267b8360',
  '75fc2233a44294ee8e6de25c4353d26b',
  'c4c93effe8a08138c203d4c27ce4e3d9',
  'a0e2971b6822e8d354a18cc235624ecb',
  '323792faca21fb4d5d6f13c145a9d2c1',
  '82a26f22bba9e9488f949a10d98e9cc4',
  '0da6f7ba86d5eac8a19cf563ac58642d',
  '4b9a26fa459e3acbff36f4015de3bdc1',
  '0db1071f8767562ca43a0a64c41e8d08',
  '77b45843c88e58c10d202684515ed430',
  'bf3286c7a51409ce95724d503bfe6e70',
  'd483afae562409a326b5bb0b20c4d762',
  '729b17729270dd87ccdf1bfe29b4e9bb',
  'd04c9c35bd2262fa810d2924d036fd13',
  '228c2f2f06ac3268a9e616ee16db4ba1',
  'd32dd23e89dc662354ca12eb79dd32fa',
  'fe75905b9da47d356236d0314e09c32e',
  'd22a4b4180a5325708a5ff70d9f67ec7',
  'af7c65e1927221de591187a2c5987a53',
  '0c7acb8d95b7d4a31c5aca6d26345a88',
  'a4cf5c8155c08a7eff418e5443b98e55',
  '5bd7ecd3d3127a41d12539bed4e7cf71',
  'f967f76038b920a9cd25e10c08b49924',
  '76089d3c0ff3efdc6e36721d4fceb747',
  '6cd1c6ceb1e01e14f1b82316a90b7f3d',
  '078bfca9564659ecd8851e84e6c59b48',
  'a219dc37f1dc7d66738b5843c799f206',
  'b73a90cbcf3afb622dba83c58a8415df',
  'b672047e003bb952dca6cb8af0e5b779',
  'df0c67868fa25f748b7044c6e7c245b8',
  '5122250214c33e723a5dd523fc145fc0',
  'c9e8763286b5b9ffbdf56e1297d0887b',
  '981d464c7c52eb6e5036234984ad0bcf',
  '90dca4eda45b53cf0f12d7c9c3bc6a89',
  '3ffcfe5b7b1111589920d3528e84e655',
  'cb9cccc4b9258e6dca4760379fb82581',
  '0396eb317b6d1c36f19c1c84cd6ffd16',
  'ff53bade17df5d4e793073ce9d7579fa',
  '53c15671c60a4b731c55b4a441c0bde2',
  // Open5GS and OpenAirInterface
  'e8ed289deba952e4283b54e88e6183ca',
  '8baf473f2f8fd09487cccbd7097c6862',
  '8e27b6af0e692e750f32667a3b14605d',
  '11111111111111111111111111111111',
  '00112233445566778899aabbccddeeff',
];

/** Whether a key in hex is one that everybody knows, or plainly made up: octets that repeat or count. */
export function isPublishedKey(hex: string): boolean {
  const key = hex.toLowerCase();
  if (PUBLISHED.includes(key)) return true;
  const octets = key.match(/../g) ?? [];
  const steps = new Set(
    octets.slice(1).map((octet, i) => (Number.parseInt(octet, 16) - Number.parseInt(octets[i]!, 16)) & 0xff),
  );
  return new Set(octets).size <= 2 || steps.size <= 1;
}
