/** The subscriber of the recorded sessions: published test keys. */
export const SUBSCRIBER = {
  imsi: '999707364000060',
  ki: '465b5ce8b199b49faa5f0a2ee238a6bc',
  opc: 'e8ed289deba952e4283b54e88e6183ca',
  plmn: { mcc: '999', mnc: '70' },
  imei: '866507040040535',
  imeiSoftwareVersion: '01',
} as const;

export interface RecordedSession {
  readonly attachRequest: string;
  readonly authenticationRequest: string;
  readonly authenticationResponse: string;
  readonly securityModeCommand: string;
  readonly securityModeComplete: string;
  readonly esmInformationRequest: string;
  readonly attachAccept: string;
  /** KeNB of the Initial Context Setup Request that brought the Attach Accept. */
  readonly kenb: string;
  readonly attachComplete: string;
  readonly emmInformation: string;
}

/** Attach with authentication, then a detach for switching off from idle. */
export const ATTACH_AND_DETACH: RecordedSession & { readonly detachRequest: string } = {
  attachRequest: '07417208999907374600000607f0f0c04001001000050201d031d15c20003103e5e0349011035f58a65d0105',
  authenticationRequest: '075200a5980ba4f3370e12608b117b76373a1f109b2b4086b76e8000a58d54d44c91493a',
  authenticationResponse: '075308b73592caddc6367d',
  securityModeCommand: '379cf45bc700075d020005f0f0c04070c14f083a8ac1a2db29ca19',
  securityModeComplete: '47b78c58d500075e23098366050704405003f1',
  esmInformationRequest: '273daebb97010201d9',
  attachAccept:
    '27b0e129120207420229064099f907000100765201c101090908696e7465726e65740d0300000000000000020a2d00025e06fefefafa02027b004e8080210a020a000a81060808080880210a020b000a830608080404c02330020c00302b57656c636f6d6520746f206f70656e3567732d736d66642076322e382e302d36362d67386632356633622b500bf699f907000201c00000d564020108c1',
  kenb: 'a244ff645a96904f1b1b94f9f6592164c9fc317dbce9d914d245ea534cf2b966',
  attachComplete: '27ee7943fb02074300035200c2',
  emmInformation: '2744bda8ad030761430f90004f00700065006e00350047005346004762112230013100490100',
  detachRequest: '175376b33a030745090bf699f907000201c00000d5',
};

/** Attach with authentication, release, then a Service Request. */
export const ATTACH_AND_SERVICE: RecordedSession & {
  readonly serviceRequest: string;
  readonly serviceKenb: string;
} = {
  attachRequest:
    '07417108999907374600000607f0f0c040010010002a0201d031d127238080211001000010810600000000830600000000000c00000d00000200000a00001000c1',
  authenticationRequest: '0752000c7dcdb1f99c4b55e5d042e8ea276051102f021814672c800021023fde28927cae',
  authenticationResponse: '0753083a6d1d314c1f230c',
  securityModeCommand: '37d199565800075d020005f0f0c04070c14f08c2359ebd9a28b330',
  securityModeComplete: '474170378800075e23098366050704405003f1',
  esmInformationRequest: '2723f41757010201d9',
  attachAccept:
    '27b9b358760207420129064099f9070001004e5201c101090908696e7465726e65740d03000000000000000d0a2d000e5e06fefefafa020227278080211002000010810608080808830608080404000d0408080808000d04080804040010020578500bf699f907000201c00005bd64020108c1',
  kenb: '1e207a6ab413a733a38b2c4297380657c15df506c82dc5f72dcb0ddcf922aadf',
  attachComplete: '278569ead302074300035200c2',
  emmInformation: '2771b224b7030761430f90004f00700065006e00350047005346004762112230015100490100',
  serviceRequest: 'c703130b',
  serviceKenb: 'bc79678c267ca75c1f6d5542fb80eb80a6266c30c009055d204db36d9eed2ff0',
};
