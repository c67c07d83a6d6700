/** The sample run as it must look; each was looked at on a terminal when it was recorded. */

export const NARROW = `
          run 8f2c · core embedded · mvnolab 0.1.0 · 2026-11-22T03:00:00.000Z ·
          seed 42
          ╭───────╮    ╭─────╮              ╭─────╮          ╭─────╮ ╭─────────╮
      ms  │ phone │    │ bts │              │ mme │          │ hss │ │ gateway │
          ╰───┬───╯    ╰──┬──╯              ╰──┬──╯          ╰──┬──╯ ╰────┬────╯
     0.4      │           ├─ S1SetupRequest ──►│                │         │
              │           │ TAC 1, PLMN 001-01 │                │         │
     1.9      │           │◄─ S1SetupResponse ─┤                │         │
              │           │ mvnolab-mme        │                │         │
     2.0      ◆  EMM DEREGISTERED → REGISTERED-INITIATED        │         │
     2.3      ├──────── AttachRequest ────────►│                │         │
              │ IMSI 001010000000001, EPS attach, EEA0 EEA1 EEA2, EIA1 EIA2 EIA3
     2.9      │           │                    ├─ AuthInfoReq ─►│         │
     4.6      │◄──── AuthenticationRequest ────┤                │         │
              │ KSI 0     │                    │                │         │
     5.3      ├─── AuthenticationResponse ────►│                │         │
              │ RES 8 octets                   │                │         │
     6.4      ├════ SecurityModeComplete ═════►│                │         │
              │ IMEISV 3536090000000101        │                │         │
    12.9      ├───────────┼────────── EchoRequest ──────────────┼────────►│
    13.4      │  10.45.0.2  ↑ 1 packet, 84 octets  ↓ 1 packet, 84 octets  ◆
  +2.0 s      ┊           ┊                    ┊                ┊         ┊
  2020.0      ├╌╌╌╌╌╌╌╌ DetachRequest ╌╌╌╌╌╌╌╌✗│                │         │
              │ dropped   │                    │                │         │
  2021.0      │◄──────── AttachReject ─────────┤                │         │
              │ cause 8 (EPS services and non-EPS services not allowed)   │
  2022.0  ▸ 3 of 3 pings answered
  2022.5  ✗ core-crashed: the MME ended with exit code 139
          see logs/mme.log
              ╵           ╵                    ╵                ╵         ╵
  2023.0  ✗ attach failed: no AttachAccept
  2023.0  ▸ capture runs/8f2c/run.pcapng
`.slice(1);

export const ASCII = `
          run 8f2c - core embedded - mvnolab 0.1.0 - 2026-11-22T03:00:00.000Z -
          seed 42
          +-------+    +-----+              +-----+          +-----+ +---------+
      ms  | phone |    | bts |              | mme |          | hss | | gateway |
          +---+---+    +--+--+              +--+--+          +--+--+ +----+----+
     0.4      |           |- S1SetupRequest -->|                |         |
              |           | TAC 1, PLMN 001-01 |                |         |
     1.9      |           |<- S1SetupResponse -|                |         |
              |           | mvnolab-mme        |                |         |
     2.0      o  EMM DEREGISTERED -> REGISTERED-INITIATED       |         |
     2.3      |-------- AttachRequest -------->|                |         |
              | IMSI 001010000000001, EPS attach, EEA0 EEA1 EEA2, EIA1 EIA2 EIA3
     2.9      |           |                    |- AuthInfoReq ->|         |
     4.6      |<---- AuthenticationRequest ----|                |         |
              | KSI 0     |                    |                |         |
     5.3      |--- AuthenticationResponse ---->|                |         |
              | RES 8 octets                   |                |         |
     6.4      |==== SecurityModeComplete =====>|                |         |
              | IMEISV 3536090000000101        |                |         |
    12.9      |-----------+---------- EchoRequest --------------+-------->|
    13.4     10.45.0.2  up 1 packet, 84 octets  down 1 packet, 84 octets  o
  +2.0 s      :           :                    :                :         :
  2020.0      |........ DetachRequest ........x|                |         |
              | dropped   |                    |                |         |
  2021.0      |<-------- AttachReject ---------|                |         |
              | cause 8 (EPS services and non-EPS services not allowed)   |
  2022.0  * 3 of 3 pings answered
  2022.5  x core-crashed: the MME ended with exit code 139
          see logs/mme.log
              |           |                    |                |         |
  2023.0  x attach failed: no AttachAccept
  2023.0  * capture runs/8f2c/run.pcapng
`.slice(1);

/** Without HSS and gateway there is room for the facts beside the ladder. */
export const BESIDE = `
          run 8f2c · core embedded · mvnolab 0.1.0 · 2026-11-22T03:00:00.000Z · seed 42
          ╭───────╮ ╭─────╮               ╭─────╮
      ms  │ phone │ │ bts │               │ mme │
          ╰───┬───╯ ╰──┬──╯               ╰──┬──╯
     0.4      │        ├── S1SetupRequest ──►│    TAC 1, PLMN 001-01
     1.9      │        │◄─ S1SetupResponse ──┤    mvnolab-mme
     2.0      ◆  EMM DEREGISTERED → REGISTERED-INITIATED
     2.2      │        ├─ InitialUEMessage ─►│
     2.3      ├─────── AttachRequest ───────►│    IMSI 001010000000001, EPS attach, EEA0 EEA1 EEA2,
              │        │                     │    EIA1 EIA2 EIA3
     4.6      │◄─── AuthenticationRequest ───┤    KSI 0
     5.3      ├── AuthenticationResponse ───►│    RES 8 octets
     6.4      ├═══ SecurityModeComplete ════►│    IMEISV 3536090000000101
    13.4  10.45.0.2  ↑ 1 packet, 84 octets  ↓ 1 packet, 84 octets
  +2.0 s      ┊        ┊                     ┊
  2020.0      ├╌╌╌╌╌╌╌ DetachRequest ╌╌╌╌╌╌╌✗│    dropped
  2021.0      │◄─────── AttachReject ────────┤    cause 8 (EPS services and non-EPS services not
              │        │                     │    allowed)
  2022.0  ▸ 3 of 3 pings answered
  2022.5  ✗ core-crashed: the MME ended with exit code 139
          see logs/mme.log
              ╵        ╵                     ╵
  2023.0  ✗ attach failed: no AttachAccept
  2023.0  ▸ capture runs/8f2c/run.pcapng
`.slice(1);
