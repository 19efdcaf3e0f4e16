// Two charts over stored figures; each bar and slice opens the list that sums to it.

const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "[]");
const COLOURS = { out: "#d63939", short: "#e8590c", low: "#f59f00", fine: "#2f9e6e", slow: "#a78bfa", dead: "#868e96" };

function draw(place, rows, option) {
  if (!place || !window.echarts) return;
  const chart = window.echarts.init(place);
  chart.setOption({ animation: false, tooltip: {}, ...option });
  chart.on("click", ({ dataIndex }) => { window.location.assign(rows[dataIndex].url); });
  new ResizeObserver(() => { chart.resize(); }).observe(place);
}

const bars = read("age-bars");
draw(document.querySelector("[data-bars]"), bars, {
  grid: { left: 56, right: 16, top: 16, bottom: 32 },
  xAxis: { type: "category", data: bars.map((one) => one.title) },
  yAxis: { type: "value", minInterval: 1 },
  series: [{ type: "bar", barMaxWidth: 46, itemStyle: { color: "#3b7ddd" }, data: bars.map((one) => one.pieces) }],
});

const rings = read("signal-rings").filter((one) => one.skus);
draw(document.querySelector("[data-rings]"), rings, {
  legend: { bottom: 0 },
  series: [{
    type: "pie", radius: ["45%", "70%"], center: ["50%", "44%"], label: { formatter: "{c}" },
    data: rings.map((one) => ({ name: one.title, value: one.skus, itemStyle: { color: COLOURS[one.key] } })),
  }],
});
