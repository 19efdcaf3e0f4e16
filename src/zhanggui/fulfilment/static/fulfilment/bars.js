// Bars over hours or days: { hours: [...], series: [{ name, counts }] }, read again as often as the page says.
const place = document.querySelector("[data-bars]");
const board = document.getElementById("board");

if (place && window.echarts) {
  const chart = window.echarts.init(place);
  const draw = async () => {
    const answer = await fetch(place.dataset.bars, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { hours, series } = await answer.json();
    place.hidden = !series.length;
    const size = document.fullscreenElement || board?.classList.contains("is-big") ? 20 : 12;
    chart.setOption({
      animation: false,
      textStyle: { fontSize: size, fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 56, right: 24, top: 44, bottom: 32 },
      legend: { top: 4, itemWidth: 12, type: "scroll", textStyle: { fontSize: size } },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
      xAxis: { type: "category", data: hours, axisLabel: { fontSize: size } },
      yAxis: { type: "value", minInterval: 1, axisLabel: { fontSize: size } },
      series: series.map(({ name, counts }) => ({ name, data: counts, type: "bar", stack: "all", barMaxWidth: 46 })),
    }, true);
  };
  draw();
  if (place.dataset.every) setInterval(draw, 1000 * place.dataset.every);
  new ResizeObserver(() => { chart.resize(); }).observe(place);
  document.addEventListener("fullscreenchange", draw);
}

const fill = () => (document.fullscreenElement ? document.exitFullscreen() : board.requestFullscreen());
document.getElementById("big-screen")?.addEventListener("click", fill);
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "f" && !event.ctrlKey && !event.metaKey && !event.target.closest("input, select, textarea")) fill();
});
