import { ONE_PHONE, type Template } from './template.ts';

export const ATTACH: Template = {
  about: 'a phone attaches, is seen by the network and the database, and detaches',
  text: name => `scenario: ${name}
title: A phone attaches and detaches
notes: |
  What a reader should know before: shown in reports, and by mvnolab plan.
tags: [smoke, attach]
requires: [database]
timeout: 30s
${ONE_PHONE}
steps:
  - attach: { ue: phone }
    note: The network proves itself first (AUTN); only then does the card answer (RES).
    within: 10s
    expect:
      phone.emm: registered
      phone.pdn.internet.ip: present
      aka: { autn_valid: true, kasme_match: true }
      hss.alice.sqn: { delta: 32 }         # compared with what it was before the step
      flow:                                # in this order; other messages may come between
        - phone > mme: AttachRequest
        - mme > phone: AuthenticationRequest
        - phone > mme: { msg: AuthenticationResponse, has: { res: "\${{ aka.alice.xres }}" } }
        - mme > phone: AttachAccept
        - phone > mme: AttachComplete
      flow.absent: [AttachReject]
  - detach: { ue: phone }
    expect: { phone.emm: deregistered }
`,
};

export const REJECT: Template = {
  about: 'the network refuses an attach, and says why',
  text: name => `scenario: ${name}
title: A SIM that the HSS does not know is refused
tags: [attach, reject]
requires: [inventory, database]
given:
  sims: { alice: { state: available } }    # in the inventory, not in the HSS
  bts:  { home: { plmn: 001-01, tac: 1 } }
  ues:  { phone: { sim: alice, bts: home } }
steps:
  - attach: { ue: phone }
    outcome: rejected                      # without this line the step expects an attach
    expect:
      hss.alice: absent
      phone.emm: deregistered
      phone.reject.cause: unknown-subscriber   # 8 or 11, as the core's release has it; a number does too
      flow:
        - phone > mme: AttachRequest
        - mme > phone: AttachReject
      flow.absent: [AuthenticationRequest]
`,
};

export const AUTHENTICATION: Template = {
  about: 'what card and network do when keys or sequence numbers do not agree',
  text: name => `suite: ${name}
title: Card and network do not agree
tags: [aka]
given:                                     # made anew for every case
  sims: { alice: { sqn: "000000000020" } }
  bts:  { home: { plmn: 001-01, tac: 1 } }
  ues:  { phone: { sim: alice, bts: home } }
cases:
  wrong-ki:
    title: A wrong Ki on the card
    steps:
      - tamper: { ue: phone, ki: flip-bit(0) }   # the card's side only
      - attach: { ue: phone }
        outcome: rejected
        expect:
          flow:
            - phone > mme: { msg: AuthenticationFailure, has: { cause: mac-failure } }
            - mme > phone: AuthenticationReject
          flow.absent: [SecurityModeCommand]
  old-sqn:
    title: The card is ahead; it heals itself
    steps:
      - tamper: { ue: phone, sqn_ms: "000000001000" }
      - attach: { ue: phone }
        expect:
          flow:
            - phone > mme: { msg: AuthenticationFailure, has: { cause: synch-failure, auts: present } }
            - mme > phone: AuthenticationRequest
            - phone > mme: AuthenticationResponse
`,
};
