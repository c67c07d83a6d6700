/** What the page does by itself: filters by verdict, tag and text, kept in the address; opens what the address names. */
export const SCRIPT = `
(() => {
  const cases = [...document.querySelectorAll('.case')];
  const boxes = [...document.querySelectorAll('.filters input[type=checkbox]')];
  const tag = document.querySelector('#tag');
  const text = document.querySelector('#text');
  const count = document.querySelector('#count');
  const none = document.querySelector('#none');
  const apply = () => {
    const verdicts = new Set(boxes.filter(box => box.checked).map(box => box.value));
    const words = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const each of cases) {
      const fits = verdicts.has(each.dataset.verdict)
        && (tag.value === '' || each.dataset.tags.split(' ').includes(tag.value))
        && words.every(word => each.dataset.text.includes(word));
      each.hidden = !fits;
      if (fits) shown++;
    }
    count.textContent = (shown === cases.length ? '' : shown + ' of ') + cases.length + (cases.length === 1 ? ' case' : ' cases');
    none.hidden = shown > 0;
    const state = new URLSearchParams();
    if (verdicts.size < boxes.length) state.set('verdict', [...verdicts].join(','));
    if (tag.value) state.set('tag', tag.value);
    if (text.value) state.set('text', text.value);
    const hash = String(state);
    if (!location.hash.startsWith('#case-') || hash) history.replaceState(null, '', hash ? '#' + hash : location.pathname + location.search);
  };
  const restore = () => {
    if (location.hash.startsWith('#case-')) {
      const target = document.getElementById(location.hash.slice(1));
      const details = target && target.querySelector('details');
      if (details) { details.open = true; target.hidden = false; target.scrollIntoView(); }
      return;
    }
    const state = new URLSearchParams(location.hash.slice(1));
    const verdicts = state.get('verdict');
    if (verdicts !== null) for (const box of boxes) box.checked = verdicts.split(',').includes(box.value);
    tag.value = state.get('tag') || '';
    text.value = state.get('text') || '';
  };
  for (const input of [...boxes, tag]) input.addEventListener('change', apply);
  text.addEventListener('input', apply);
  document.querySelector('#toggle').addEventListener('click', () => {
    const visible = cases.filter(each => !each.hidden).map(each => each.querySelector('details'));
    const open = visible.some(each => !each.open);
    for (const each of visible) each.open = open;
  });
  addEventListener('hashchange', restore);
  restore();
  apply();
})();
`;
