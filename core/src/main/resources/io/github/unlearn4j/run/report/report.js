/* Draws each chart of the page from the JSON behind it, by the page's own colours. */
"use strict";
(() => {
  const charts = [...document.querySelectorAll(".chart")].map(place => ({
    data: JSON.parse(place.nextElementSibling.textContent),
    drawing: echarts.init(place, null, {renderer: "svg"}),
    place
  }));
  const sample = document.body.appendChild(document.createElement("span"));
  const escaped = text => echarts.format.encodeHTML(String(text));

  /* A variable of the style sheet as it is in this light. */
  function colour(name) {
    sample.style.color = "var(--" + name + ")";
    return getComputedStyle(sample).color;
  }

  const COLOURS = {before: "before", "never read": "yardstick", chance: "mixed"};
  /* Of several series without a colour of their own each gets a hue. */
  function seriesColour(data, i) {
    const own = COLOURS[data.series[i].name], others = data.series.filter(series => !COLOURS[series.name]);
    if (own || others.length < 2) {
      return colour(own ?? "curve");
    }
    const hue = 210 + 360 * others.indexOf(data.series[i]) / others.length;
    sample.style.color = `light-dark(hsl(${hue} 65% 38%), hsl(${hue} 65% 68%))`;
    return getComputedStyle(sample).color;
  }

  function axis(more) {
    return {
      axisLine: {lineStyle: {color: colour("line")}}, axisTick: {show: false},
      axisLabel: {color: colour("quiet"), fontSize: 12, hideOverlap: true},
      nameTextStyle: {color: colour("quiet")},
      splitLine: {lineStyle: {color: colour("line"), width: .5}}, ...more
    };
  }

  /* Names of curves need a line for each so many pixels. */
  const legendLines = (data, width) => Math.ceil(data.series.length * 150 / width);

  function common(data, width) {
    const many = data.series.length > 1;
    return {
      animation: false,
      textStyle: {fontFamily: getComputedStyle(document.body).fontFamily, color: colour("quiet")},
      legend: {show: many, top: 0, left: 0, icon: "circle", textStyle: {color: colour("quiet")}},
      tooltip: {trigger: "item", confine: true, backgroundColor: colour("ground"), borderColor: colour("line"),
        textStyle: {color: colour("ink")}, formatter: item => escaped(item.data.note)},
      grid: {left: 4, right: 20, top: many ? 20 + 24 * legendLines(data, width) : 20, bottom: 30, containLabel: true}
    };
  }

  /* From the least to the largest of all that is drawn, and some room. */
  function span(data, zero) {
    const all = data.series.flatMap(series => series.points)
      .flatMap(point => [point.value, point.low ?? point.value, point.high ?? point.value])
      .concat((data.limits ?? []).map(limit => limit.value));
    const least = Math.min(...all), most = Math.max(...all), low = zero ? 0 : least;
    const room = .15 * (most - low || Math.abs(most) || 1);
    return {least, most, min: zero ? 0 : low - room, max: most + room};
  }

  const short = value => Math.abs(value) < 1e-12 ? "0" : String(+value.toPrecision(3));

  function markLines(data) {
    const style = {color: colour("mixed"), type: "dashed", width: 1};
    const label = {color: colour("quiet"), formatter: "{b}"};
    return [
      ...(data.limits ?? []).map(limit => ({name: limit.name, yAxis: limit.value, lineStyle: style,
        label: {...label, position: "insideStartTop"}})),
      ...(data.marks ?? []).map(mark => ({name: mark.name, xAxis: mark.x,
        lineStyle: {color: colour("good"), type: "dotted", width: 1}, label: {...label, position: "insideEndTop"}}))
    ];
  }

  /* A bar from low to high behind a point; `at` tells where it stands. */
  function bars(data, i, at) {
    const series = data.series[i], fill = seriesColour(data, i);
    return {
      type: "custom", name: series.name, silent: true, itemStyle: {color: fill},
      data: series.points.filter(point => point.high != null).map(point => ({value: [at(point), point.low, point.high]})),
      renderItem: (_, api) => {
        const low = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)]);
        return {type: "line", shape: {x1: low[0], y1: low[1], x2: high[0], y2: high[1]},
          style: {stroke: fill, lineWidth: 2, opacity: .45}};
      }
    };
  }

  function line(data, width) {
    const last = Math.max(...data.series.flatMap(series => series.points.map(point => point.x)));
    const extent = span(data, data.from_zero);
    return {
      ...common(data, width),
      xAxis: axis({type: "value", min: 0, max: last, minInterval: 1, name: data.across, nameLocation: "middle", nameGap: 26,
        splitLine: {show: false}}),
      yAxis: axis({type: "value", min: extent.min, max: extent.max,
        axisLabel: {color: colour("quiet"), formatter: short, showMinLabel: extent.min === 0, showMaxLabel: false}}),
      series: data.series.flatMap((series, i) => [bars(data, i, point => point.x), {
        type: "line", name: series.name, symbol: "circle", symbolSize: 8, itemStyle: {color: seriesColour(data, i)},
        data: series.points.map(point => ({value: [point.x, point.value], note: point.note})),
        markLine: i ? undefined : {symbol: "none", silent: true, data: markLines(data)}
      }])
    };
  }

  function dots(data, width) {
    const spread = 9, names = Math.min(150, .36 * width), all = span(data);
    const within = all.least >= 0 && all.most <= 1; // shares end at 0 and at 1
    const shift = i => (i - (data.series.length - 1) / 2) * spread;
    const low = all.least >= 0 ? 0 : all.min, high = within ? Math.min(1, all.max) : all.max;
    return {
      ...common(data, width),
      grid: {left: names + 10, right: 20, top: 44, bottom: 44},
      xAxis: axis({type: "value", min: low, max: high, name: data.across, nameLocation: "middle", nameGap: 26,
        axisLabel: {color: colour("quiet"), hideOverlap: true, formatter: short, showMinLabel: low === 0,
          showMaxLabel: high === 1}}),
      yAxis: axis({type: "category", inverse: true, data: data.rows,
        axisLabel: {color: colour("quiet"), interval: 0, width: names, overflow: "break"},
        splitLine: {show: true, lineStyle: {color: colour("line"), width: .5}}}),
      series: data.series.map((series, i) => ({
        type: "custom", name: series.name, itemStyle: {color: seriesColour(data, i)}, encode: {x: [0, 2, 3], y: 1},
        data: series.points.map(point => ({value: [point.value, point.x, point.low ?? point.value, point.high ?? point.value],
          note: point.note})),
        renderItem: (_, api) => {
          const place = value => api.coord([value, api.value(1)]);
          const [x, y] = place(api.value(0)), fill = seriesColour(data, i);
          return {type: "group", children: [
            {type: "line", shape: {x1: place(api.value(2))[0], x2: place(api.value(3))[0], y1: y + shift(i), y2: y + shift(i)},
              style: {stroke: fill, lineWidth: 2, opacity: .45}},
            {type: series.name === "chance" ? "rect" : "circle",
              shape: series.name === "chance" ? {x: x - 1, y: y - spread, width: 2, height: 2 * spread} : {cx: x, cy: y + shift(i), r: 4.5},
              style: {fill}}
          ]};
        }
      }))
    };
  }

  function heat(data, width) {
    const values = data.series.flatMap(series => series.points.map(point => point.value));
    return {
      ...common(data, width),
      legend: {show: false},
      grid: {left: 4, right: 12, top: 4, bottom: 64, containLabel: true},
      xAxis: axis({type: "category", data: data.series[0].points.map(point => point.x), name: data.across,
        nameLocation: "middle", nameGap: 26}),
      yAxis: axis({type: "category", inverse: true, data: data.series.map(series => series.name)}),
      visualMap: {min: Math.min(...values), max: Math.max(...values), orient: "horizontal", left: "center", bottom: 0,
        itemHeight: 160, itemWidth: 10, precision: 2, text: ["probable", "improbable"], textStyle: {color: colour("quiet")},
        inRange: {color: [colour("faint"), colour("curve")]}},
      series: [{type: "heatmap", data: data.series.flatMap((series, row) => series.points.map((point, column) =>
        ({value: [column, row, point.value], note: point.note})))}]
    };
  }

  const kinds = {line, dots, heat};
  const draw = () => charts.forEach(chart => chart.drawing.setOption(kinds[chart.data.kind](chart.data, chart.place.clientWidth), true));

  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  const watch = new ResizeObserver(() => charts.forEach(chart => chart.drawing.resize()));
  charts.forEach(chart => watch.observe(chart.place));

  /* Paper is light, and as wide as it is. */
  addEventListener("beforeprint", () => {
    document.documentElement.style.colorScheme = "light";
    charts.forEach(chart => chart.drawing.resize({width: Math.min(640, 2 * chart.place.clientWidth)}));
    draw();
  });
  addEventListener("afterprint", () => {
    document.documentElement.style.colorScheme = "";
    charts.forEach(chart => chart.drawing.resize({width: "auto"}));
    draw();
  });
})();
