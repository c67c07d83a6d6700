/** The page's style: follows the light or dark mode of its reader; no font or picture from elsewhere. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1c2128;--quiet:#5b6573;--line:#d5dbe3;--panel:#f5f7fa;--good:#1a7f37;--bad:#c62828;--warn:#9a6700;--odd:#7b3fb5;--accent:#0b62c4;--mark:#fff3b8;--badbg:#fdeeee;--teach:#eef5ff}
@media (prefers-color-scheme:dark){:root{--bg:#14181e;--fg:#e3e8ef;--quiet:#98a3b3;--line:#343c47;--panel:#1c222a;--good:#57c96f;--bad:#ff7b72;--warn:#e3b341;--odd:#c9a0ff;--accent:#77b4ff;--mark:#574a12;--badbg:#331d1f;--teach:#182739}}
*{box-sizing:border-box}
html{scroll-padding-top:8rem}
body{margin:0;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
code,pre,.ms,.flow td,.checks td{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em}
header,main{max-width:78rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.5rem}
h1{font-size:1.4rem;margin:0 0 .25rem}
h3{font-size:1rem;margin:1.25rem 0 .5rem}
h4{font-size:.95rem;margin:1rem 0 .4rem}
a{color:var(--accent)}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.quiet,.meta,.time,.facts{color:var(--quiet)}
.facts{margin:0 0 .75rem}
.bar{display:flex;height:.5rem;border-radius:.25rem;overflow:hidden;background:var(--line);margin:.5rem 0 1rem}
.bar i{display:block;min-width:3px}
.bar .passed{background:var(--good)}.bar .failed,.bar .error{background:var(--bad)}.bar .flaky{background:var(--warn)}.bar .inconclusive{background:var(--odd)}.bar .skipped{background:var(--quiet)}
.filters{position:sticky;top:0;z-index:2;background:var(--bg);border-bottom:1px solid var(--line);padding:.6rem 0;margin-bottom:1rem;display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
.filters label.choice{border:1px solid var(--line);border-radius:1rem;padding:.1rem .7rem;cursor:pointer;user-select:none;white-space:nowrap}
.filters label.choice:has(:checked){border-color:currentColor;background:var(--panel)}
.filters label.choice:has(:focus-visible){outline:2px solid var(--accent);outline-offset:1px}
.filters input[type=checkbox]{position:absolute;opacity:0;width:1px}
.filters input[type=search],.filters select,.filters button{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--line);border-radius:.4rem;padding:.2rem .5rem;max-width:100%}
.filters button{cursor:pointer}
.filters input[type=search]{flex:1 1 12rem}
.filters .count{color:var(--quiet);min-width:6.5rem;text-align:right}
.choice.passed{color:var(--good)}.choice.failed,.choice.error{color:var(--bad)}.choice.flaky{color:var(--warn)}.choice.inconclusive{color:var(--odd)}.choice.skipped{color:var(--quiet)}
.notice{border-left:4px solid var(--warn);background:var(--panel);padding:.5rem .75rem;margin:.5rem 0;overflow-wrap:anywhere}
.case{border:1px solid var(--line);border-radius:.5rem;margin:0 0 .5rem;content-visibility:auto;contain-intrinsic-size:auto 2.8rem}
.case[hidden]{display:none}
.case>details>summary{display:flex;gap:.75rem;align-items:baseline;padding:.45rem .8rem;cursor:pointer;list-style:none}
.case>details>summary::-webkit-details-marker{display:none}
.case>details[open]>summary{border-bottom:1px solid var(--line);background:var(--panel);border-radius:.5rem .5rem 0 0}
summary:focus-visible,a:focus-visible,.ladder:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
.badge{flex:none;font-size:.75rem;font-weight:600;border-radius:.3rem;padding:.05rem .45rem;border:1px solid currentColor;min-width:5.6rem;text-align:center}
.badge.passed{color:var(--good)}.badge.failed,.badge.error{color:var(--bad)}.badge.flaky{color:var(--warn)}.badge.inconclusive{color:var(--odd)}.badge.skipped{color:var(--quiet)}
.name{flex:1 1 auto;min-width:0;overflow-wrap:anywhere}
.name .title{color:var(--quiet)}
.time{white-space:nowrap;font-size:.86em}
.body{padding:.6rem .9rem 1rem}
.meta{margin:0;font-size:.86em;overflow-wrap:anywhere}
.tag{border:1px solid var(--line);border-radius:.3rem;padding:0 .35rem;white-space:nowrap}
.teach{background:var(--teach);border-left:4px solid var(--accent);padding:.4rem .7rem;margin:.5rem 0;max-width:60rem;white-space:pre-line}
.problem{border:1px solid var(--bad);border-radius:.5rem;padding:.2rem .9rem .6rem;margin:.8rem 0;background:var(--badbg)}
.problem.inconclusive{border-color:var(--odd);background:var(--panel)}
.problem h4{margin:.5rem 0;overflow-wrap:anywhere}
.frame{overflow-x:auto;margin:.5rem 0;padding:.5rem .7rem;background:var(--bg);border:1px solid var(--line);border-radius:.4rem;line-height:1.35}
.why,.next{margin:.5rem 0 0;max-width:66rem;overflow-wrap:anywhere}
.next code{display:inline-block}
.why b,.next b{display:inline-block;min-width:3rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse}
.flow{width:100%;background:var(--bg);border:1px solid var(--line)}
.flow th,.flow td{text-align:left;padding:.18rem .6rem;vertical-align:top}
.flow th{color:var(--quiet);font-weight:500;border-bottom:1px solid var(--line)}
.flow td.met::first-letter{color:var(--good)}
.flow td.missing{color:var(--bad);font-weight:600}
.flow small{color:var(--quiet)}
.flow tr.diverges td{background:var(--mark)}
.flow mark,.msg.diverges b{background:none;color:var(--bad);font-weight:600}
.steps{list-style:none;margin:.3rem 0;padding:0}
.steps .steps{margin-left:1.4rem}
.step>p{margin:.25rem 0;overflow-wrap:anywhere}
.step .mark{display:inline-block;width:1.2rem;font-weight:700}
.step.passed>p .mark{color:var(--good)}.step.failed>p .mark,.step.error>p .mark{color:var(--bad)}.step.inconclusive>p .mark{color:var(--odd)}.step.skipped>p{color:var(--quiet)}
.number{color:var(--quiet)}
.outcome{color:var(--quiet)}
.step .outcome::before{content:"· "}
.checks{margin:.1rem 0 .4rem 1.2rem}
.checks td{padding:.05rem .6rem .05rem 0;vertical-align:top;overflow-wrap:anywhere}
@media (min-width:48rem){.flow td:first-child,.checks td:nth-child(2){white-space:nowrap}}
.checks tr.ok td:first-child{color:var(--good)}
.checks tr.bad td{color:var(--bad)}
.checks tr.bad td.quiet{color:var(--quiet)}
.signalling{margin:.8rem 0}
.signalling>summary{cursor:pointer;font-weight:600;font-size:.95rem}
.ladder{overflow-x:auto;border:1px solid var(--line);border-radius:.4rem;margin-top:.4rem;font-size:.86rem;max-height:42rem;overflow-y:auto}
.row{display:flex;min-width:calc(4.5rem + var(--lanes)*9.5rem)}
.row .ms{flex:none;width:4.5rem;text-align:right;padding:.2rem .6rem 0 0;color:var(--quiet)}
.lanes{flex:1;display:grid;grid-template-columns:repeat(calc(var(--lanes)*2),1fr);background:linear-gradient(to right,transparent calc(50% - .5px),var(--line) calc(50% - .5px) calc(50% + .5px),transparent 0) 0 0/calc(100%/var(--lanes)) 100%}
.row.head{position:sticky;top:0;background:var(--bg);z-index:1;border-bottom:1px solid var(--line)}
.row.head .lanes{background:none}
.lane{text-align:center;padding:.3rem}
.lane b{border:1px solid var(--line);border-radius:.3rem;padding:.05rem .6rem;background:var(--panel)}
.msg{position:relative;text-align:center;padding:.15rem .7rem .3rem;border-bottom:1.5px solid var(--fg);min-width:0;overflow-wrap:anywhere;margin-bottom:.3rem}
.msg b{font-weight:600;background:var(--bg);padding:0 .2rem}
.msg small{display:block;color:var(--quiet);background:var(--bg);line-height:1.3}
.msg::after{content:"";position:absolute;bottom:-5px;border:4.5px solid transparent}
.msg.right::after{right:-1px;border-left:8px solid var(--fg);border-right:0}
.msg.left::after{left:-1px;border-right:8px solid var(--fg);border-left:0}
.msg.ciphered{border-bottom-style:double;border-bottom-width:4px}
.msg.lost{border-bottom-style:dashed;color:var(--quiet)}
.msg.diverges{border-bottom-color:var(--bad)}
.msg.diverges::after{border-left-color:var(--bad);border-right-color:var(--bad)}
.text{grid-column:1/-1;margin:.15rem .5rem;padding:0 .4rem;background:var(--bg);color:var(--quiet);justify-self:start;overflow-wrap:anywhere}
.text.note{font-style:italic}
.text.error{color:var(--bad)}
.stepline .lanes{background:var(--panel);border-top:1px solid var(--line)}
.stepline .text{background:none;color:var(--fg);font-weight:600}
.stepline.failed .text{color:var(--bad)}
.files{margin:.6rem 0 0}
footer{max-width:78rem;margin:2rem auto;padding:0 1.25rem 2rem;color:var(--quiet);font-size:.86em}
@media (max-width:40rem){.case>details>summary{flex-wrap:wrap;gap:.2rem .6rem}.name{flex-basis:100%;order:3}.time{margin-left:auto}header,main{padding:0 .7rem}header{padding-top:1rem}.body{padding:.5rem .6rem}.filters{position:static}}
@media print{.filters{display:none}.case{break-inside:avoid;content-visibility:visible}.ladder{max-height:none}}
`;
