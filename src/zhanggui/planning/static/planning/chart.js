// Days sold, days expected, and the stock that would be left; festivals are shaded.
const shade = ({ name, first, last }, days) => {
  const from = days.find((day) => day >= first);
  const to = days.findLast((day) => day <= last);
  return from && to ? [[{ name, xAxis: from }, { xAxis: to }]] : [];
};

const draw = async (place, chart) => {
  const answer = await fetch(place.dataset.forecast, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { days, sold, expected, left, today, festivals } = await answer.json();
  const look = getComputedStyle(document.body);
  const text = { color: look.color, fontFamily: look.fontFamily };
  const begin = Math.max(0, 100 * (days.indexOf(today) - 120) / days.length);
  chart.setOption({
    animation: false,
    textStyle: text,
    grid: { left: 48, right: 56, top: 48, bottom: 64 },
    legend: { top: 4, textStyle: text },
    tooltip: { trigger: "axis" },
    dataZoom: [{ type: "slider", start: begin, end: 100, height: 20, bottom: 8 }],
    xAxis: { type: "category", data: days },
    yAxis: [{ type: "value", minInterval: 1 }, { type: "value", minInterval: 1, splitLine: { show: false } }],
    series: [
      {
        name: place.dataset.sold, type: "line", data: sold, showSymbol: false, lineStyle: { width: 1.5 },
        markArea: {
          silent: true, itemStyle: { opacity: 0.18 }, label: { position: "insideTop", fontSize: 10, color: text.color },
          data: festivals.flatMap((festival) => shade(festival, days)),
        },
        markLine: { silent: true, symbol: "none", label: { show: false }, data: [{ xAxis: today }] },
      },
      { name: place.dataset.expected, type: "line", data: expected, showSymbol: false, lineStyle: { width: 2, type: "dashed" } },
      { name: place.dataset.left, type: "line", data: left, showSymbol: false, yAxisIndex: 1, areaStyle: { opacity: 0.12 }, lineStyle: { width: 1 } },
    ],
  });
};

for (const place of document.querySelectorAll("[data-forecast]:not([data-drawn])")) {
  if (!window.echarts) break;
  place.dataset.drawn = "";
  const chart = window.echarts.init(place);
  draw(place, chart);
  new ResizeObserver(() => { chart.resize(); }).observe(place);
}
