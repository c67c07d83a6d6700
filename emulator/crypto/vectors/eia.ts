/**
 * Test data of the integrity algorithms; each set names its clause.
 *
 * - TS 33.401 Annex C.2 (128-EIA2), sets 1 to 8, and C.4 (128-EIA1), sets 1 to 7;
 * - TS 35.223 (implementors' test data of 128-EIA3), sets 1 to 5, to which TS 33.401 Annex C.6 refers;
 * - TS 35.217 and TS 35.218 (implementors' and design conformance test data of UIA2, on which 128-EIA1 stands), f9 sets 1
 *   to 5 and 1 to 7.
 *
 * Messages have as many octets as `lengthBits` touches; the bits of the last octet beyond it do not count.
 */
export interface EiaVector {
  readonly source: string;
  readonly algorithm: 1 | 2 | 3;
  readonly key: string;
  readonly count: number;
  readonly bearer: number;
  readonly direction: 0 | 1;
  readonly lengthBits: number;
  readonly message: string;
  readonly mac: string;
}

export interface Uia2Vector {
  readonly source: string;
  readonly key: string;
  readonly count: number;
  readonly fresh: number;
  readonly direction: 0 | 1;
  readonly lengthBits: number;
  readonly message: string;
  readonly mac: string;
}

/** The message of TS 33.401 C.2.8 and C.4.7, and of TS 35.218's last UIA2 set. */
const MESSAGE_16448_BITS = `
  00000000000000000101010101010101e0958045f3a0bba4e3968346f0a3b8a7c02a018ae640765226b987c913e6cbf0
  83570016cf83efbc61c082513e21561a427c009d28c298eface78ed6d56c2d4505ad032e9c04dc60e73a81696da665c6
  c48603a57b45ab33221585e68ee3169187fb0239528632dd656c807ea3248b7b46d002b2b5c7458eb85b9ce95879e034
  0859055e3b0abbc3eace8719caa80265c97205d5dc4bcc902fe1839629ed71328a0f0449f588557e6898860e042aecd8
  4b2404c212c9222da5bf8a89ef6797870cf50771a60f66a2ee62853657addf04cdde07fa414e11f12b4d81b9b4e8ac53
  8ea30666688d881f6c348421992f31b94f8806ed8fccff4c9123b89642527ad613b109bf75167485f1268bf884b4cd23
  d29a0934925703d634098f7767f1be7491e708a8bb949a3873708aef4a36239e50cc08235cd5ed6bbe578668a17b58c1
  171d0b90e813a9e4f58a89d719b11042d6360b1b0f52deb730a58d58faf46315954b0a872691475977dc88c0d733feff
  54600a0cc1d0300aaaeb94572c6e95b01ae90de04f1dce47f87e8fa7bebf77e1dbc20d6ba85cb9143d518b285dfa04b6
  98bf0cf7819f20fa7a288eb0703d995c59940c7c66de57a9b70f82379b70e2031e450fcfd2181326fcd28d8823baaa80
  df6e0f443559647539fd8907c0ffd9d79c130ed81c9afd9b7e848c9fed38443d5d380e53fbdb8ac8c3d3f06876054f12
  2461107de92fea09c6f6923a188d53afe54a10f60e6e9d5a03d996b5fbc820f8a637116a27ad04b444a0932dd60fbd12
  671c11e1c0ec73e789879faa3d42c64d20cd1252742a3768c25a901585888ecee1e612d9936b403b0775949a66cdfd99
  a29b1345baa8d9d5400c91024b0a607363b013ce5de9ae869d3b8d95b0570b3c2d391422d32450cbcfae96652286e96d
  ec1214a9346527980a8192eac1c39a3aaf6f15351da6be764df89772ec0407d06e4415befae7c92580df9bf507497c8f
  2995160d4e218daacb02944abf83340ce8be1686a960faf90e2d90c55cc6475babc3171a80a363174954955d7101dab1
  6ae8179167e21444b443a9eaaa7c91de36d118c39d389f8dd4469a846c9a262bf7fa18487a79e8de11699e0b8fdf557c
  b48719d453ba713056109b93a218c89675ac195fb4fb06639b3797144955b3c9327d1aec003d42ecd0ea98abf19ffb4a
  f3561a67e77c35bf15c59c2412da881db02b1bfbcebfac5152bc99bc3f1d15f771001b7029fedb028f8b852bc4407eb8
  3f891c9ca733254fdd1e9edb56919ce9fea21c174072521c18319a54b5d4efbebddf1d8b69b1cbf25f489fcc98137254
  7cf41d008ef0bca1926f934b735e090b3b251eb33a36f82ed9b29cf4cb944188fa0e1e38dd778f7d1c9d987b28d132df
  b9731fa4f4b416935be49de30516af3578581f2f13f561c0663361941eab249a4bc123f8d15cd711a956a1bf20fe6eb7
  8aea2373361da0426c79a530c3bb1de0c99722ef1fde39ac2b00a0a8ee7c800a08bc2264f89f4effe627ac2f0531fb55
  4f6d21d74c590a70adfaa390bdfbb3d68e46215cab187d2368d5a71f5ebec081cd3b20c082dbe4cd2faca28773795d6b
  0c10204b659a939ef29bbe1088243624429927a7eb576dd3a00ea5e01af5d47583b2272c0c161a806521a16ff9b0a722
  c0cf26b025d5836e2258a4f7d4773ac801e4263bc294f43def7fa8703f3a4197463525887652b0b2a4a2a7cf87f00914
  871e25039113c7e1618da34064b57a43c463249fb8d05e0f26f4a6d84972e7a9054824145f91295cdbe39a6f920facc6
  59712b46a54ba295bbe6a90154e91b33985a2bcd420ad5c67ec9ad8eb7ac6864db272a516bc94c2839b0a8169a6bf58e
  1a0c2ada8c883b7bf497a49171268ed15ddd2969384e7ff4bf4aab2ec9ecc6529cf629e2df0f08a77a65afa12aa9b505
  df8b287ef6cc91493d1caa39076e28ef1ea028f5118de61ae02bb6aefc3343a050292f199f401857b2bead5e6ee2a1f1
  91022f9278016f047791a9d18da7d2a6d27f2e0e51c2f6ea30e8ac49a0604f4c13542e85b68381b9fdcfa0ce4b2d3413
  54852d360245c536b612af71f3e77c9095ae2dbde504b265733dabfe10a20fc7d6d32c21ccc72b8b3444ae663d65922d
  17f82caa2b865cd88913d291a65899026ea1328439723c198c36b0c3c8d085bfaf8a320fde334b4a4919b44c2b95f6e8
  ecf73393f7f0d2a40e60b1d406526b022ddc331810b1a5f7c347bd53ed1f105d6a0d30aba477e178889ab2ec55d558de
  ab2630204336962b4db5b663b6902b89e85b31bc6af50fc50accb3fb9b57b663297031378db47896d7fbaf6c600add2c
  67f936db037986db856eb49cf2db3f7da6d23650e438f1884041b013119e4c2ae5af37cccdfb68660738b58b3c59d1c0
  248437472aba1f35ca1fb90cd714aa9f635534f49e7c5bba81c2b6b36fdee21ca27e347f793d2ce944edb23c8c9b914b
  e10335e350feb5070394b7a4a15c0ca120283568b7bfc254fe838b137a2147ce7c113a3a4d65499d9e86b87dbcc7f03b
  bd3a3ab1aa243ece5ba9bcf25f82836cfe473b2d83e7a7201cd0b96a72451e863f6c3ba664a6d073d1f7b5ed990865d9
  78bd3815d06094fc9a2aba5221c22d5ab996389e3721e3af5f05beddc2875e0dfaeb39021ee27a41187cbb45ef40c3e7
  3bc03989f9a30d12c54ba7d2141da8a875493e65776ef35f97debc2286cc4af9b4623eee902f840c52f1b8ad658939ae
  f71f3f72b9ec1de21588bd35484ea44436343ff95ead6ab1d8afb1b2a303df1b71e53c4aea6b2e3e9372be0d1bc99798
  b0ce3cc10d2a596d565dba82f88ce4cff3b33d5d24e9c0831124bf1ad54b792532983dd6c3a8b7d0`;

export const EIA_VECTORS: readonly EiaVector[] = [
  {
    source: 'TS 33.401 C.4.1',
    algorithm: 1,
    key: '2bd6459f82c5b300952c49104881ff48',
    count: 0x38a6f056,
    bearer: 0x1f,
    direction: 0,
    lengthBits: 88,
    message: '3332346263393861373479',
    mac: '731f1165',
  },
  {
    source: 'TS 33.401 C.4.2',
    algorithm: 1,
    key: '7e5e94431e11d73828d739cc6ced4573',
    count: 0x36af6144,
    bearer: 0x18,
    direction: 1,
    lengthBits: 254,
    message: 'b3d3c9170a4e1632f60f861013d22d84b726b6a278d802d1eeaf1321ba5929dc',
    mac: 'e3259f6f',
  },
  {
    source: 'TS 33.401 C.4.3',
    algorithm: 1,
    key: 'd3419be821087acd02123a9248033359',
    count: 0xc7590ea9,
    bearer: 0x17,
    direction: 0,
    lengthBits: 511,
    message: `
      bbb057038809496bcff86d6fbc8ce5b135a06b166054f2d565be8ace75dc851e0bcdd8f07141c495872fb5d8c0c66a8b
      6da556663e4e461205d84580bee5bc7e`,
    mac: '9a16c77d',
  },
  {
    source: 'TS 33.401 C.4.4',
    algorithm: 1,
    key: '83fd23a244a74cf358da3019f1722635',
    count: 0x36af6144,
    bearer: 0x0f,
    direction: 1,
    lengthBits: 768,
    message: `
      35c68716633c66fb750c266865d53c11ea05b1e9fa49c8398d48e1efa5909d3947902837f5ae96d5a05bc8d61ca8dbef
      1b13a4b4abfe4fb1006045b674bb54729304c382be53a5af05556176f6eaa2ef1d05e4b083181ee674cda5a485f74d7a`,
    mac: 'bba74492',
  },
  {
    source: 'TS 33.401 C.4.5',
    algorithm: 1,
    key: '6832a65cff4473621ebdd4ba26a921fe',
    count: 0x36af6144,
    bearer: 0x18,
    direction: 0,
    lengthBits: 383,
    message: `
      d3c53839626820717765667620323837636240981ba6824c1bfb1ab485472029b71d808ce33e2cc3c0b5fc1f3de8a6dc`,
    mac: '4145e4b0',
  },
  {
    source: 'TS 33.401 C.4.6',
    algorithm: 1,
    key: '5d0a80d8134ae19677824b671e838af4',
    count: 0x7827fab2,
    bearer: 0x05,
    direction: 1,
    lengthBits: 2558,
    message: `
      70dedf2dc42c5cbd3a96f8a0b11418b3608d5733604a2cd36aabc70ce3193bb5153be2d3c06dfdb2d16e9c357158be6a
      41d6b861e491db3fbfeb518efcf048d7d58953730ff30c9ec470ffcd663dc34201c36addc0111c35b38afee7cfdb582e
      3731f8b4baa8d1a89c06e81199a9716227be344efcb436ddd0f096c064c3b5e2c399993fc77394f9e09720a811850ef2
      3b2ee05d9e6173609d86e1c0c18ea51a012a00bb413b9cb8188a703cd6bae31cc67b34b1b00019e6a2b2a690f02671fe
      7c9ef8dec0094e533763478d58d2c5f5b827a0148c5948a96931acf84f465a64e62ce74007e991e37ea823fa0fb21923
      b79905b733b631e6c7d6860a3831ac351a9c730c52ff72d9d308eedbab21fde143a0ea17e23edc1f74cbb3638a2033aa
      a15464eaa733385dbbeb6fd73509b857e6a419dca1d8907af977fbac4dfa35ec`,
    mac: '0fa2b1ee',
  },
  {
    source: 'TS 33.401 C.4.7',
    algorithm: 1,
    key: 'b3120ffdb2cf6af4e73eaf2ef4ebec69',
    count: 0x296f393c,
    bearer: 0x0b,
    direction: 1,
    lengthBits: 16448,
    message: MESSAGE_16448_BITS,
    mac: 'abf3e651',
  },
  {
    source: 'TS 33.401 C.2.1',
    algorithm: 2,
    key: '2bd6459f82c5b300952c49104881ff48',
    count: 0x38a6f056,
    bearer: 0x18,
    direction: 0,
    lengthBits: 58,
    message: '3332346263393840',
    mac: '118c6eb8',
  },
  {
    source: 'TS 33.401 C.2.2',
    algorithm: 2,
    key: 'd3c5d592327fb11c4035c6680af8c6d1',
    count: 0x398a59b4,
    bearer: 0x1a,
    direction: 1,
    lengthBits: 64,
    message: '484583d5afe082ae',
    mac: 'b93787e6',
  },
  {
    source: 'TS 33.401 C.2.3',
    algorithm: 2,
    key: '7e5e94431e11d73828d739cc6ced4573',
    count: 0x36af6144,
    bearer: 0x18,
    direction: 1,
    lengthBits: 254,
    message: 'b3d3c9170a4e1632f60f861013d22d84b726b6a278d802d1eeaf1321ba5929dc',
    mac: '1f60b01d',
  },
  {
    source: 'TS 33.401 C.2.4',
    algorithm: 2,
    key: 'd3419be821087acd02123a9248033359',
    count: 0xc7590ea9,
    bearer: 0x17,
    direction: 0,
    lengthBits: 511,
    message: `
      bbb057038809496bcff86d6fbc8ce5b135a06b166054f2d565be8ace75dc851e0bcdd8f07141c495872fb5d8c0c66a8b
      6da556663e4e461205d84580bee5bc7e`,
    mac: '6846a2f0',
  },
  {
    source: 'TS 33.401 C.2.5',
    algorithm: 2,
    key: '83fd23a244a74cf358da3019f1722635',
    count: 0x36af6144,
    bearer: 0x0f,
    direction: 1,
    lengthBits: 768,
    message: `
      35c68716633c66fb750c266865d53c11ea05b1e9fa49c8398d48e1efa5909d3947902837f5ae96d5a05bc8d61ca8dbef
      1b13a4b4abfe4fb1006045b674bb54729304c382be53a5af05556176f6eaa2ef1d05e4b083181ee674cda5a485f74d7a`,
    mac: 'e657e182',
  },
  {
    source: 'TS 33.401 C.2.6',
    algorithm: 2,
    key: '6832a65cff4473621ebdd4ba26a921fe',
    count: 0x36af6144,
    bearer: 0x18,
    direction: 0,
    lengthBits: 383,
    message: `
      d3c53839626820717765667620323837636240981ba6824c1bfb1ab485472029b71d808ce33e2cc3c0b5fc1f3de8a6dc`,
    mac: 'f0668c1e',
  },
  {
    source: 'TS 33.401 C.2.7',
    algorithm: 2,
    key: '5d0a80d8134ae19677824b671e838af4',
    count: 0x7827fab2,
    bearer: 0x05,
    direction: 1,
    lengthBits: 2558,
    message: `
      70dedf2dc42c5cbd3a96f8a0b11418b3608d5733604a2cd36aabc70ce3193bb5153be2d3c06dfdb2d16e9c357158be6a
      41d6b861e491db3fbfeb518efcf048d7d58953730ff30c9ec470ffcd663dc34201c36addc0111c35b38afee7cfdb582e
      3731f8b4baa8d1a89c06e81199a9716227be344efcb436ddd0f096c064c3b5e2c399993fc77394f9e09720a811850ef2
      3b2ee05d9e6173609d86e1c0c18ea51a012a00bb413b9cb8188a703cd6bae31cc67b34b1b00019e6a2b2a690f02671fe
      7c9ef8dec0094e533763478d58d2c5f5b827a0148c5948a96931acf84f465a64e62ce74007e991e37ea823fa0fb21923
      b79905b733b631e6c7d6860a3831ac351a9c730c52ff72d9d308eedbab21fde143a0ea17e23edc1f74cbb3638a2033aa
      a15464eaa733385dbbeb6fd73509b857e6a419dca1d8907af977fbac4dfa35ec`,
    mac: 'f4cc8fa3',
  },
  {
    source: 'TS 33.401 C.2.8',
    algorithm: 2,
    key: 'b3120ffdb2cf6af4e73eaf2ef4ebec69',
    count: 0x296f393c,
    bearer: 0x0b,
    direction: 1,
    lengthBits: 16448,
    message: MESSAGE_16448_BITS,
    mac: 'ebd5ccb0',
  },
  {
    source: 'TS 35.223 128-EIA3 set 1',
    algorithm: 3,
    key: '00000000000000000000000000000000',
    count: 0x00000000,
    bearer: 0x00,
    direction: 0,
    lengthBits: 1,
    message: '00',
    mac: 'c8a9595e',
  },
  {
    source: 'TS 35.223 128-EIA3 set 2',
    algorithm: 3,
    key: '47054125561eb2dda94059da05097850',
    count: 0x561eb2dd,
    bearer: 0x14,
    direction: 0,
    lengthBits: 90,
    message: '000000000000000000000000',
    mac: '6719a088',
  },
  {
    source: 'TS 35.223 128-EIA3 set 3',
    algorithm: 3,
    key: 'c9e6cec4607c72db000aefa88385ab0a',
    count: 0xa94059da,
    bearer: 0x0a,
    direction: 1,
    lengthBits: 577,
    message: `
      983b41d47d780c9e1ad11d7eb70391b1de0b35da2dc62f83e7b78d6306ca0ea07e941b7be91348f9fcb170e2217fecd9
      7f9f68adb16e5d7d21e569d280ed775cebde3f4093c5388100`,
    mac: 'fae8ff0b',
  },
  {
    source: 'TS 35.223 128-EIA3 set 4',
    algorithm: 3,
    key: 'c8a48262d0c2e2bac4b96ef77e80ca59',
    count: 0x05097850,
    bearer: 0x10,
    direction: 1,
    lengthBits: 2079,
    message: `
      b546430bf87b4f1ee834704cd6951c36e26f108cf731788f48dc34f1678c05221c8fa7ff2f39f477e7e49ef60a4ec2c3
      de24312a96aa26e1cfba57563838b297f47e8510c779fd6654b143386fa639d31edbd6c06e47d159d94362f26aeeedee
      0e4f49d9bf8412995415bfad56ee82d1ca7463abf085b082b09904d6d990d43cf2e062f40839d93248b1eb92cdfed530
      0bc148280430b6d0caa094b6ec8911ab7dc36824b824dc0af6682b0935fde7b492a14dc2f43648038da2cf79170d2d50
      133fd49416cb6e33bea90b8bf4559b03732a01ea290e6d074f79bb83c10e580015cc1a85b36b5501046e9c4bdcae5135
      690b8666bd54b7a703ea7b6f220a5469a568027e`,
    mac: '004ac4d6',
  },
  {
    source: 'TS 35.223 128-EIA3 set 5',
    algorithm: 3,
    key: '6b8b08ee79e0b5982d6d128ea9f220cb',
    count: 0x561eb2dd,
    bearer: 0x1c,
    direction: 0,
    lengthBits: 5670,
    message: `
      5bad724710ba1c56d5a315f8d40f6e093780be8e8de07b6992432018e08ed96a5734af8bad8a575d3a1f162f85045cc7
      70925571d9f5b94e454a77c16e72936bf016ae157499f0543b5d52caa6dbeab697d2bb73e41b8075dce79b4b86044f66
      1d4485a543dd78606e0419e8059859d3cb2b67ce0977603f81ff839e331859544cfbc8d00fef1a4c8510fb547d6b06c6
      11ef44f1bce107cfa45a06aab360152b28dc1ebe6f7fe09b0516f9a5b02a1bd84bb0181e2e89e19bd8125930d178682f
      3862dc51b636f04e720c47c3ce51ad70d94b9b2255fbae906549f499f8c6d39947ed5e5df8e2def113253e7b08d0a76b
      6bfc68c812f375c79b8fe5fd85976aa6d46b4a2339d8ae5147f680fbe70f978b38effd7b2f7866a22554e193a94e98a6
      8b74bd25bb2b3f5fb0a5fd59887f9ab68159b7178d5b7b677cb546bf41eadca216fc10850128f8bdef5c8d89f96afa4f
      a8b54885565ed838a950fee5f1c3b0a4f6fb71e54dfd169e82cecc7266c850e67c5ef0ba960f5214060e71eb172a75fc
      1486835cbea6534465b055c96a72e4105224182325d830414b40214daa8091d2e0fb010ae15c6de90850973bdf1e423b
      e148a237b87a0c9f34d4b47605b803d743a86a90399a4af396d3a1200a62f3d9507962e8e5bee6d3da2bb3f7237664ac
      7a292823900bc63503b29e80d63f6067bf8e1716ac25beba350deb62a99fe03185eb4f69937ecd387941fda544ba67db
      0911774938b01827bcc69c92b3f772a9d2859ef003398b1f6bbad7b574f7989a1d10b2df798e0dbf30d6587464d24878
      cd00c0eaee8a1a0cc753a27979e11b41db1de3d5038afaf49f5c682c3748d8a3a9ec54e6a371275f1683510f8e4f9093
      8f9ab6e134c2cfdf4841cba88e0cff2b0bcc8e6adcb71109b5198fecf1bb7e5c531aca50a56a8a3b6de59862d41fa113
      d9cd957808f08571d9a4bb792af271f6cc6dbb8dc7ec36e36be1ed308164c31c7c0afc541c`,
    mac: '0ca12792',
  },
];

const TS_35_217: readonly Uia2Vector[] = [
  {
    source: 'TS 35.217 UIA2 set 1',
    key: '2bd6459f82c5b300952c49104881ff48',
    count: 0x38a6f056,
    fresh: 0x05d2ec49,
    direction: 0,
    lengthBits: 189,
    message: '6b227737296f393c8079353edc87e2e805d2ec49a4f2d8e0',
    mac: '2bce1820',
  },
  {
    source: 'TS 35.217 UIA2 set 2',
    key: 'd42f682428201cafcd9f97945e6de7b7',
    count: 0x3edc87e2,
    fresh: 0xa4f2d8e2,
    direction: 1,
    lengthBits: 254,
    message: 'b5924384328a4ae00b737109f8b6c8dd2b4db63dd533981ceb19aad52a5b2bc0',
    mac: 'fc7b18bd',
  },
  {
    source: 'TS 35.217 UIA2 set 3',
    key: 'fdb9cfdf28936cc483a31869d81b8fab',
    count: 0x36af6144,
    fresh: 0x9838f03a,
    direction: 1,
    lengthBits: 319,
    message: `
      5932bc0ace2b0aba33d8ac188ac54f346fad10bf9dee2920b43bd0c53a915cb7df6caa72053abff2`,
    mac: '02f1faaf',
  },
  {
    source: 'TS 35.217 UIA2 set 4',
    key: 'c736c6aab22bfff91e2698d2e22ad57e',
    count: 0x14793e41,
    fresh: 0x0397e8fd,
    direction: 1,
    lengthBits: 384,
    message: `
      d0a7d463df9fb2b278833fa02e235aa172bd970c1473e12907fb648b6599aaa0b24a038665422b20a499276a50427009`,
    mac: '38b554c0',
  },
  {
    source: 'TS 35.217 UIA2 set 5',
    key: 'f4ebec69e73eaf2eb2cf6af4b3120ffd',
    count: 0x296f393c,
    fresh: 0x6b227737,
    direction: 1,
    lengthBits: 1000,
    message: `
      10bfff839e0c71658dbb2d1707e145724f41c16f48bf403c3b18e38fd5d1663b6f6d900193e3cea8bb4f1b4f5be82203
      2232a78d7d75238d5e6daecd3b4322cf59bc7ea84ab18811b5bfb7bc553f4fe44478ce287a14879990d18d12ca79d2c8
      55149021cd5ce8ca0371ca04fcce143e3d7cfee94585b5885cac46068b`,
    mac: '061745ae',
  },
];

/** FRESH and MAC; key, COUNT, DIRECTION and message are those of TS 33.401 C.4.1 to C.4.7. */
const TS_35_218: readonly Uia2Vector[] = (
  [
    [0xb8aefda9, 'ee419e0d'],
    [0x9838f03a, '92f2a453'],
    [0x57d5df7d, 'ad8c69f9'],
    [0x4f302ad2, '7306d607'],
    [0x9838f03a, 'e3d36ef1'],
    [0xa56c6ca2, 'c058d244'],
    [0x6b227737, '179f2fa6'],
  ] as const
).map(([fresh, mac], index) => {
  const { key, count, direction, lengthBits, message } = EIA_VECTORS.find(
    ({ source }) => source === `TS 33.401 C.4.${index + 1}`,
  )!;
  return { source: `TS 35.218 UIA2 set ${index + 1}`, key, count, fresh, direction, lengthBits, message, mac };
});

export const UIA2_VECTORS: readonly Uia2Vector[] = [...TS_35_217, ...TS_35_218];
