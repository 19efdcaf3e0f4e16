// Today's orders and parcels by the hour; read again every half minute.
const place = document.getElementById("today-chart");

if (place && window.echarts) {
  const chart = window.echarts.init(place);
  const series = (name, data, color) => ({ name, data, type: "bar", barGap: "10%", itemStyle: { color } });
  const draw = async () => {
    const answer = await fetch(place.dataset.url, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { arrived, shipped } = await answer.json();
    chart.setOption({
      animation: false,
      grid: { left: 48, right: 16, top: 32, bottom: 28 },
      legend: { top: 0, right: 0 },
      tooltip: { trigger: "axis" },
      xAxis: { type: "category", data: arrived.map((_, hour) => `${String(hour).padStart(2, "0")}:00`) },
      yAxis: { type: "value", minInterval: 1 },
      series: [series(place.dataset.arrived, arrived, "#3b7ddd"), series(place.dataset.shipped, shipped, "#2f9e6e")],
    });
  };
  draw();
  setInterval(draw, 30000);
  window.addEventListener("resize", () => chart.resize());
}
