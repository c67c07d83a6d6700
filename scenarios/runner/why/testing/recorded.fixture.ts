import type { TraceEvent } from '../../../../emulator/vocabulary/index.ts';

/**
 * What the embedded core and its phones said in the situations that the why table explains: recorded from runs, without octets, carriers
 * and what no rule reads. Times are milliseconds since the start of each run; the IMSI is 001010000000001 in all of them.
 */
const RECORDED = `
# wrong-ki
{"t":218.242,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":220.843,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":231.051,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 8355dbaabac9db64ff373f0205473053","fields":{"result":"success","rand":"8355dbaabac9db64ff373f0205473053","autn":"336b4c5d19a98000d5bde0705448c771"}}
{"t":235.059,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND 8355dbaabac9db64ff373f0205473053, AUTN 336b4c5d19a98000d5bde0705448c771"}
{"t":235.149,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: mac-failure (MAC d5bde0705448c771, XMAC 5f59e67ac5c2ac7d)","fields":{"topic":"aka","rand":"8355dbaabac9db64ff373f0205473053","autn":"336b4c5d19a98000d5bde0705448c771","amfField":"8000","verdict":"mac-failure","mac":"d5bde0705448c771","xmac":"5f59e67ac5c2ac7d","sqn":281468672743598,"sqnMs":0}}
{"t":235.249,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationFailure","summary":"EMM cause 20 (MAC failure)","fields":{"emmCause":20}}
{"t":237.359,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationReject"}
# resync
{"t":127.631,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":128.61,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":134.887,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 4e37b932703ebc0863d85aa8f14d46d3","fields":{"result":"success","rand":"4e37b932703ebc0863d85aa8f14d46d3","autn":"24b9129316c9800019958045a3423ccd"}}
{"t":135.655,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND 4e37b932703ebc0863d85aa8f14d46d3, AUTN 24b9129316c9800019958045a3423ccd"}
{"t":135.716,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: synch-failure (SQN 32, highest accepted before 4096)","fields":{"topic":"aka","rand":"4e37b932703ebc0863d85aa8f14d46d3","autn":"24b9129316c9800019958045a3423ccd","amfField":"8000","verdict":"synch-failure","mac":"19958045a3423ccd","xmac":"19958045a3423ccd","sqn":32,"sqnMs":4096,"auts":"f4bf7bf32a7172dc396fca115268"}}
{"t":135.777,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationFailure","summary":"EMM cause 21 (Synch failure), AUTS f4bf7bf32a7172dc396fca115268","fields":{"emmCause":21}}
{"t":137.044,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01, resynchronisation, AUTS f4bf7bf32a7172dc396fca115268","fields":{"rand":"4e37b932703ebc0863d85aa8f14d46d3","auts":"f4bf7bf32a7172dc396fca115268"}}
{"t":140.341,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 1ae013c6e40d53bb31623a735f649aa9","fields":{"result":"success","rand":"1ae013c6e40d53bb31623a735f649aa9","autn":"4c32d3469366800096fb9a3fc4857620"}}
{"t":144.166,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 1, RAND 1ae013c6e40d53bb31623a735f649aa9, AUTN 4c32d3469366800096fb9a3fc4857620"}
{"t":144.27,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: accepted (SQN 4129, highest accepted before 4096)","fields":{"topic":"aka","rand":"1ae013c6e40d53bb31623a735f649aa9","autn":"4c32d3469366800096fb9a3fc4857620","amfField":"8000","verdict":"accepted","mac":"96fb9a3fc4857620","xmac":"96fb9a3fc4857620","sqn":4129,"sqnMs":4096,"res":"9ab371444c3ff601"}}
{"t":144.318,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationResponse","summary":"RES 9ab371444c3ff601","fields":{"authenticationResponseParameter":"9ab371444c3ff601"}}
# forged-auts
{"t":125.773,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":126.392,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":135.769,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND bd270e20bcc880546df651075b76810e","fields":{"result":"success","rand":"bd270e20bcc880546df651075b76810e","autn":"cd3619baa9b48000c75f259b98599efe"}}
{"t":136.611,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND bd270e20bcc880546df651075b76810e, AUTN cd3619baa9b48000c75f259b98599efe"}
{"t":136.644,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: synch-failure (SQN 32, highest accepted before 4096)","fields":{"topic":"aka","rand":"bd270e20bcc880546df651075b76810e","autn":"cd3619baa9b48000c75f259b98599efe","amfField":"8000","verdict":"synch-failure","mac":"c75f259b98599efe","xmac":"c75f259b98599efe","sqn":32,"sqnMs":4096,"auts":"009a41e11cbae92930b302c5de25"}}
{"t":136.687,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationFailure","summary":"EMM cause 21 (Synch failure), AUTS 009a41e11cbae92930b302c5de25","fields":{"emmCause":21}}
{"t":137.209,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01, resynchronisation, AUTS 009a41e11cbae92930b302c5de25","fields":{"rand":"bd270e20bcc880546df651075b76810e","auts":"009a41e11cbae92930b302c5de25"}}
{"t":139.825,"kind":"note","node":"hss","text":"resynchronisation: MAC-S is wrong","ue":"001010000000001"}
{"t":139.865,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"result 4181 (authentication data unavailable)","fields":{"result":"error","resultCode":4181}}
{"t":140.597,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 17 (Network failure)","fields":{"emmCause":17}}
# separation-bit
{"t":122.829,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":123.399,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":132.742,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND db7702d5fd4e2c491cfa2bc3f08b1124","fields":{"result":"success","rand":"db7702d5fd4e2c491cfa2bc3f08b1124","autn":"83dd9b81d5f10000a04d9bb16d82fc4b"}}
{"t":133.561,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND db7702d5fd4e2c491cfa2bc3f08b1124, AUTN 83dd9b81d5f10000a04d9bb16d82fc4b"}
{"t":133.608,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: separation-bit (SQN 32, highest accepted before 0)","fields":{"topic":"aka","rand":"db7702d5fd4e2c491cfa2bc3f08b1124","autn":"83dd9b81d5f10000a04d9bb16d82fc4b","amfField":"0000","verdict":"separation-bit","mac":"a04d9bb16d82fc4b","xmac":"a04d9bb16d82fc4b","sqn":32,"sqnMs":0}}
{"t":133.647,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationFailure","summary":"EMM cause 26 (Non-EPS authentication unacceptable)","fields":{"emmCause":26}}
{"t":140.841,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationReject"}
# autn-amf
{"t":144.386,"kind":"note","text":"fault hss-wrong-vector: on"}
{"t":144.779,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":145.632,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":161.018,"kind":"note","text":"fault hss-wrong-vector: acted","ue":"001010000000001"}
{"t":161.073,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 990512e3755802650689e850c9e3ffcd","fields":{"result":"success","rand":"990512e3755802650689e850c9e3ffcd","autn":"0ac0ea3bca42000044650b54d0918cc0"}}
{"t":161.985,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND 990512e3755802650689e850c9e3ffcd, AUTN 0ac0ea3bca42000044650b54d0918cc0"}
{"t":162.018,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: mac-failure (MAC 44650b54d0918cc0, XMAC a61aed8f6951429a)","fields":{"topic":"aka","rand":"990512e3755802650689e850c9e3ffcd","autn":"0ac0ea3bca42000044650b54d0918cc0","amfField":"0000","verdict":"mac-failure","mac":"44650b54d0918cc0","xmac":"a61aed8f6951429a","sqn":32,"sqnMs":0}}
{"t":162.052,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationFailure","summary":"EMM cause 20 (MAC failure)","fields":{"emmCause":20}}
{"t":163.05,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationReject"}
# autn-mac
{"t":187.449,"kind":"note","text":"fault hss-wrong-vector: on"}
{"t":187.861,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":190.998,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":197.078,"kind":"note","text":"fault hss-wrong-vector: acted","ue":"001010000000001"}
{"t":197.107,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 4d81871633490324110d512d964790df","fields":{"result":"success","rand":"4d81871633490324110d512d964790df","autn":"0d3323a1d1be80009389fedad0ffd385"}}
{"t":197.863,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND 4d81871633490324110d512d964790df, AUTN 0d3323a1d1be80009389fedad0ffd385"}
{"t":197.892,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: mac-failure (MAC 9389fedad0ffd385, XMAC 9389fedad0ffd384)","fields":{"topic":"aka","rand":"4d81871633490324110d512d964790df","autn":"0d3323a1d1be80009389fedad0ffd385","amfField":"8000","verdict":"mac-failure","mac":"9389fedad0ffd385","xmac":"9389fedad0ffd384","sqn":32,"sqnMs":0}}
{"t":197.92,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationFailure","summary":"EMM cause 20 (MAC failure)","fields":{"emmCause":20}}
{"t":199.493,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationReject"}
# wrong-res
{"t":224.738,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":225.408,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":235.582,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 09f0dfdfb90b8f7396b2a61d19415a7c","fields":{"result":"success","rand":"09f0dfdfb90b8f7396b2a61d19415a7c","autn":"885a17adf28b80000c80ed51e0058bbb"}}
{"t":236.345,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND 09f0dfdfb90b8f7396b2a61d19415a7c, AUTN 885a17adf28b80000c80ed51e0058bbb"}
{"t":236.37,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: accepted (SQN 32, highest accepted before 0)","fields":{"topic":"aka","rand":"09f0dfdfb90b8f7396b2a61d19415a7c","autn":"885a17adf28b80000c80ed51e0058bbb","amfField":"8000","verdict":"accepted","mac":"0c80ed51e0058bbb","xmac":"0c80ed51e0058bbb","sqn":32,"sqnMs":0,"res":"60f86de0ca69496e"}}
{"t":236.394,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationResponse","summary":"RES 60f86de0ca69496e","fields":{"authenticationResponseParameter":"60f86de0ca69496e"}}
{"t":236.944,"kind":"note","node":"mme","text":"authentication: RES differs from XRES","ue":"001010000000001"}
{"t":237.229,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationReject"}
# unknown-imsi
{"t":219.468,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":228.495,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":237.915,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"result 5001 (user unknown)","fields":{"result":"error","resultCode":5001}}
{"t":238.77,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 8 (EPS services and non-EPS services not allowed)","fields":{"emmCause":8}}
# unknown-apn
{"t":199.637,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4, ESM information later)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":200.125,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":205.795,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 4bfae35ae2d291a9887d1a93922f0aca","fields":{"result":"success","rand":"4bfae35ae2d291a9887d1a93922f0aca","autn":"22d095f2b46b80001ce60387093ca17b"}}
{"t":206.453,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND 4bfae35ae2d291a9887d1a93922f0aca, AUTN 22d095f2b46b80001ce60387093ca17b"}
{"t":206.476,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: accepted (SQN 32, highest accepted before 0)","fields":{"topic":"aka","rand":"4bfae35ae2d291a9887d1a93922f0aca","autn":"22d095f2b46b80001ce60387093ca17b","amfField":"8000","verdict":"accepted","mac":"1ce60387093ca17b","xmac":"1ce60387093ca17b","sqn":32,"sqnMs":0,"res":"d94a55d56eb6051c"}}
{"t":206.497,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationResponse","summary":"RES d94a55d56eb6051c","fields":{"authenticationResponseParameter":"d94a55d56eb6051c"}}
{"t":207.259,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"SecurityModeCommand","summary":"EEA0, EIA2, KSI 0, imeisvRequested"}
{"t":207.351,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"SecurityModeComplete","summary":"IMEISV 3520990083613501"}
{"t":207.641,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"UpdateLocationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":214.011,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"UpdateLocationAnswer","ue":"001010000000001","summary":"APN internet, UE-AMBR 1 Gbit/s down 1 Gbit/s up","fields":{"result":"success","apn":"internet"}}
{"t":214.835,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"EsmInformationRequest"}
{"t":214.94,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"EsmInformationResponse","summary":"APN corporate","fields":{"accessPointName":"corporate"}}
{"t":215.707,"kind":"note","node":"mme","text":"APN 'corporate' is not in the subscription","ue":"001010000000001"}
{"t":217.61,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 19 (ESM failure), PDN connectivity reject (ESM cause 27 (Missing or unknown APN))","fields":{"emmCause":19,"esm.message":"PdnConnectivityReject","esm.esmCause":27}}
{"t":217.642,"kind":"note","node":"phone","ue":"001010000000001","text":"AttachReject ignored: it is not integrity protected (TS 24.301 §4.4.4.2)"}
# pdn-type
{"t":324.856,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv6)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv6"}}
{"t":327.464,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":344.129,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 0989a6f33a53c70ce522cf66841db722","fields":{"result":"success","rand":"0989a6f33a53c70ce522cf66841db722","autn":"6fb6c0fcb1cf80005fa9767b2ebfc582"}}
{"t":344.948,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND 0989a6f33a53c70ce522cf66841db722, AUTN 6fb6c0fcb1cf80005fa9767b2ebfc582"}
{"t":344.972,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: accepted (SQN 32, highest accepted before 0)","fields":{"topic":"aka","rand":"0989a6f33a53c70ce522cf66841db722","autn":"6fb6c0fcb1cf80005fa9767b2ebfc582","amfField":"8000","verdict":"accepted","mac":"5fa9767b2ebfc582","xmac":"5fa9767b2ebfc582","sqn":32,"sqnMs":0,"res":"80b115471fbc93d6"}}
{"t":344.995,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationResponse","summary":"RES 80b115471fbc93d6","fields":{"authenticationResponseParameter":"80b115471fbc93d6"}}
{"t":347.23,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"SecurityModeCommand","summary":"EEA0, EIA2, KSI 0, imeisvRequested"}
{"t":347.281,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"SecurityModeComplete","summary":"IMEISV 3520990020384901"}
{"t":347.702,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"UpdateLocationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":356.45,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"UpdateLocationAnswer","ue":"001010000000001","summary":"APN internet, UE-AMBR 1 Gbit/s down 1 Gbit/s up","fields":{"result":"success","apn":"internet"}}
{"t":357.567,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 19 (ESM failure), PDN connectivity reject (ESM cause 28 (Unknown PDN type))","fields":{"emmCause":19,"esm.message":"PdnConnectivityReject","esm.esmCause":28}}
{"t":357.591,"kind":"note","node":"phone","ue":"001010000000001","text":"AttachReject ignored: it is not integrity protected (TS 24.301 §4.4.4.2)"}
# gateway-refuses
{"t":160.464,"kind":"note","text":"fault gateway-refuses: on"}
{"t":160.876,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":161.54,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":167.297,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND d019a1cdccd1bd16bd572b932ba5efff","fields":{"result":"success","rand":"d019a1cdccd1bd16bd572b932ba5efff","autn":"007b625a625d8000101b9d834cce3394"}}
{"t":167.95,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND d019a1cdccd1bd16bd572b932ba5efff, AUTN 007b625a625d8000101b9d834cce3394"}
{"t":167.975,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: accepted (SQN 32, highest accepted before 0)","fields":{"topic":"aka","rand":"d019a1cdccd1bd16bd572b932ba5efff","autn":"007b625a625d8000101b9d834cce3394","amfField":"8000","verdict":"accepted","mac":"101b9d834cce3394","xmac":"101b9d834cce3394","sqn":32,"sqnMs":0,"res":"421f52fea9f7f94a"}}
{"t":167.996,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationResponse","summary":"RES 421f52fea9f7f94a","fields":{"authenticationResponseParameter":"421f52fea9f7f94a"}}
{"t":168.947,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"SecurityModeCommand","summary":"EEA0, EIA2, KSI 0, imeisvRequested"}
{"t":168.988,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"SecurityModeComplete","summary":"IMEISV 3520990004814001"}
{"t":169.548,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"UpdateLocationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":176.151,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"UpdateLocationAnswer","ue":"001010000000001","summary":"APN internet, UE-AMBR 1 Gbit/s down 1 Gbit/s up","fields":{"result":"success","apn":"internet"}}
{"t":176.196,"kind":"message","protocol":"gtpv2","from":"mme","to":"gateway","message":"CreateSessionRequest","ue":"001010000000001","summary":"APN internet, EBI 5","fields":{"apn":"internet","pdnType":"ipv4"}}
{"t":176.201,"kind":"note","text":"fault gateway-refuses: acted","ue":"001010000000001"}
{"t":176.216,"kind":"message","protocol":"gtpv2","from":"gateway","to":"mme","message":"CreateSessionResponse","ue":"001010000000001","summary":"EBI 5, cause 84 (all dynamic addresses are occupied)","fields":{"cause":84}}
{"t":176.22,"kind":"note","node":"mme","text":"the gateway refused the session: GTP cause 84","ue":"001010000000001"}
{"t":176.238,"kind":"message","protocol":"gtpv2","from":"mme","to":"gateway","message":"DeleteSessionRequest","ue":"001010000000001","summary":"EBI 5"}
{"t":176.293,"kind":"message","protocol":"gtpv2","from":"gateway","to":"mme","message":"DeleteSessionResponse","ue":"001010000000001","summary":"EBI 5, cause 64 (context not found)","fields":{"cause":64}}
{"t":176.886,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 17 (Network failure), PDN connectivity reject (ESM cause 38 (Network failure))","fields":{"emmCause":17,"esm.message":"PdnConnectivityReject","esm.esmCause":38}}
{"t":176.911,"kind":"note","node":"phone","ue":"001010000000001","text":"AttachReject ignored: it is not integrity protected (TS 24.301 §4.4.4.2)"}
# hss-unreachable
{"t":156.465,"kind":"note","text":"fault hss-unreachable: on"}
{"t":156.82,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":157.714,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":157.724,"kind":"note","text":"fault hss-unreachable: acted","ue":"001010000000001"}
{"t":157.74,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"unreachable","fields":{"result":"unreachable"}}
{"t":158.168,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 15 (No suitable cells in tracking area)","fields":{"emmCause":15}}
# hss-silent
{"t":138.52,"kind":"note","text":"fault hss-silent: on"}
{"t":138.905,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":139.554,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":139.563,"kind":"note","text":"fault hss-silent: acted","ue":"001010000000001"}
# no-algorithm
{"t":185.78,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"0","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":190.147,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 23 (UE security capabilities mismatch)","fields":{"emmCause":23}}
# kasme
{"t":196.736,"kind":"note","text":"fault hss-wrong-vector: on"}
{"t":197.15,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":197.796,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":208.848,"kind":"note","text":"fault hss-wrong-vector: acted","ue":"001010000000001"}
{"t":208.891,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 190ff069d99b598c7fa42714c05e2bb8","fields":{"result":"success","rand":"190ff069d99b598c7fa42714c05e2bb8","autn":"c2525e5c6bf380004240d85d0eff3db2"}}
{"t":209.717,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND 190ff069d99b598c7fa42714c05e2bb8, AUTN c2525e5c6bf380004240d85d0eff3db2"}
{"t":209.75,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: accepted (SQN 32, highest accepted before 0)","fields":{"topic":"aka","rand":"190ff069d99b598c7fa42714c05e2bb8","autn":"c2525e5c6bf380004240d85d0eff3db2","amfField":"8000","verdict":"accepted","mac":"4240d85d0eff3db2","xmac":"4240d85d0eff3db2","sqn":32,"sqnMs":0,"res":"b13f30267f35b154"}}
{"t":209.785,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationResponse","summary":"RES b13f30267f35b154","fields":{"authenticationResponseParameter":"b13f30267f35b154"}}
{"t":212.801,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"SecurityModeCommand","summary":"EEA0, EIA2, KSI 0, imeisvRequested"}
{"t":212.829,"kind":"note","node":"phone","ue":"001010000000001","text":"Security Mode Command rejected: its MAC does not prove the keys (mac)"}
{"t":212.948,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"SecurityModeReject","summary":"EMM cause 24 (Security mode rejected, unspecified)","fields":{"emmCause":24}}
{"t":213.522,"kind":"note","node":"mme","text":"Security Mode Reject, cause 24","ue":"001010000000001"}
# drop-attach
{"t":198.002,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":198.057,"kind":"note","node":"phone","ue":"001010000000001","text":"tampering: uplink AttachRequest: drop"}
# drop-autn
{"t":190.235,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":191.66,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":200.148,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND 3516137b91ddee6f396ffb9bb15fa7bf","fields":{"result":"success","rand":"3516137b91ddee6f396ffb9bb15fa7bf","autn":"2a935140ab4580005977dfb31f3db96b"}}
{"t":200.803,"kind":"note","node":"phone","ue":"001010000000001","text":"tampering: downlink AuthenticationRequest: drop"}
# bidding-down
{"t":195.248,"kind":"note","text":"fault alter-capabilities: on"}
{"t":195.558,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":196.053,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":205.206,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND cf80b0cbe9a489df829cf4c07f3955be","fields":{"result":"success","rand":"cf80b0cbe9a489df829cf4c07f3955be","autn":"a484ef14420880002a04ba67276e33d7"}}
{"t":205.878,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND cf80b0cbe9a489df829cf4c07f3955be, AUTN a484ef14420880002a04ba67276e33d7"}
{"t":205.9,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: accepted (SQN 32, highest accepted before 0)","fields":{"topic":"aka","rand":"cf80b0cbe9a489df829cf4c07f3955be","autn":"a484ef14420880002a04ba67276e33d7","amfField":"8000","verdict":"accepted","mac":"2a04ba67276e33d7","xmac":"2a04ba67276e33d7","sqn":32,"sqnMs":0,"res":"6e5f49c7d84b99c4"}}
{"t":205.917,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationResponse","summary":"RES 6e5f49c7d84b99c4","fields":{"authenticationResponseParameter":"6e5f49c7d84b99c4"}}
{"t":206.724,"kind":"note","text":"fault alter-capabilities: acted","ue":"001010000000001"}
{"t":207.217,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"SecurityModeCommand","summary":"EEA0, EIA2, KSI 0, imeisvRequested"}
{"t":207.246,"kind":"note","node":"phone","ue":"001010000000001","text":"Security Mode Command rejected: it replays other security capabilities than the phone sent"}
{"t":207.299,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"SecurityModeReject","summary":"EMM cause 23 (UE security capabilities mismatch)","fields":{"emmCause":23}}
{"t":207.657,"kind":"note","node":"mme","text":"Security Mode Reject, cause 23","ue":"001010000000001"}
# area
{"t":132.204,"kind":"state","node":"bts","machine":"S1","from":"down","to":"setting-up"}
{"t":132.307,"kind":"message","protocol":"s1ap","from":"bts","to":"mme","message":"S1SetupRequest","summary":"eNB 001-01 macro 0x0019b, name 'bts', TACs 0x0001 of 001-01"}
{"t":136.012,"kind":"message","protocol":"s1ap","from":"mme","to":"bts","message":"S1SetupResponse","summary":"name 'mvnolab-mme0', GUMMEIs of 001-01 MMEC 0x01","fields":{"servedGummeis.0.servedPlmns.0.mcc":"001","servedGummeis.0.servedPlmns.0.mnc":"01"}}
{"t":136.06,"kind":"state","node":"bts","machine":"S1","from":"setting-up","to":"up"}
{"t":137.261,"kind":"state","node":"far","machine":"S1","from":"down","to":"setting-up"}
{"t":137.329,"kind":"message","protocol":"s1ap","from":"far","to":"mme","message":"S1SetupRequest","summary":"eNB 001-01 macro 0x0019c, name 'far', TACs 0x0007 of 001-01"}
{"t":137.508,"kind":"note","node":"mme","text":"S1 Setup refused: none of 127.0.5.10's tracking areas is served"}
{"t":137.674,"kind":"message","protocol":"s1ap","from":"mme","to":"far","message":"S1SetupFailure","summary":"cause misc: unknown-PLMN, wait 10 s","fields":{"cause.group":"misc","cause.value":"unknown-PLMN"}}
{"t":137.825,"kind":"state","node":"far","machine":"S1","from":"setting-up","to":"refused"}
# usim-invalid
{"t":146.486,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":146.853,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":166.883,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"result 5001 (user unknown)","fields":{"result":"error","resultCode":5001}}
{"t":167.513,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 8 (EPS services and non-EPS services not allowed)","fields":{"emmCause":8}}
{"t":167.727,"kind":"note","text":"second"}
# no-session
{"t":174.871,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AttachRequest","summary":"epsAttach, IMSI 001010000000001, no key, PDN connectivity request (initialRequest, ipv4)","fields":{"ueNetworkCapability.eia":"1,2,3","esm.message":"PdnConnectivityRequest","esm.pdnType":"ipv4"}}
{"t":175.71,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"AuthenticationInformationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":190.539,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"AuthenticationInformationAnswer","ue":"001010000000001","summary":"RAND e0ff2d888d716327e136022120065004","fields":{"result":"success","rand":"e0ff2d888d716327e136022120065004","autn":"ad9e5e4f68ed8000e0e12b5df7fe03ab"}}
{"t":196.131,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AuthenticationRequest","summary":"KSI 0, RAND e0ff2d888d716327e136022120065004, AUTN ad9e5e4f68ed8000e0e12b5df7fe03ab"}
{"t":196.183,"kind":"note","node":"phone","ue":"001010000000001","text":"USIM: accepted (SQN 32, highest accepted before 0)","fields":{"topic":"aka","rand":"e0ff2d888d716327e136022120065004","autn":"ad9e5e4f68ed8000e0e12b5df7fe03ab","amfField":"8000","verdict":"accepted","mac":"e0e12b5df7fe03ab","xmac":"e0e12b5df7fe03ab","sqn":32,"sqnMs":0,"res":"57fd406527c40de7"}}
{"t":196.236,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"AuthenticationResponse","summary":"RES 57fd406527c40de7","fields":{"authenticationResponseParameter":"57fd406527c40de7"}}
{"t":205.563,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"SecurityModeCommand","summary":"EEA0, EIA2, KSI 0, imeisvRequested"}
{"t":205.652,"kind":"message","protocol":"nas-eps","from":"phone","to":"mme","ue":"001010000000001","message":"SecurityModeComplete","summary":"IMEISV 3520990051819601"}
{"t":209.37,"kind":"message","protocol":"s6a","from":"mme","to":"hss","message":"UpdateLocationRequest","ue":"001010000000001","summary":"visited PLMN 001-01"}
{"t":215.275,"kind":"message","protocol":"s6a","from":"hss","to":"mme","message":"UpdateLocationAnswer","ue":"001010000000001","summary":"APN , UE-AMBR 1 Gbit/s down 1 Gbit/s up","fields":{"result":"success","apn":""}}
{"t":215.835,"kind":"message","protocol":"nas-eps","from":"mme","to":"phone","ue":"001010000000001","message":"AttachReject","summary":"EMM cause 42 (Severe network failure)","fields":{"emmCause":42}}
{"t":215.851,"kind":"note","node":"phone","ue":"001010000000001","text":"AttachReject ignored: it is not integrity protected (TS 24.301 §4.4.4.2)"}
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
