// The plot of the cut-off board, read again every quarter of a minute; the whole board fills the screen on demand.
const board = document.getElementById("cut-off-board");
const place = document.getElementById("cut-offs-plot");
const tones = {
  held: "#c23b3b", shortage: "#e08a8a", stopped: "#8f2d56", to_review: "#b8c4d3", to_plan: "#9fb4cf", planned: "#86a5cd", waved: "#6c95ca",
  printed: "#5286c6", picked: "#3b77bd", verified: "#2a68ad", weighed: "#1a5999", shipped: "#2f9e6e",
};

if (place && window.echarts) {
  const chart = window.echarts.init(place);
  const draw = async () => {
    const answer = await fetch(place.dataset.url, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { cut_offs, stages } = await answer.json();
    place.hidden = stages.every(({ counts }) => counts.every((count) => !count));
    const size = document.fullscreenElement || board.classList.contains("is-big") ? 20 : 12;
    chart.setOption({
      animation: false,
      textStyle: { fontSize: size, fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 110, right: 24, top: 44, bottom: 28 },
      legend: { top: 4, itemWidth: 12, textStyle: { fontSize: size } },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
      xAxis: { type: "value", minInterval: 1, axisLabel: { fontSize: size } },
      yAxis: { type: "category", inverse: true, data: cut_offs, axisLabel: { fontSize: size } },
      series: stages.map(({ stage, name, counts }) => (
        { name, data: counts, type: "bar", stack: "all", barMaxWidth: 46, itemStyle: { color: tones[stage] } })),
    });
  };
  draw();
  setInterval(draw, 15000);
  new ResizeObserver(() => { chart.resize(); }).observe(place);
  document.addEventListener("fullscreenchange", draw);
}

const fill = () => (document.fullscreenElement ? document.exitFullscreen() : board.requestFullscreen());
document.getElementById("big-screen")?.addEventListener("click", fill);
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "f" && !event.ctrlKey && !event.metaKey && !event.target.closest("input, select, textarea")) fill();
});
