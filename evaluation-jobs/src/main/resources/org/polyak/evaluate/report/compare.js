'use strict';
// Draws a comparison from the JSON in the page. Text reaches the page as text nodes only.
(function () {
  const note = (message) => { document.body.dataset.errors = (document.body.dataset.errors || '') + message + '\n'; };
  window.addEventListener('error', (event) => note(event.message));
  const data = JSON.parse(document.getElementById('report-data').textContent);
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const charts = [];
  let printing = false;
  const byId = (id) => document.getElementById(id);
  const isNumber = (value) => typeof value === 'number';
  const percent = (value) => (isNumber(value) ? (100 * value).toFixed(2) + ' %' : '–');
  const compact = (value) => (isNumber(value) ? String(Number(value.toPrecision(4))) : '–');
  const lines = ['solid', [8, 4], [2, 3], [10, 3, 2, 3]];

  function element(tag, attributes, ...children) {
    const node = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => node.setAttribute(name, value));
    node.append(...children);
    return node;
  }

  // rows of texts; the first column names the row
  function table(caption, titles, rows, textual) {
    const cell = (tag, value, index) => element(tag, {class: index === 0 || textual.includes(index) ? 'text' : 'one-line', dir: 'auto'}, value);
    return element('div', {class: 'scroll', role: 'region', tabindex: '0', 'aria-label': caption}, element('table', {'aria-label': caption},
      element('thead', {}, element('tr', {}, ...titles.map((title, index) => {
        const head = cell('th', title, index);
        head.setAttribute('scope', 'col');
        return head;
      }))),
      element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map((value, index) => {
        const one = cell(index === 0 ? 'th' : 'td', value, index);
        if (index === 0) {
          one.setAttribute('scope', 'row');
        }
        return one;
      }))))));
  }

  const palette = () => (dark.matches && !printing
    ? {text: '#e8edf1', muted: '#a5b2bd', line: '#35424d', page: '#12181e', hues: ['#56b4e9', '#e69f00', '#2fbf95', '#cc79a7']}
    : {text: '#1b2530', muted: '#56636f', line: '#d5dce2', page: '#ffffff', hues: ['#0072b2', '#d55e00', '#007a5a', '#a3477f']});

  function addChart(id, label, option) {
    byId(id).setAttribute('role', 'img');
    byId(id).setAttribute('aria-label', label);
    charts.push({container: byId(id), option, instance: null});
  }

  function drawChart(chart) {
    if (chart.instance) {
      chart.instance.dispose();
    }
    const option = chart.option(palette());
    if (option.height) {
      chart.container.style.height = option.height + 'px';
      delete option.height;
    }
    option.legend = option.legend ? chartLegend(chart, option.series) : undefined;
    chart.instance = echarts.init(chart.container, null, {renderer: 'svg', width: printing ? 600 : chart.container.clientWidth});
    chart.instance.setOption({animation: false, textStyle: {fontFamily: getComputedStyle(document.body).fontFamily}, ...option});
    chart.instance.getZr().flush();
  }

  const drawAll = () => charts.forEach(drawChart);
  const candidates = data.folders.flatMap((folder) => folder.candidates.map((candidate) => ({folder: folder.name, ...candidate})));

  byId('facts').textContent = data.folders.map((folder) => folder.name + ' (' + folder.kind + ')').join(' · ');
  data.warnings.forEach((warning) => byId('warnings').append(element('p', {class: 'warning'}, element('strong', {}, 'Warning: '), warning)));

  if (candidates.length === 0) {
    byId('models').hidden = true;
  } else {
    const interval = (candidate) => candidate.metrics.top1ErrorInterval;
    byId('models-table').append(table('Models', ['Model', 'Folder', 'Top-1 error', '95 % interval', 'NLL', 'Brier', 'ECE', 'Forward passes'],
      candidates.map((candidate) => [candidate.name, candidate.folder, percent(candidate.metrics.top1Error),
        percent(interval(candidate)[0]) + ' to ' + percent(interval(candidate)[1]), candidate.metrics.negativeLogLikelihood.toFixed(4),
        candidate.metrics.brierScore.toFixed(4), percent(candidate.metrics.expectedCalibrationError), String(candidate.forwardPasses)]), [1]));
    const folders = data.folders.filter((folder) => folder.candidates.length > 0).map((folder) => folder.name);
    addChart('errors-chart', 'Top-1 errors with intervals; the numbers are in the table below.', (colours) => ({
      height: 50 + 26 * candidates.length,
      legend: folders.length > 1,
      grid: {left: Math.min(290, 20 + 7 * Math.max(...candidates.map((one) => one.name.length))), right: 18, top: 14, bottom: 30},
      xAxis: {type: 'value', scale: true, axisLabel: {color: colours.muted, formatter: '{value} %'}, splitLine: {lineStyle: {color: colours.line}}},
      yAxis: {type: 'category', inverse: true, data: candidates.map((one, index) => index), axisLabel: {color: colours.text, width: 280, overflow: 'truncate', formatter: (index) => candidates[index].name}, axisLine: {lineStyle: {color: colours.muted}}},
      series: [
        {
          type: 'custom', silent: true, z: 1, encode: {x: [1, 2], y: 0}, data: candidates.map((one, index) => [index, 100 * interval(one)[0], 100 * interval(one)[1]]),
          renderItem: (params, api) => {
            const [low, y] = api.coord([api.value(1), api.value(0)]);
            const high = api.coord([api.value(2), api.value(0)])[0];
            return {type: 'path', shape: {pathData: `M${low},${y - 4}v8M${low},${y}H${high}M${high},${y - 4}v8`}, style: {fill: 'none', stroke: colours.muted, lineWidth: 1.4}};
          },
        },
        ...folders.map((name, index) => ({
          name, type: 'scatter', z: 2, symbolSize: 10, symbol: ['circle', 'rect', 'triangle', 'diamond'][index % 4], color: colours.hues[index % 4],
          data: candidates.map((one, row) => [100 * one.metrics.top1Error, row, one.folder]).filter((point) => point[2] === name),
        })),
      ],
    }));
  }

  const curves = data.folders.flatMap((folder) => Object.entries(folder.curves).map(([name, points]) => ({name, points})));
  for (const [id, what, value, format] of [
    ['loss-chart', 'Training loss', (point) => point.trainLoss, compact],
    ['error-chart', 'Validation error', (point) => (isNumber(point.validationError) ? 100 * point.validationError : null), (number) => compact(number) + ' %'],
  ]) {
    const present = curves.filter((curve) => curve.points.some((point) => value(point) !== null));
    if (present.length === 0) {
      byId(id).closest('figure').hidden = true;
      continue;
    }
    const last = (curve) => curve.points.map(value).filter(isNumber).pop();
    addChart(id, what + ' at the end: ' + present.map((curve) => curve.name + ' ' + format(last(curve))).join(', ') + '.', (colours) => ({
      legend: true,
      grid: {left: 8, right: 18, top: 14, bottom: 26, containLabel: true},
      tooltip: {renderMode: 'richText', confine: true, trigger: 'axis', backgroundColor: colours.page, borderColor: colours.line, textStyle: {color: colours.text, fontSize: 13},
        formatter: (items) => ['epoch ' + items[0].value[0], ...items.map((item) => item.seriesName + ': ' + format(item.value[1]))].join('\n')},
      xAxis: {type: 'value', name: 'epoch', nameLocation: 'middle', nameGap: 24, max: 'dataMax', nameTextStyle: {color: colours.muted}, axisLabel: {color: colours.muted}, axisLine: {lineStyle: {color: colours.muted}}, splitLine: {show: false}},
      yAxis: {type: 'value', min: 0, axisLabel: {color: colours.muted, formatter: format}, splitLine: {lineStyle: {color: colours.line}}},
      series: present.map((curve, index) => ({
        name: curve.name, type: 'line', symbol: curve.points.length === 1 ? 'circle' : 'none', color: colours.hues[index % 4],
        lineStyle: {width: 2.2, type: lines[Math.floor(index / 4) % 4]}, data: curve.points.map((point) => [point.epoch, value(point)]),
      })),
    }));
  }
  byId('curves').hidden = curves.every((curve) => curve.points.length === 0);

  byId('settings-table').append(data.differences.length === 0 ? element('p', {}, 'None: all were made with the same settings.')
    : table('Settings that differ', ['Setting', ...data.folders.map((folder) => folder.name)], data.differences, data.folders.map((one, index) => index + 1)));

  drawAll();
  document.body.dataset.charts = charts.length;
  document.body.dataset.rendered = 'true';
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    if (window.innerWidth !== width) {
      width = window.innerWidth;
      drawAll();
    }
  });
  dark.addEventListener('change', drawAll);
  window.addEventListener('beforeprint', () => { printing = true; drawAll(); });
  window.addEventListener('afterprint', () => { printing = false; drawAll(); });
})();
