import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { fromHex } from '../../bytes/index.ts';
import { encodeNasEps, encodeSecurityProtected } from './index.ts';
import { EMM } from './message-table.ts';
import { exportedPdus } from './testing/pcap.ts';
import { optionalRows, sample, TABLES } from './testing/samples.ts';

// Wireshark's dissectors as judge. It needs the Debian package tshark; written against version 4.0.

/** Elements that tshark 4.0 reports as extraneous: the first ones are newer than it, the last two it takes for TLV. */
const UNKNOWN_TO_TSHARK = new Set([
  'requestedImsiOffset',
  'negotiatedImsiOffset',
  'forbiddenTaisForRoaming',
  'forbiddenTaisForRegionalProvisionOfService',
  'lowerBoundTimerValue',
  'ueRequestType',
  'pagingRestriction',
  'epsAdditionalRequestResult',
  'ssCode',
  'lcsIndicator',
]);

/** The fields of each packet, several values of one joined by `|`. */
function dissect(dissector: string, pdus: readonly Uint8Array[], fields: readonly string[]): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-nas-'));
  try {
    const file = join(folder, 'nas.pcap');
    writeFileSync(file, exportedPdus(dissector, pdus));
    const columns = fields.flatMap(field => ['-e', field]);
    const args = ['-r', file, '-T', 'fields', '-E', 'separator=/t', '-E', 'aggregator=|', ...columns];
    const { status, stdout, stderr, error } = spawnSync('tshark', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (error !== undefined) throw new Error(`tshark does not run (Debian package tshark): ${error.message}`);
    if (status !== 0) throw new Error(`tshark: ${stderr}`);
    return stdout
      .replace(/\n$/, '')
      .split('\n')
      .map(line => line.split('\t'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const FAULTS = ['_ws.malformed', '_ws.expert.message', 'nas_eps.extraneous_data'] as const;

test('every message, with no, each and every optional element: nothing malformed, no complaint, the right type', t => {
  const cases = TABLES.flatMap(table => {
    const known = optionalRows(table).filter(row => !UNKNOWN_TO_TSHARK.has(row[1]));
    return [[], known, ...known.map(row => [row])].map(rows => ({
      name: `${table.message} ${rows.map(row => row[1]).join(' ')}`,
      emm: table.protocolDiscriminator === EMM,
      messageType: `0x${table.messageType.toString(16)}`,
      octets: encodeNasEps(sample(table, rows)),
    }));
  });
  t.true(cases.length > 350);
  const types = ['nas_eps.nas_msg_emm_type', 'nas_eps.nas_msg_esm_type'];
  const lines = dissect(
    'nas-eps_plain',
    cases.map(({ octets }) => octets),
    [...types, ...FAULTS],
  );
  t.is(lines.length, cases.length);
  cases.forEach(({ name, emm, messageType }, index) => {
    const [emmType = '', esmType = '', ...faults] = lines[index]!;
    t.is((emm ? emmType : esmType).split('|')[0], messageType, name);
    t.deepEqual(faults, ['', '', ''], name);
  });
});

test('a security header: the MAC and the sequence number are where they belong', t => {
  const nasMessage = encodeNasEps({ message: 'EmmStatus', emmCause: 101 });
  const messageAuthenticationCode = fromHex('01020304');
  const pdu = encodeSecurityProtected({
    securityHeaderType: 1,
    messageAuthenticationCode,
    sequenceNumber: 99,
    nasMessage,
  });
  const fields = ['nas_eps.security_header_type', 'nas_eps.msg_auth_code', 'nas_eps.seq_no', 'nas_eps.emm.cause'];
  t.deepEqual(dissect('nas-eps', [pdu], fields), [['1|0', '0x01020304', '99', '101']]);
  const request = encodeNasEps({ message: 'ServiceRequest', ksi: 3, sequenceNumber: 17, shortMac: fromHex('abcd') });
  const short = [
    'nas_eps.security_header_type',
    'nas_eps.emm.nas_key_set_id',
    'nas_eps.seq_no_short',
    'nas_eps.emm.short_mac',
  ];
  t.deepEqual(dissect('nas-eps', [request], short), [['12', '3', '17', '0xabcd']]);
});

/** What tshark reads in the sample values: the field of ours, the field of tshark's, its text. */
const READINGS: readonly (readonly [ours: string, theirs: string, value: string])[] = [
  ['epsMobileIdentity', 'e212.imsi', '001010123456789'],
  ['oldGuti', 'nas_eps.emm.mme_grp_id', '32769'],
  ['oldGuti', 'nas_eps.emm.mme_code', '2'],
  ['oldGuti', 'nas_eps.emm.m_tmsi', '3221225763'],
  ['lastVisitedRegisteredTai', 'nas_eps.emm.tai_tac', '4660'],
  ['locationAreaIdentification', 'gsm_a.lac', '0xfffe'],
  ['mobileIdentity', 'gsm_a.imei', '353490069873319'],
  ['imeisv', 'gsm_a.imeisv', '3534900698733191'],
  ['msNetworkCapability', 'gsm_a.gm.gmm.net_cap.gea3', '1'],
  ['msNetworkCapability', 'gsm_a.gm.gmm.net_cap.srvcc_to_geran', '1'],
  ['mobileStationClassmark2', 'gsm_a.A5_3_algorithm_sup', '1'],
  ['ueNetworkCapability', 'nas_eps.emm.lpp_cap', '1'],
  ['ueNetworkCapability', 'nas_eps.emm.dcnr_cap', '1'],
  ['replayedUeSecurityCapabilities', 'nas_eps.emm.gea3', '1'],
  ['replayedUeSecurityCapabilities', 'nas_eps.emm.uia1', '1'],
  ['selectedNasSecurityAlgorithms', 'nas_eps.emm.toc', '2'],
  ['selectedNasSecurityAlgorithms', 'nas_eps.emm.toi', '2'],
  ['t3324Value', 'gsm_a.gm.gmm.gprs_timer2_value', '9'],
  ['t3324Value', 'gsm_a.gm.gmm.gprs_timer2_unit', '2'],
  ['t3412ExtendedValue', 'gsm_a.gm.gmm.gprs_timer3_unit', '2'],
  ['drxParameter', 'gsm_a.gm.gmm.cn_spec_drx_cycle_len_coef', '7'],
  ['voiceDomainPreferenceAndUeUsageSetting', 'gsm_a.gm.gmm.voice_domain_pref_for_eutran', '3'],
  ['tmsiBasedNriContainer', 'gsm_a.gm.gmm.nri_cont_value', '0x0155'],
  ['emergencyNumberList', 'gsm_a.dtap.emergency_bcd_num', '110|1122'],
  ['extendedEmergencyNumberList', 'nas_eps.emm.ext_emerg_num_list.sub_serv_field', 'police.municipal'],
  ['fullNameForNetwork', 'gsm_a.dtap.text_string', 'mvnolab'],
  ['shortNameForNetwork', 'gsm_a.dtap.text_string', 'Мобил'],
  ['universalTimeAndLocalTimeZone', 'gsm_a.dtap.time_zone_time', 'Nov 22, 2026 13:05:59.000000000 UTC'],
  ['networkDaylightSavingTime', 'gsm_a.dtap.dst_adjustment', '1'],
  ['cli', 'gsm_a.dtap.clg_party_bcd_num', '49301234567'],
  ['cipheringKeyData', 'nas_eps.emm.ciph_key_data.validity_start_time', 'Nov 22, 2026 10:30:00.000000000 UTC'],
  ['cipheringKeyData', 'nas_eps.emm.ciph_key_data.pos_sib_type_3_1', '1'],
  ['ueAdditionalSecurityCapability', 'nas_eps.emm.5g_ia15', '1'],
  ['epsNetworkFeatureSupport', 'nas_eps.emm.cs_lcs', '1'],
  ['epsNetworkFeatureSupport', 'nas_eps.emm.iwkn26', '1'],
  ['accessPointName', 'gsm_a.gm.sm.apn', 'internet.mnc001.mcc001.gprs'],
  ['pdnAddress', 'nas_eps.esm.pdn_ipv4', '10.45.0.2'],
  ['pdnAddress', 'nas_eps.esm.pdn_ipv6_if_id', '0000000000000002'],
  ['epsQos', 'nas_eps.esm.qci', '1'],
  ['apnAmbr', 'nas_eps.esm.apn_ambr_dl_total', '1000000'],
  ['apnAmbr', 'nas_eps.esm.apn_ambr_ul_total', '50000'],
  ['extendedApnAmbr', 'nas_eps.esm.ext_apn_ambr_dl', '25000'],
  ['extendedApnAmbr', 'nas_eps.esm.ext_apn_ambr_dl_unit', '3'],
  ['extendedEpsQos', 'nas_eps.esm.ext_mbr_dl', '20000'],
  ['extendedEpsQos', 'nas_eps.esm.ext_gbr_dl', '55000'],
  ['tft', 'gsm_a.gm.sm.tft.port_high', '5100'],
  ['tft', 'gsm_a.gm.sm.tft.pkt_flt_dir', '3'],
  ['negotiatedQos', 'gsm_a.gm.sm.qos.max_bitrate_downl_ext', '74'],
  ['negotiatedQos', 'gsm_a.gm.sm.qos.traff_hdl_pri', '3'],
  ['headerCompressionConfiguration', 'nas_eps.esm.hdr_comp_config.prof_0102', '1'],
  ['remoteUeContextConnected', 'nas_eps.esm.remote_ue_context_list.ue_context.ipv4', '192.0.2.9'],
  ['remoteUeContextConnected', 'nas_eps.esm.remote_ue_context_list.ue_context.msisdn', '49301234'],
  ['remoteUeContextDisconnected', 'nas_eps.esm.remote_ue_context_list.ue_context.ipv6_prefix', '2001:db8:1:2::'],
  ['proseKeyManagementFunctionAddress', 'nas_eps.esm.pkmf.ipv4', '192.0.2.1'],
  ['servingPlmnRateControl', 'nas_eps.esm.serv_plmn_rate_ctrl_val', '10'],
];

test('tshark reads the values that we wrote', t => {
  const cases = READINGS.map(([ours]) => {
    const table = TABLES.find(candidate => candidate.rows.some(row => row[1] === ours))!;
    return sample(
      table,
      optionalRows(table).filter(row => row[1] === ours),
    );
  });
  const theirs = [...new Set(READINGS.map(([, field]) => field))];
  const lines = dissect('nas-eps_plain', cases.map(encodeNasEps), theirs);
  READINGS.forEach(([ours, field, value], index) => {
    t.is(lines[index]![theirs.indexOf(field)], value, `${ours} as ${field}`);
  });
});
