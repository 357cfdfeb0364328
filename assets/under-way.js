// A bar that shows how far work is that the server does meanwhile (ui/cards.py, under_way). In [data-under-way="/where"]
// stand a progress element and a line for what is said; the address answers {percent, said, done}. Without this script
// the page shows the same whenever it is loaded.
(() => {
  if (window.__underWay) return;
  window.__underWay = true;
  const PAUSE = 2000;
  const look = async () => {
    const box = document.querySelector("[data-under-way]");
    if (!box || document.hidden) return;
    try {
      const answer = await fetch(box.dataset.underWay, { headers: { accept: "application/json" } });
      if (!answer.ok) return;
      const { percent, said, done } = await answer.json();
      if (done) return location.reload();
      const bar = box.querySelector("progress");
      const words = document.getElementById(`${bar.id}-said`);
      if (bar.value !== percent) bar.value = percent;
      if (words.textContent !== said) words.textContent = said;
    } catch {
      // the connection is away: the next look may find it again
    }
  };
  setInterval(look, PAUSE);
})();
