// Keeps the part of the page that changes up to date. What is typed is outside of it, and what
// the reader opened stays open.
const live = document.querySelector('[data-live]');
let shown;

function openOnes() {
  const all = [...live.querySelectorAll('details')];
  return new Set(all.filter((one) => one.open).map(key));
}

function key(details) {
  const place = details.closest('[id]')?.id ?? '';
  return `${place} ${details.querySelector('summary')?.textContent ?? ''}`;
}

async function refresh() {
  try {
    const answer = await fetch(live.dataset.live);
    const html = await answer.text();
    if (answer.ok && html !== shown) {
      const open = openOnes();
      live.innerHTML = html;
      for (const one of live.querySelectorAll('details')) one.open ||= open.has(key(one));
      shown = html;
    }
  } finally {
    setTimeout(refresh, 1500);
  }
}

if (live) setTimeout(refresh, 1500);
