import type { TraceEvent } from '../../../../emulator/vocabulary/index.ts';

/**
 * What the embedded core and its phones said in the situations that the why table explains: recorded from runs, without octets, carriers
 * and what no rule reads. Times are milliseconds since the start of each run; the IMSI is 001010000000001 in all of them.
 */
const RECORDED = `
# wrong-ki
{"t":162.293,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":166.163,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":175.793,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 8355dbaabac9db64ff373f0205473053","fields":{"RAND":"8355dbaabac9db64ff373f0205473053"}}
{"t":178.33,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND 8355dbaabac9db64ff373f0205473053, AUTN 336b4c5d19a98000d5bde0705448c771"}
{"t":178.407,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: mac-failure (MAC d5bde0705448c771, XMAC 5f59e67ac5c2ac7d)","fields":{"topic":"aka","rand":"8355dbaabac9db64ff373f0205473053","autn":"336b4c5d19a98000d5bde0705448c771","amfField":"8000","mac":"d5bde0705448c771","xmac":"5f59e67ac5c2ac7d","sqn":281468672743598,"sqnMs":0,"verdict":"mac-failure"}}
{"t":178.494,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationFailure","summary":"EMM cause 20 (MAC failure)","fields":{"emmCause":20}}
{"t":180.109,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationReject"}
# resync
{"t":126.017,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":126.662,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":136.974,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 4e37b932703ebc0863d85aa8f14d46d3","fields":{"RAND":"4e37b932703ebc0863d85aa8f14d46d3"}}
{"t":137.943,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND 4e37b932703ebc0863d85aa8f14d46d3, AUTN 24b9129316c9800019958045a3423ccd"}
{"t":138.023,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: synch-failure (SQN 32, highest accepted before 4096)","fields":{"topic":"aka","rand":"4e37b932703ebc0863d85aa8f14d46d3","autn":"24b9129316c9800019958045a3423ccd","amfField":"8000","mac":"19958045a3423ccd","xmac":"19958045a3423ccd","sqn":32,"sqnMs":4096,"verdict":"synch-failure","auts":"f4bf7bf32a7172dc396fca115268"}}
{"t":139.37,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationFailure","summary":"EMM cause 21 (Synch failure), AUTS f4bf7bf32a7172dc396fca115268","fields":{"emmCause":21}}
{"t":140.372,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01, resynchronisation, AUTS f4bf7bf32a7172dc396fca115268","fields":{"resynchronisation":true}}
{"t":144.503,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 1ae013c6e40d53bb31623a735f649aa9","fields":{"RAND":"1ae013c6e40d53bb31623a735f649aa9"}}
{"t":145.335,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 1, RAND 1ae013c6e40d53bb31623a735f649aa9, AUTN 4c32d3469366800096fb9a3fc4857620"}
{"t":145.392,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: accepted (SQN 4129, highest accepted before 4096)","fields":{"topic":"aka","rand":"1ae013c6e40d53bb31623a735f649aa9","autn":"4c32d3469366800096fb9a3fc4857620","amfField":"8000","mac":"96fb9a3fc4857620","xmac":"96fb9a3fc4857620","sqn":4129,"sqnMs":4096,"verdict":"accepted","res":"9ab371444c3ff601"}}
{"t":145.429,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationResponse","summary":"RES 9ab371444c3ff601","fields":{"authenticationResponseParameter":"9ab371444c3ff601"}}
# forged-auts
{"t":136.908,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":137.66,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":147.262,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND bd270e20bcc880546df651075b76810e","fields":{"RAND":"bd270e20bcc880546df651075b76810e"}}
{"t":148.071,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND bd270e20bcc880546df651075b76810e, AUTN cd3619baa9b48000c75f259b98599efe"}
{"t":148.106,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: synch-failure (SQN 32, highest accepted before 4096)","fields":{"topic":"aka","rand":"bd270e20bcc880546df651075b76810e","autn":"cd3619baa9b48000c75f259b98599efe","amfField":"8000","mac":"c75f259b98599efe","xmac":"c75f259b98599efe","sqn":32,"sqnMs":4096,"verdict":"synch-failure","auts":"009a41e11cbae92930b302c5de25"}}
{"t":148.149,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationFailure","summary":"EMM cause 21 (Synch failure), AUTS 009a41e11cbae92930b302c5de25","fields":{"emmCause":21}}
{"t":148.761,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01, resynchronisation, AUTS 009a41e11cbae92930b302c5de25","fields":{"resynchronisation":true}}
{"t":153.825,"kind":"note","node":"hss","text":"resynchronisation: MAC-S is wrong","ue":"001010000000001"}
{"t":153.872,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"result 4181 (authentication data unavailable)","fields":{"result":"4181 (authentication data unavailable)"}}
{"t":155.185,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 17 (Network failure)","fields":{"emmCause":17}}
# separation-bit
{"t":148.463,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":148.92,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":157.337,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND db7702d5fd4e2c491cfa2bc3f08b1124","fields":{"RAND":"db7702d5fd4e2c491cfa2bc3f08b1124"}}
{"t":158.496,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND db7702d5fd4e2c491cfa2bc3f08b1124, AUTN 83dd9b81d5f10000a04d9bb16d82fc4b"}
{"t":158.533,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: separation-bit (SQN 32, highest accepted before 0)","fields":{"topic":"aka","rand":"db7702d5fd4e2c491cfa2bc3f08b1124","autn":"83dd9b81d5f10000a04d9bb16d82fc4b","amfField":"0000","mac":"a04d9bb16d82fc4b","xmac":"a04d9bb16d82fc4b","sqn":32,"sqnMs":0,"verdict":"separation-bit"}}
{"t":158.567,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationFailure","summary":"EMM cause 26 (Non-EPS authentication unacceptable)","fields":{"emmCause":26}}
{"t":159.42,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationReject"}
# autn-amf
{"t":119.345,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":126.422,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":133.24,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 990512e3755802650689e850c9e3ffcd","fields":{"RAND":"990512e3755802650689e850c9e3ffcd"}}
{"t":134.021,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND 990512e3755802650689e850c9e3ffcd, AUTN 0ac0ea3bca42000044650b54d0918cc0"}
{"t":134.049,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: mac-failure (MAC 44650b54d0918cc0, XMAC a61aed8f6951429a)","fields":{"topic":"aka","rand":"990512e3755802650689e850c9e3ffcd","autn":"0ac0ea3bca42000044650b54d0918cc0","amfField":"0000","mac":"44650b54d0918cc0","xmac":"a61aed8f6951429a","sqn":32,"sqnMs":0,"verdict":"mac-failure"}}
{"t":134.086,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationFailure","summary":"EMM cause 20 (MAC failure)","fields":{"emmCause":20}}
{"t":136.055,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationReject"}
# autn-mac
{"t":117.899,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":118.452,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":128.083,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 4d81871633490324110d512d964790df","fields":{"RAND":"4d81871633490324110d512d964790df"}}
{"t":128.806,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND 4d81871633490324110d512d964790df, AUTN 0d3323a1d1be80009389fedad0ffd385"}
{"t":128.834,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: mac-failure (MAC 9389fedad0ffd385, XMAC 9389fedad0ffd384)","fields":{"topic":"aka","rand":"4d81871633490324110d512d964790df","autn":"0d3323a1d1be80009389fedad0ffd385","amfField":"8000","mac":"9389fedad0ffd385","xmac":"9389fedad0ffd384","sqn":32,"sqnMs":0,"verdict":"mac-failure"}}
{"t":128.865,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationFailure","summary":"EMM cause 20 (MAC failure)","fields":{"emmCause":20}}
{"t":129.644,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationReject"}
# wrong-res
{"t":125.442,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":126.097,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":131.22,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 09f0dfdfb90b8f7396b2a61d19415a7c","fields":{"RAND":"09f0dfdfb90b8f7396b2a61d19415a7c"}}
{"t":131.925,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND 09f0dfdfb90b8f7396b2a61d19415a7c, AUTN 885a17adf28b80000c80ed51e0058bbb"}
{"t":131.952,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: accepted (SQN 32, highest accepted before 0)","fields":{"topic":"aka","rand":"09f0dfdfb90b8f7396b2a61d19415a7c","autn":"885a17adf28b80000c80ed51e0058bbb","amfField":"8000","mac":"0c80ed51e0058bbb","xmac":"0c80ed51e0058bbb","sqn":32,"sqnMs":0,"verdict":"accepted","res":"60f86de0ca69496e"}}
{"t":131.974,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationResponse","summary":"RES 60f86de0ca69496e","fields":{"authenticationResponseParameter":"60f86de0ca69496e"}}
{"t":132.492,"kind":"note","node":"mme","text":"authentication: RES differs from XRES","ue":"001010000000001"}
{"t":132.801,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationReject"}
# unknown-imsi
{"t":146.313,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":147.533,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":152.787,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"result 5001 (user unknown)","fields":{"result":"5001 (user unknown)"}}
{"t":153.694,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 8 (EPS services and non-EPS services not allowed)","fields":{"emmCause":8}}
# unknown-apn
{"t":131.143,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4, ESM information later)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":132.291,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":146.585,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 4bfae35ae2d291a9887d1a93922f0aca","fields":{"RAND":"4bfae35ae2d291a9887d1a93922f0aca"}}
{"t":148.458,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND 4bfae35ae2d291a9887d1a93922f0aca, AUTN 22d095f2b46b80001ce60387093ca17b"}
{"t":148.497,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: accepted (SQN 32, highest accepted before 0)","fields":{"topic":"aka","rand":"4bfae35ae2d291a9887d1a93922f0aca","autn":"22d095f2b46b80001ce60387093ca17b","amfField":"8000","mac":"1ce60387093ca17b","xmac":"1ce60387093ca17b","sqn":32,"sqnMs":0,"verdict":"accepted","res":"d94a55d56eb6051c"}}
{"t":148.52,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationResponse","summary":"RES d94a55d56eb6051c","fields":{"authenticationResponseParameter":"d94a55d56eb6051c"}}
{"t":149.899,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"SecurityModeCommand","summary":"EEA0, EIA2, KSI 0, imeisvRequested"}
{"t":149.951,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"SecurityModeComplete","summary":"IMEISV 3520990083613501"}
{"t":150.497,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"UpdateLocationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":159.961,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"UpdateLocationAnswer","ue":"001010000000001","summary":"APN internet, UE-AMBR 1 Gbit/s down 1 Gbit/s up","fields":{"APN":"internet"}}
{"t":161.026,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"EsmInformationRequest"}
{"t":161.153,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"EsmInformationResponse","summary":"APN corporate","fields":{"accessPointName":"corporate"}}
{"t":162.186,"kind":"note","node":"mme","text":"APN 'corporate' is not in the subscription","ue":"001010000000001"}
{"t":162.769,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 19 (ESM failure), PDN connectivity reject (ESM cause 27 (Missing or unknown APN))","fields":{"emmCause":19,"esm.message":"PdnConnectivityReject","esm.esmCause":27}}
# pdn-type
{"t":119.586,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv6)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv6"}}
{"t":120.016,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":125.416,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 0989a6f33a53c70ce522cf66841db722","fields":{"RAND":"0989a6f33a53c70ce522cf66841db722"}}
{"t":126.506,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND 0989a6f33a53c70ce522cf66841db722, AUTN 6fb6c0fcb1cf80005fa9767b2ebfc582"}
{"t":126.532,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: accepted (SQN 32, highest accepted before 0)","fields":{"topic":"aka","rand":"0989a6f33a53c70ce522cf66841db722","autn":"6fb6c0fcb1cf80005fa9767b2ebfc582","amfField":"8000","mac":"5fa9767b2ebfc582","xmac":"5fa9767b2ebfc582","sqn":32,"sqnMs":0,"verdict":"accepted","res":"80b115471fbc93d6"}}
{"t":126.555,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationResponse","summary":"RES 80b115471fbc93d6","fields":{"authenticationResponseParameter":"80b115471fbc93d6"}}
{"t":133.871,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"SecurityModeCommand","summary":"EEA0, EIA2, KSI 0, imeisvRequested"}
{"t":133.945,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"SecurityModeComplete","summary":"IMEISV 3520990020384901"}
{"t":139.692,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"UpdateLocationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":143.271,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"UpdateLocationAnswer","ue":"001010000000001","summary":"APN internet, UE-AMBR 1 Gbit/s down 1 Gbit/s up","fields":{"APN":"internet"}}
{"t":143.966,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 19 (ESM failure), PDN connectivity reject (ESM cause 28 (Unknown PDN type))","fields":{"emmCause":19,"esm.message":"PdnConnectivityReject","esm.esmCause":28}}
# gateway-refuses
{"t":134.832,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":135.308,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":147.785,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND d019a1cdccd1bd16bd572b932ba5efff","fields":{"RAND":"d019a1cdccd1bd16bd572b932ba5efff"}}
{"t":148.606,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND d019a1cdccd1bd16bd572b932ba5efff, AUTN 007b625a625d8000101b9d834cce3394"}
{"t":148.632,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: accepted (SQN 32, highest accepted before 0)","fields":{"topic":"aka","rand":"d019a1cdccd1bd16bd572b932ba5efff","autn":"007b625a625d8000101b9d834cce3394","amfField":"8000","mac":"101b9d834cce3394","xmac":"101b9d834cce3394","sqn":32,"sqnMs":0,"verdict":"accepted","res":"421f52fea9f7f94a"}}
{"t":148.653,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationResponse","summary":"RES 421f52fea9f7f94a","fields":{"authenticationResponseParameter":"421f52fea9f7f94a"}}
{"t":149.744,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"SecurityModeCommand","summary":"EEA0, EIA2, KSI 0, imeisvRequested"}
{"t":149.784,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"SecurityModeComplete","summary":"IMEISV 3520990004814001"}
{"t":150.175,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"UpdateLocationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":154.071,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"UpdateLocationAnswer","ue":"001010000000001","summary":"APN internet, UE-AMBR 1 Gbit/s down 1 Gbit/s up","fields":{"APN":"internet"}}
{"t":154.089,"kind":"message","protocol":"gtpv2","from":"mme","to":"gateway","message":"CreateSessionRequest","ue":"001010000000001","summary":"APN internet, EBI 5","fields":{"APN":"internet"}}
{"t":154.102,"kind":"message","protocol":"gtpv2","from":"gateway","to":"mme","message":"CreateSessionResponse","ue":"001010000000001","summary":"EBI 5, cause 84 (all dynamic addresses are occupied)","fields":{"cause":"84 (all dynamic addresses are occupied)"}}
{"t":154.109,"kind":"note","node":"mme","text":"the gateway refused the session: GTP cause 84","ue":"001010000000001"}
{"t":154.119,"kind":"message","protocol":"gtpv2","from":"mme","to":"gateway","message":"DeleteSessionRequest","ue":"001010000000001","summary":"EBI 5"}
{"t":154.147,"kind":"message","protocol":"gtpv2","from":"gateway","to":"mme","message":"DeleteSessionResponse","ue":"001010000000001","summary":"EBI 5, cause 64 (context not found)","fields":{"cause":"64 (context not found)"}}
{"t":154.512,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 17 (Network failure), PDN connectivity reject (ESM cause 38 (Network failure))","fields":{"emmCause":17,"esm.message":"PdnConnectivityReject","esm.esmCause":38}}
# hss-unreachable
{"t":113.706,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":116.944,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":117.018,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"unreachable","fields":{"unreachable":true}}
{"t":119.41,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 15 (No suitable cells in tracking area)","fields":{"emmCause":15}}
# hss-silent
{"t":136.156,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":137.858,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
# no-algorithm
{"t":120.328,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"0","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":121.1,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 23 (UE security capabilities mismatch)","fields":{"emmCause":23}}
# kasme
{"t":137.463,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":138.018,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":148.974,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 190ff069d99b598c7fa42714c05e2bb8","fields":{"RAND":"190ff069d99b598c7fa42714c05e2bb8"}}
{"t":154.212,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND 190ff069d99b598c7fa42714c05e2bb8, AUTN c2525e5c6bf380004240d85d0eff3db2"}
{"t":154.285,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: accepted (SQN 32, highest accepted before 0)","fields":{"topic":"aka","rand":"190ff069d99b598c7fa42714c05e2bb8","autn":"c2525e5c6bf380004240d85d0eff3db2","amfField":"8000","mac":"4240d85d0eff3db2","xmac":"4240d85d0eff3db2","sqn":32,"sqnMs":0,"verdict":"accepted","res":"b13f30267f35b154"}}
{"t":154.323,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationResponse","summary":"RES b13f30267f35b154","fields":{"authenticationResponseParameter":"b13f30267f35b154"}}
{"t":156.05,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"SecurityModeCommand","summary":"EEA0, EIA2, KSI 0, imeisvRequested"}
{"t":156.078,"kind":"note","node":"phone","ue":"001010000000001","text":"Security Mode Command rejected: its MAC does not prove the keys (mac)"}
{"t":156.134,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"SecurityModeReject","summary":"EMM cause 24 (Security mode rejected, unspecified)","fields":{"emmCause":24}}
{"t":156.786,"kind":"note","node":"mme","text":"Security Mode Reject, cause 24","ue":"001010000000001"}
# drop-attach
{"t":151.737,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":151.769,"kind":"note","node":"phone","ue":"001010000000001","text":"tampering: uplink AttachRequest: drop"}
# drop-autn
{"t":122.874,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":128.61,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":147.536,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 3516137b91ddee6f396ffb9bb15fa7bf","fields":{"RAND":"3516137b91ddee6f396ffb9bb15fa7bf"}}
{"t":148.627,"kind":"note","node":"phone","ue":"001010000000001","text":"tampering: downlink AuthenticationRequest: drop"}
# bidding-down
{"t":257.507,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":258.647,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":271.969,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND cf80b0cbe9a489df829cf4c07f3955be","fields":{"RAND":"cf80b0cbe9a489df829cf4c07f3955be"}}
{"t":273.097,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND cf80b0cbe9a489df829cf4c07f3955be, AUTN a484ef14420880002a04ba67276e33d7"}
{"t":273.137,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: accepted (SQN 32, highest accepted before 0)","fields":{"topic":"aka","rand":"cf80b0cbe9a489df829cf4c07f3955be","autn":"a484ef14420880002a04ba67276e33d7","amfField":"8000","mac":"2a04ba67276e33d7","xmac":"2a04ba67276e33d7","sqn":32,"sqnMs":0,"verdict":"accepted","res":"6e5f49c7d84b99c4"}}
{"t":273.16,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationResponse","summary":"RES 6e5f49c7d84b99c4","fields":{"authenticationResponseParameter":"6e5f49c7d84b99c4"}}
{"t":280.078,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"SecurityModeCommand","summary":"EEA0, EIA2, KSI 0, imeisvRequested"}
{"t":280.107,"kind":"note","node":"phone","ue":"001010000000001","text":"Security Mode Command rejected: it replays other security capabilities than the phone sent"}
{"t":280.146,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"SecurityModeReject","summary":"EMM cause 23 (UE security capabilities mismatch)","fields":{"emmCause":23}}
{"t":280.793,"kind":"note","node":"mme","text":"Security Mode Reject, cause 23","ue":"001010000000001"}
# area
{"t":137.981,"kind":"state","node":"bts","machine":"S1","from":"down","to":"setting-up"}
{"t":138.11,"kind":"message","protocol":"s1ap","from":"bts","to":"mme","message":"S1SetupRequest","summary":"eNB 001-01 macro 0x0019b, name 'bts', TACs 0x0001 of 001-01"}
{"t":138.621,"kind":"message","protocol":"s1ap","from":"mme","to":"bts","message":"S1SetupResponse","summary":"name 'mvnolab-mme0', GUMMEIs of 001-01 MMEC 0x01","fields":{"servedGummeis.0.servedPlmns.0.mcc":"001","servedGummeis.0.servedPlmns.0.mnc":"01"}}
{"t":138.663,"kind":"state","node":"bts","machine":"S1","from":"setting-up","to":"up"}
{"t":139.415,"kind":"state","node":"far","machine":"S1","from":"down","to":"setting-up"}
{"t":139.491,"kind":"message","protocol":"s1ap","from":"far","to":"mme","message":"S1SetupRequest","summary":"eNB 001-01 macro 0x0019c, name 'far', TACs 0x0007 of 001-01"}
{"t":139.691,"kind":"note","node":"mme","text":"S1 Setup refused: none of 127.0.5.10's tracking areas is served"}
{"t":139.882,"kind":"message","protocol":"s1ap","from":"mme","to":"far","message":"S1SetupFailure","summary":"cause misc: unknown-PLMN, wait 10 s","fields":{"cause.group":"misc","cause.value":"unknown-PLMN"}}
{"t":140.067,"kind":"state","node":"far","machine":"S1","from":"setting-up","to":"refused"}
# usim-invalid
{"t":111.326,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":111.735,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":118.488,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"result 5001 (user unknown)","fields":{"result":"5001 (user unknown)"}}
{"t":118.916,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 8 (EPS services and non-EPS services not allowed)","fields":{"emmCause":8}}
{"t":119.08,"kind":"note","text":"second"}
# no-session
{"t":136.029,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":136.588,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":150.693,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND e0ff2d888d716327e136022120065004","fields":{"RAND":"e0ff2d888d716327e136022120065004"}}
{"t":151.503,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND e0ff2d888d716327e136022120065004, AUTN ad9e5e4f68ed8000e0e12b5df7fe03ab"}
{"t":151.532,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: accepted (SQN 32, highest accepted before 0)","fields":{"topic":"aka","rand":"e0ff2d888d716327e136022120065004","autn":"ad9e5e4f68ed8000e0e12b5df7fe03ab","amfField":"8000","mac":"e0e12b5df7fe03ab","xmac":"e0e12b5df7fe03ab","sqn":32,"sqnMs":0,"verdict":"accepted","res":"57fd406527c40de7"}}
{"t":151.566,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationResponse","summary":"RES 57fd406527c40de7","fields":{"authenticationResponseParameter":"57fd406527c40de7"}}
{"t":154.194,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"SecurityModeCommand","summary":"EEA0, EIA2, KSI 0, imeisvRequested"}
{"t":154.258,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"SecurityModeComplete","summary":"IMEISV 3520990051819601"}
{"t":154.928,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"UpdateLocationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":158.572,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"UpdateLocationAnswer","ue":"001010000000001","summary":"APN , UE-AMBR 1 Gbit/s down 1 Gbit/s up","fields":{"APN":""}}
{"t":159.076,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 42 (Severe network failure)","fields":{"emmCause":42}}
`;

/** The events of a situation. @throws when there is none of that name */
export function recorded(situation: string): TraceEvent[] {
  const [, text] = RECORDED.split(`\n# ${situation}\n`);
  if (text === undefined) throw new Error(`no situation ${situation}`);
  return text
    .split('\n# ')[0]!
    .trim()
    .split('\n')
    .map((line, i) => ({ v: 1, seq: i + 1, ...JSON.parse(line) }) as TraceEvent);
}
