import { ONE_PHONE, type Template } from './template.ts';

export const SUITE: Template = {
  about: 'several cases that share fixtures, tags and a teardown',
  text: name => `suite: ${name}
title: What the cases have in common
tags: [attach]
timeout: 30s
${ONE_PHONE}
cases:
  detach:
    title: The phone leaves by itself
    tags: [smoke]                          # added to those of the suite
    steps:
      - attach: { ue: phone }
      - detach: { ue: phone }
        expect:
          phone.emm: deregistered
          flow: [phone > mme: DetachRequest]
  again:
    title: A second attach is as good as the first
    steps:
      - repeat:
          times: 2
          steps:
            - attach: { ue: phone }
            - ping: { ue: phone, to: gateway }
              expect: { step.received: { gte: 1 } }
            - detach: { ue: phone }
    requires: [user-plane]
`,
};

export const MATRIX: Template = {
  about: 'one case for each combination of values',
  text: name => `scenario: ${name}
title: "A session of type \${{ matrix.type }}, attached by \${{ matrix.identity }}"
tags: [session]
matrix:                                    # file: rows.csv takes rows from a CSV file
  type: [ipv4, ipv6, ipv4v6]
  identity: [imsi, guti]
  exclude: [{ type: ipv6, identity: guti }]  # include: adds rows
requires: [ipv6]
given:
  sims: { alice: {} }
  bts:  { home: { plmn: 001-01, tac: 1 } }
  ues:  { phone: { sim: alice, bts: home, pdn_type: "\${{ matrix.type }}" } }
steps:
  - attach: { ue: phone }
  - detach: { ue: phone }
  - attach: { ue: phone, identity: "\${{ matrix.identity }}" }
    expect:
      phone.pdn.internet.type: "\${{ matrix.type }}"
      flow: [phone > mme: { msg: AttachRequest, has: { identity: "\${{ matrix.identity }}" } }]
`,
};

export const FRAGMENT: Template = {
  about: 'steps with parameters that scenarios use, here and in other files',
  text: name => `fragment: ${name}-attach
title: A phone attaches and reaches the gateway
parameters:
  ue: { about: the phone }
  pings: { about: how many, default: 1 }
steps:
  - attach: { ue: "\${{ vars.ue }}" }
  - ping: { ue: "\${{ vars.ue }}", to: gateway, count: "\${{ vars.pings }}" }
    expect: { step.received: "\${{ vars.pings }}" }
---
scenario: ${name}
title: A fragment at work
tags: [usage]
requires: [user-plane]
${ONE_PHONE}
steps:
  - use: { file: "#${name}-attach", with: { ue: phone, pings: 2 } }   # other files: file: path.yaml
  - detach: { ue: phone }
`,
};
