import { ONE_PHONE, type Template } from './template.ts';

export const USAGE: Template = {
  about: 'a phone pings and transfers data, counted on both sides',
  text: name => `scenario: ${name}
title: Data flows both ways and is counted
tags: [usage]
requires: [user-plane]
${ONE_PHONE}
vars: { down: 2MB, up: 500kB }             # mvnolab run -e down=10MB
steps:
  - attach: { ue: phone }
  - ping: { ue: phone, to: gateway, count: 3 }
    expect: { step.received: 3 }
  - data: { ue: phone, down: "\${{ vars.down }}", up: "\${{ vars.up }}" }
    within: 20s
    expect:
      phone.usage.down: { gte: "\${{ vars.down }}" }
      phone.usage.up: { gte: "\${{ vars.up }}" }
`,
};

export const SIM_LIFE: Template = {
  about: 'a SIM is assigned, activated, suspended and deactivated, with a phone that sees it',
  text: name => `scenario: ${name}
title: The life of a SIM
tags: [sim, lifecycle]
requires: [inventory, database]
timeout: 60s
given:
  sims: { alice: { state: available } }
  bts:  { home: { plmn: 001-01, tac: 1 } }
  ues:  { phone: { sim: alice, bts: home } }
steps:
  - sim.assign: { sim: alice, customer: cust-42, plan: postpaid-s }
    expect: { alice.state: assigned, hss.alice: absent }
  - sim.activate: { sim: alice, msisdn: auto }
    within: 5s
    expect: { alice.state: active, hss.alice: present }
  - attach: { ue: phone }
  - detach: { ue: phone }
  - sim.suspend: { sim: alice, reason: lost }
    within: 10s
    expect: { alice.state: suspended }
  - attach: { ue: phone }
    outcome: rejected
    expect: { phone.reject.cause: present }
  - sim.resume: { sim: alice }
    expect: { alice.state: active }
  - sim.deactivate: { sim: alice }
    expect: { alice.state: deactivated, hss.alice: absent }
  - sim.activate: { sim: alice }           # an illegal transition: refused, with a stable code
    outcome: refused
    expect: { error.code: sim-state-conflict }
`,
};

export const FAULTS: Template = {
  about: 'a node of the core breaks at a chosen message, heals, and nothing stays broken',
  text: name => `scenario: ${name}
title: The HSS goes away in the middle of an attach, and comes back
tags: [resilience]
requires: [faults]                         # skipped, with the reason, in a lab that cannot do it
exclusive: [hss]                           # no other case with this word runs at the same time
timeout: 240s
lab: { speed: 10 }                         # lab time runs faster than the clock on the wall
${ONE_PHONE}
steps:
  - arm: { name: cut, before: AuthenticationRequest, do: { fault.pause: hss } }
  - attach: { ue: phone }
    outcome: { oneOf: [rejected, timeout] }
    within: 90s
    expect: { arm.cut.fired: 1 }
  - heal: { node: hss }                    # at the end every fault heals by itself
    within: 90s
    expect: { lab.hss.health: healthy }
  - attach: { ue: phone }
    within: 60s
`,
};
