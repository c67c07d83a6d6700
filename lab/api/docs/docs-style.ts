/** The look of the API's pages. */
export const DOCS_STYLE = `:root { color-scheme: light dark; --line: light-dark(#d5d9de, #3a4048); --soft: light-dark(#f5f6f8, #1d2126); --text: light-dark(#1c2024, #e4e7ea);
  --quiet: light-dark(#5b6570, #9aa4ae); --get: light-dark(#0b63b0, #6cb6ff); --post: light-dark(#1a7537, #57c275); --delete: light-dark(#b3261e, #ff8b80); }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: light-dark(#fff, #14171a); }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; align-items: baseline; padding: .6rem 1.5rem;
  background: var(--soft); border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 1.15rem; } h1 small { font-weight: 400; color: var(--quiet); }
h2 { margin: 2rem 0 .5rem; font-size: 1.05rem; scroll-margin-top: 4rem; }
nav { display: flex; flex-wrap: wrap; gap: .2rem 1rem; } a { color: var(--get); }
main { max-width: 68rem; margin: 0 auto; padding: 0 1.5rem 4rem; } .lead { color: var(--quiet); }
code, pre, textarea, input, select { font: 13px/1.45 ui-monospace, 'DejaVu Sans Mono', monospace; }
details { margin: .35rem 0; border: 1px solid var(--line); border-radius: 6px; scroll-margin-top: 4rem; }
details > :not(summary) { margin-left: 1rem; margin-right: 1rem; }
summary { display: flex; gap: .7rem; align-items: baseline; padding: .45rem 1rem; cursor: pointer; list-style: none; }
summary:hover { background: var(--soft); }
.method { flex: 0 0 3.8rem; font-weight: 700; font-size: .8rem; color: var(--get); }
.post > summary .method { color: var(--post); } .delete > summary .method { color: var(--delete); }
.summary { color: var(--quiet); } .scope { margin-left: auto; padding: 0 .5rem; border: 1px solid var(--line); border-radius: 1rem; font-size: .75rem; color: var(--quiet); }
form { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: .8rem 1.2rem; margin-top: .6rem; margin-bottom: .8rem; }
label { display: block; font-size: .85rem; font-weight: 600; } label small { display: block; font-weight: 400; color: var(--quiet); }
input, select, textarea { display: block; width: 100%; padding: .35rem .5rem; border: 1px solid var(--line); border-radius: 4px; color: inherit; background: light-dark(#fff, #0f1113); }
textarea { resize: vertical; } .wide { grid-column: 1 / -1; } .token { flex: 1 1 22rem; display: flex; gap: .6rem; align-items: baseline; } .token input { flex: 1; }
button { padding: .35rem 1.4rem; border: 0; border-radius: 4px; font: 600 .9rem system-ui; color: #fff; background: light-dark(#0b63b0, #2f6fb0); cursor: pointer; }
.asked { margin-left: .8rem; color: var(--quiet); overflow-wrap: anywhere; }
pre { margin: .4rem 0; padding: .6rem .8rem; overflow: auto; max-height: 28rem; border-radius: 4px; background: var(--soft); } .headers { color: var(--quiet); }
.status { color: var(--post); } .status.bad { color: var(--delete); }
.codes { border: 0; margin-bottom: .6rem; } .codes > summary { padding: .2rem 0; margin: 0 1rem; color: var(--quiet); font-size: .85rem; } .codes ul { padding-left: 1rem; font-size: .9rem; }
`;
