'use strict';
// Draws the report from the JSON in the page. Text reaches the page as text nodes only, so that no
// class name or path is ever read as HTML.
(function () {
  const errors = [];
  const note = (message) => {
    errors.push(message);
    document.body.dataset.errors = errors.join('\n');
  };
  window.addEventListener('error', (event) => note(event.message));
  document.addEventListener('securitypolicyviolation', (event) =>
    note('blocked: ' + event.violatedDirective + ' ' + event.blockedURI));

  const data = JSON.parse(document.getElementById('report-data').textContent);
  const names = data.dataset.classNames;
  const headline = data.candidates.find((candidate) => candidate.name === data.headline);
  const darkScheme = window.matchMedia('(prefers-color-scheme: dark)');
  const charts = [];
  let printing = false;

  const byId = (id) => document.getElementById(id);
  const isNumber = (value) => typeof value === 'number';
  const count = (value) => value.toLocaleString('en-US');
  const percent = (value, digits = 2) => (isNumber(value) ? (100 * value).toFixed(digits) + ' %' : '–');
  const decimal = (value, digits = 4) => (isNumber(value) ? value.toFixed(digits) : '–');
  const compact = (value) => (isNumber(value) ? String(Number(value.toPrecision(4))) : '–');

  function element(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      node.setAttribute(name, value);
    }
    node.append(...children);
    return node;
  }

  // columns: [{title, text, rowHeader, value(row), cell(row) -> text or node}]
  function table(caption, columns, rows) {
    const head = element('tr', {}, ...columns.map((column) =>
      element('th', {scope: 'col', class: column.text ? 'text' : ''}, column.title)));
    const body = element('tbody', {}, ...rows.map((row) =>
      element('tr', {}, ...columns.map((column) => {
        const attributes = {class: column.text && !column.nowrap ? 'text' : column.text ? 'text one-line' : 'one-line', dir: 'auto'};
        return column.rowHeader
          ? element('th', {...attributes, scope: 'row'}, column.cell(row))
          : element('td', attributes, column.cell(row));
      }))));
    const whole = element('table', {'aria-label': caption}, element('thead', {}, head), body);
    return element('div', {class: 'scroll', role: 'region', tabindex: '0', 'aria-label': caption}, whole);
  }

  function sortableTable(caption, columns, rows) {
    const region = table(caption, columns, rows);
    const headers = [...region.querySelectorAll('thead th')];
    const body = region.querySelector('tbody');
    const lines = [...body.rows].map((line, index) => ({line, row: rows[index]}));
    headers.forEach((header, index) => {
      const button = element('button', {type: 'button'}, columns[index].title);
      header.replaceChildren(button);
      button.addEventListener('click', () => {
        const falling = header.getAttribute('aria-sort') === 'ascending';
        headers.forEach((other) => other.removeAttribute('aria-sort'));
        header.setAttribute('aria-sort', falling ? 'descending' : 'ascending');
        const value = columns[index].value;
        lines.sort((a, b) => compare(value(a.row), value(b.row), falling ? -1 : 1));
        body.append(...lines.map((entry) => entry.line));
      });
    });
    return region;
  }

  // Missing values come last in either direction.
  function compare(a, b, direction) {
    if (a === null || b === null) {
      return (a === null) - (b === null);
    }
    return direction * (isNumber(a) ? a - b : a.localeCompare(b));
  }

  function palette() {
    return darkScheme.matches && !printing
      ? {
        text: '#e8edf1', muted: '#a5b2bd', line: '#35424d', page: '#12181e', first: '#56b4e9', second: '#e69f00', third: '#2fbf95', fourth: '#cc79a7',
        scale: ['#1b242c', '#17394f', '#155277', '#1f6fa3', '#4a93cb', '#86bbe6', '#cfe6f9'], darkFrom: 4,
      }
      : {
        text: '#1b2530', muted: '#56636f', line: '#d5dce2', page: '#ffffff', first: '#0072b2', second: '#d55e00', third: '#007a5a', fourth: '#a3477f',
        scale: ['#f5f7f9', '#dceaf6', '#b8d5ec', '#86b9de', '#4a93cb', '#1f669f', '#0b3a66'], lightFrom: 4,
      };
  }

  function addChart(id, label, option) {
    const container = byId(id);
    container.setAttribute('role', 'img');
    charts.push({container, label, option, instance: null});
  }

  // A4 less the margins, in CSS pixels; the style sheet puts loss and error side by side.
  function paperWidth(container) {
    return container.closest('#curves .pair') ? 325 : container.id === 'matrix-chart' ? 600 : 680;
  }

  function drawChart(chart) {
    if (chart.instance) {
      chart.instance.dispose();
    }
    const width = printing ? paperWidth(chart.container) : chart.container.clientWidth;
    const option = chart.option(palette(), width);
    chart.container.style.height = option.height ? option.height + 'px' : '';
    delete option.height;
    option.legend = option.legend ? chartLegend(chart, option.series) : undefined;
    chart.container.setAttribute('aria-label', chart.label());
    chart.instance = echarts.init(chart.container, null, {renderer: 'svg', width});
    chart.instance.setOption({animation: false, textStyle: {fontFamily: getComputedStyle(document.body).fontFamily}, ...option});
    chart.instance.getZr().flush();
    if (chart.click) {
      // By the place, since a label that is shown for another cell may lie over the one that is meant.
      chart.instance.getZr().on('click', (event) => {
        const place = [event.offsetX, event.offsetY];
        if (chart.instance.containPixel('grid', place)) {
          chart.click(chart.instance.convertFromPixel('grid', place));
        }
      });
    }
    if (!chart.container.querySelector('svg path')) {
      note('nothing drawn in ' + chart.container.id);
    }
  }

  const drawAll = () => charts.forEach(drawChart);

  const tooltip = (colours, more) => ({
    renderMode: 'richText', confine: true, backgroundColor: colours.page, borderColor: colours.line,
    textStyle: {color: colours.text, fontSize: 13}, ...more,
  });

  const range = (interval, format) => (interval ? '95 % interval ' + format(interval[0]) + ' to ' + format(interval[1]) : '');
  const temperatures = (metrics) => metrics.temperature.fitted.map((value) => value.toFixed(2)).join(' and ');
  const signed = (value, digits) => (value >= 0 ? '+' : '−') + Math.abs(value).toFixed(digits);
  const chance = (p) => (p < 0.0001 ? '< 0.0001' : p.toFixed(4));

  function drawHeader() {
    const facts = data.dataset;
    byId('facts').textContent = [facts.name, facts.split + ' split', count(facts.images) + ' images',
      count(names.length) + (names.length === 1 ? ' class' : ' classes')].join(' · ');
    for (const warning of data.warnings) {
      byId('warnings').append(element('p', {class: 'warning'}, element('strong', {}, 'Warning: '), warning));
    }
    const metrics = headline.metrics;
    const [low, high] = metrics.top1ErrorInterval;
    const right = metrics.examples - Math.round(metrics.top1Error * metrics.examples);
    const cards = [
      ['Top-1 error', percent(metrics.top1Error), '95 % interval ' + percent(low) + ' to ' + percent(high)],
      ['Classified right', percent(1 - metrics.top1Error), count(right) + ' of ' + count(metrics.examples) + ' images'],
      ['Negative log likelihood', decimal(metrics.negativeLogLikelihood), range(metrics.negativeLogLikelihoodInterval, decimal) || 'nats per image; lower is better'],
      ['Calibration error', percent(metrics.expectedCalibrationError), percent(metrics.temperature.expectedCalibrationError) + ' at temperature ' + temperatures(metrics)],
    ];
    for (const [title, value, small] of cards) {
      byId('cards').append(element('div', {class: 'card'}, title, element('b', {}, value), element('small', {}, small)));
    }
    byId('cards').before(element('p', {}, 'Headline model: ', element('strong', {}, headline.name), ' (' + headline.cost + ')'));
    if (headline.name === data.best && data.candidates.length > 1) {
      byId('cards').after(element('p', {class: 'muted', id: 'chosen'}, 'It is the best of ' + count(data.candidates.length)
        + ' candidates by these same images, which flatters it: its error on new images is likely somewhat higher, and the interval does not'
        + ' count the choice. Between candidates within each other’s intervals the choice is chance.'));
    }
  }

  function drawModels() {
    const k = headline.metrics.topK;
    const ranks = Object.keys(headline.metrics.topErrors).map(Number).filter((rank) => rank > 1 && rank < names.length);
    const measures = [
      ['Top-1 error', (metrics) => metrics.top1Error, percent, (metrics) => metrics.top1ErrorInterval],
      ...ranks.map((rank) => ['Top-' + rank + ' error', (metrics) => metrics.topErrors[rank], percent]),
      ...(ranks.length === 0 && k > 1 ? [['Top-' + k + ' error', (metrics) => metrics.topKError, percent]] : []),
      ['NLL', (metrics) => metrics.negativeLogLikelihood, decimal],
      ['Brier', (metrics) => metrics.brierScore, decimal],
      ['ECE', (metrics) => metrics.expectedCalibrationError, percent],
    ];
    const short = (value) => (100 * value).toFixed(2);
    const columns = [{
      title: 'Model', text: true, rowHeader: true, value: (candidate) => candidate.name,
      cell: (candidate) => {
        const cell = element('span', {}, candidate.name);
        if (candidate.name === data.best && data.candidates.length > 1) {
          cell.append(element('span', {class: 'tag'}, '★ best'));
        }
        if (candidate.name === data.reference && data.candidates.length > 1) {
          cell.append(element('span', {class: 'tag'}, 'reference'));
        }
        if (candidate.note) {
          cell.append(element('br'), element('small', {class: 'muted'}, candidate.note));
        }
        return cell;
      },
    }, ...measures.map(([title, key, format, interval]) => ({
      title, value: (candidate) => key(candidate.metrics),
      cell: (candidate) => {
        const cell = element('span', {}, format(key(candidate.metrics)));
        if (interval && interval(candidate.metrics)) {
          const [low, high] = interval(candidate.metrics);
          cell.append(element('br'), element('small', {class: 'muted'}, short(low) + ' to ' + short(high)));
        }
        return cell;
      },
    })), {
      title: 'Against reference',
      value: (candidate) => (candidate.reference ? candidate.metrics.top1Error : null),
      cell: (candidate) => {
        if (!candidate.reference) {
          return '–';
        }
        const other = data.candidates.find((one) => one.name === data.reference).metrics.top1Error;
        const [low, high] = candidate.reference.top1ErrorDifferenceInterval || [null, null];
        return element('span', {}, signed(100 * (candidate.metrics.top1Error - other), 2) + ' points',
          element('br'), element('small', {class: 'muted'},
            (low === null ? '' : signed(100 * low, 2) + ' to ' + signed(100 * high, 2) + '; ') + 'p ' + chance(candidate.reference.mcNemar.exactP)));
      },
    }, {
      title: 'Forward passes', value: (candidate) => candidate.forwardPasses, cell: (candidate) => count(candidate.forwardPasses),
    }, {
      title: 'Made of', text: true, value: (candidate) => candidate.kind,
      cell: (candidate) => {
        const fitted = candidate.weights.length > 0;
        const members = candidate.members.map((name, index) => (fitted ? candidate.weights[index].toFixed(2) + ' × ' : '') + name)
          .filter((name, index) => !fitted || candidate.weights[index] > 0);
        const few = members.length > 4 && !fitted ? [...members.slice(0, 2), '…', members[members.length - 1]] : members;
        return element('small', {}, candidate.kind + ': ' + few.join(', ') + (few.length < members.length ? ' (' + members.length + ')' : ''));
      },
    }];
    const region = sortableTable('Models and their errors', columns, data.candidates);
    const lines = region.querySelectorAll('tbody tr');
    data.candidates.forEach((candidate, row) => {
      if (candidate.name === data.best && data.candidates.length > 1) {
        lines[row].classList.add('best');
      }
      measures.forEach(([title, key], column) => {
        const lowest = Math.min(...data.candidates.map((other) => key(other.metrics)));
        if (data.candidates.length > 1 && key(candidate.metrics) === lowest && !(title === 'Top-' + k + ' error' && k >= names.length)) {
          lines[row].cells[column + 1].classList.add('lowest');
        }
      });
    });
    byId('models-table').append(region);
    const few = k >= names.length && k > 1
      ? ' With ' + names.length + ' classes the top-5 error is the top-' + k + ' error, which is always 0.' : '';
    byId('models-note').textContent = (data.candidates.length > 1 ? '★ marks the lowest of a column. ' : '')
      + 'NLL: negative log likelihood in nats. Brier: squared distance from the truth, 0 to 2. '
      + 'ECE: expected calibration error. Lower is better in all of them. Small figures: 95 % intervals'
      + ' by the bootstrap; p: McNemar’s exact test. Forward passes are those for one image. ' + data.fitting + few;
    drawCost();
    drawGain();
    drawCrops();
    drawDiversity();
  }

  const interval = (candidate) => candidate.metrics.top1ErrorInterval.map((part) => 100 * part);
  const kinds = ['single', 'snapshot-ensemble', 'run-ensemble', 'averaged-weights'];
  const symbols = ['circle', 'rect', 'triangle', 'diamond'];

  // A line from the low to the high end of an interval.
  const whisker = (colours, data) => ({
    type: 'custom', silent: true, data, z: 1, tooltip: {show: false}, encode: {x: 0, y: [1, 2]},
    renderItem: (params, api) => {
      const [x, high] = api.coord([api.value(0), api.value(2)]);
      const low = api.coord([api.value(0), api.value(1)])[1];
      return {type: 'path', shape: {pathData: `M${x - 4},${high}h8M${x},${high}V${low}M${x - 4},${low}h8`}, style: {fill: 'none', stroke: colours.muted, lineWidth: 1.4}};
    },
  });

  const errorAxis = (colours) => ({
    type: 'value', scale: true, axisLabel: {color: colours.muted, formatter: (value) => compact(value) + ' %'},
    splitLine: {lineStyle: {color: colours.line}},
  });

  function drawCost() {
    if (data.candidates.length < 2) {
      byId('cost-chart').closest('figure').hidden = true;
      return;
    }
    const hues = (colours) => [colours.first, colours.second, colours.third, colours.fourth];
    addChart('cost-chart', () => 'Top-1 error of every model with its interval against forward passes; the numbers are in the table above.', (colours) => ({
      legend: true,
      grid: {left: 8, right: 18, top: 14, bottom: 26, containLabel: true},
      tooltip: tooltip(colours, {trigger: 'item', formatter: (item) => item.data.name + '\n' + compact(item.value[1]) + ' %, ' + item.data.cost}),
      xAxis: {
        type: 'log', logBase: 2, name: 'forward passes', nameLocation: 'middle', nameGap: 24, nameTextStyle: {color: colours.muted},
        min: 0.7, max: (value) => 1.4 * value.max, axisLabel: {color: colours.muted, formatter: (value) => (Number.isInteger(value) ? String(value) : '')}, axisLine: {lineStyle: {color: colours.muted}}, splitLine: {show: false},
      },
      yAxis: errorAxis(colours),
      series: [
        whisker(colours, data.candidates.map((candidate) => [candidate.forwardPasses, ...interval(candidate)])),
        ...kinds.map((kind, index) => ({
          name: kind, type: 'scatter', symbol: symbols[index], symbolSize: 11, color: hues(colours)[index], z: 2,
          data: data.candidates.filter((candidate) => candidate.kind === kind).map((candidate) => ({
            name: candidate.name, cost: candidate.cost, value: [candidate.forwardPasses, 100 * candidate.metrics.top1Error],
          })),
        })).filter((series) => series.data.length > 0),
      ],
    }));
  }

  function drawGain() {
    const crops = data.candidates[0].crops;
    const run = (candidate) => candidate.name.split(': ').slice(0, -1).join(': ');
    const last = data.candidates.find((candidate) => candidate.name === data.reference);
    const ensembles = data.candidates.filter((candidate) => candidate.kind === 'snapshot-ensemble'
      && candidate.rule === 'mean-probabilities' && candidate.crops === crops && run(candidate) === run(last));
    if (ensembles.length === 0) {
      byId('gain').hidden = true;
      return;
    }
    const points = [last, ...ensembles].map((candidate) => [candidate.members.length, candidate]).sort((a, b) => a[0] - b[0]);
    addChart('gain-chart', () => 'Top-1 error by ensemble size: ' + points.map(([size, candidate]) => size + ': ' + percent(candidate.metrics.top1Error)).join(', ') + '.', (colours) => ({
      grid: {left: 8, right: 18, top: 14, bottom: 26, containLabel: true},
      tooltip: tooltip(colours, {trigger: 'item', formatter: (item) => item.value[0] + (item.value[0] === 1 ? ' snapshot\n' : ' snapshots\n') + compact(item.value[1]) + ' %'}),
      xAxis: {
        type: 'value', min: 0, max: points[points.length - 1][0] + 1, interval: 1, name: 'snapshots', nameLocation: 'middle', nameGap: 24,
        nameTextStyle: {color: colours.muted}, axisLabel: {color: colours.muted, formatter: (value) => (value >= 1 && value <= points[points.length - 1][0] ? String(value) : '')},
        axisLine: {lineStyle: {color: colours.muted}}, axisTick: {show: false}, splitLine: {show: false},
      },
      yAxis: errorAxis(colours),
      series: [
        whisker(colours, points.map(([size, candidate]) => [size, ...interval(candidate)])),
        {type: 'line', color: colours.first, symbol: 'circle', symbolSize: 9, z: 2, data: points.map(([size, candidate]) => [size, 100 * candidate.metrics.top1Error])},
      ],
    }));
  }

  function drawCrops() {
    const sets = [...new Set(data.candidates.map((candidate) => candidate.crops))];
    if (sets.length < 2) {
      byId('crops').hidden = true;
      return;
    }
    const of = (candidate, set) => (set === sets[0] ? candidate : data.candidates.find((one) => one.name === candidate.name + ', ' + set));
    const base = data.candidates.filter((candidate) => candidate.crops === sets[0] && sets.every((set) => of(candidate, set)));
    byId('crops-table').append(table('What crops add', [
      {title: 'Model', text: true, rowHeader: true, cell: (candidate) => candidate.name},
      ...sets.map((set) => ({
        title: set,
        cell: (candidate) => {
          const other = of(candidate, set);
          const gain = 100 * (other.metrics.top1Error - candidate.metrics.top1Error);
          return element('span', {}, percent(other.metrics.top1Error), element('br'),
            element('small', {class: 'muted'}, (set === sets[0] ? '' : signed(gain, 2) + ' points, ') + other.cost));
        },
      })),
    ], base));
  }

  function drawDiversity() {
    if (data.pairs.length === 0) {
      byId('diversity').hidden = true;
      return;
    }
    const number = (value) => (isNumber(value) ? value.toFixed(3) : '–');
    byId('diversity-table').append(sortableTable('How alike the snapshots are', [
      {title: 'One', text: true, rowHeader: true, value: (pair) => pair.first, cell: (pair) => pair.first},
      {title: 'Other', text: true, value: (pair) => pair.second, cell: (pair) => pair.second},
      {title: 'Disagreement', value: (pair) => pair.disagreement, cell: (pair) => percent(pair.disagreement)},
      {title: 'Correlation of errors', value: (pair) => pair.errorCorrelation, cell: (pair) => number(pair.errorCorrelation)},
      {title: 'Of probabilities', value: (pair) => pair.probabilityCorrelation, cell: (pair) => number(pair.probabilityCorrelation)},
    ], data.pairs));
  }

  const errorOf = (accuracy) => (isNumber(accuracy) ? 100 * (1 - accuracy) : null);

  function curveOption(series, format, named) {
    return (colours, width) => {
      const present = series.filter((one) => one.points.some((point) => point[1] !== null));
      // Of marks whose names would lie on each other the last is named.
      const end = Math.max(...present.flatMap((one) => one.points.map((point) => point[0])));
      const marks = data.runs[0].snapshots.map((mark, index, all) => ({
        xAxis: mark.epoch, name: mark.name,
        label: {show: named && width > 400 && (index === all.length - 1 || (all[index + 1].epoch - mark.epoch) / end * (width - 60) > 12)},
      }));
      return {
        legend: present.length > 1,
        grid: {left: 8, right: 18, top: 14, bottom: 26, containLabel: true},
        tooltip: tooltip(colours, {
          trigger: 'axis',
          formatter: (items) => ['epoch ' + compact(items[0].value[0]),
            ...items.map((item) => item.seriesName + ': ' + format(item.value[1])),
            ...data.runs[0].snapshots.filter((mark) => mark.epoch === items[0].value[0]).map((mark) => 'snapshot ' + mark.name)].join('\n'),
        }),
        xAxis: {
          type: 'value', name: 'epoch', nameLocation: 'middle', nameGap: 24, max: 'dataMax',
          nameTextStyle: {color: colours.muted}, axisLabel: {color: colours.muted, showMaxLabel: null},
          axisLine: {lineStyle: {color: colours.muted}}, splitLine: {show: false},
        },
        yAxis: {
          type: 'value', min: 0, axisLabel: {color: colours.muted, formatter: format},
          splitLine: {lineStyle: {color: colours.line}},
        },
        series: present.map((one, index) => ({
          name: one.name, type: 'line', data: one.points, sampling: 'lttb',
          symbol: one.points.length === 1 ? 'circle' : 'none', symbolSize: 8,
          lineStyle: {width: one.dashed ? 1.8 : 2.4, type: one.dashed ? [6, 4] : 'solid'},
          color: data.runs.length > 1 ? [colours.first, colours.second, colours.third, colours.fourth][one.run % 4] : one.dashed ? colours.first : colours.second,
          markLine: index > 0 ? undefined : {
            silent: true, symbol: ['none', 'triangle'], symbolSize: 7, symbolRotate: 180, animation: false,
            lineStyle: {color: colours.muted, type: 'dotted', width: 1},
            label: {position: 'insideEndTop', formatter: '{b}', color: colours.muted, fontSize: 10},
            data: marks,
          },
        })),
      };
    };
  }

  function span(points) {
    const known = points.filter((point) => point[1] !== null);
    return known.length === 0 ? 'not measured'
      : 'from ' + compact(known[0][1]) + ' to ' + compact(known[known.length - 1][1]);
  }

  function drawCurves() {
    const runs = data.runs.filter((run) => run.curve.length > 0);
    if (runs.length === 0) {
      byId('curves').hidden = true;
      return;
    }
    const label = (run, what) => (runs.length > 1 ? run.name + ', ' + what : what);
    const series = (what, dashed, value) => runs.map((run, index) => ({
      name: label(run, what), dashed, run: index, points: run.curve.map((point) => [point.epoch, value(point)]),
    }));
    const loss = [
      ...series('training', true, (point) => point.trainLoss), ...series('validation', false, (point) => point.validationLoss),
    ];
    const error = [
      ...series('training', true, (point) => errorOf(point.trainAccuracy)), ...series('validation', false, (point) => errorOf(point.validationAccuracy)),
    ];
    const rate = series('learning rate', true, (point) => point.learningRate);
    const longest = Math.max(...runs.map((run) => run.curve[run.curve.length - 1].epoch));
    const describe = (title, series) => () =>
      title + ' over ' + compact(longest) + ' epochs. '
        + series.map((one) => one.name + ' ' + span(one.points)).join('; ') + '.';
    const measured = (series) => series.some((one) => one.points.some((point) => point[1] !== null));
    for (const [id, title, series, format] of [
      ['loss-chart', 'Loss', loss, compact],
      ['error-chart', 'Error in per cent', error, (value) => compact(value) + ' %'],
      ['rate-chart', 'Learning rate', rate, compact],
    ]) {
      if (measured(series)) {
        addChart(id, describe(title, series), curveOption(series, format, id !== 'rate-chart'));
      } else {
        byId(id).closest('figure').hidden = true;
      }
    }
    const validated = loss.some((one) => !one.dashed && one.points.some((point) => point[1] !== null));
    byId('snapshots-note').textContent =
      (validated ? '' : 'There is no validation curve: the run was not validated. ')
      + (data.runs[0].snapshots.length === 0 ? '' : 'Marked by ▼: snapshots '
        + (runs.length > 1 ? 'of ' + data.runs[0].name + ': ' : '') + data.runs[0].snapshots.map((mark) => mark.name + ' (epoch ' + compact(mark.epoch) + ')').join(', ') + '.');
    lazily('curves-table', () => table('Learning curves', [
      {title: 'Epoch', rowHeader: true, cell: (point) => compact(point.epoch)},
      {title: 'Step', cell: (point) => count(point.step)},
      {title: 'Learning rate', cell: (point) => compact(point.learningRate)},
      {title: 'Training loss', cell: (point) => decimal(point.trainLoss)},
      {title: 'Training accuracy', cell: (point) => percent(point.trainAccuracy)},
      {title: 'Validation loss', cell: (point) => decimal(point.validationLoss)},
      {title: 'Validation accuracy', cell: (point) => percent(point.validationAccuracy)},
    ], data.runs[0].curve));
  }

  // Large tables are built when their details are first opened.
  function lazily(id, build) {
    const target = byId(id);
    const details = target.closest('details');
    target.replaceChildren();
    details.ontoggle = () => {
      if (details.open && !target.hasChildNodes()) {
        target.append(build());
      }
    };
    details.ontoggle();
  }

  let chosen = headline;

  const steps = [0, 0.01, 0.02, 0.05, 0.2, 0.6];
  const stepNames = ['none', 'below 1 %', '1 to 2 %', '2 to 5 %', '5 to 20 %', '20 to 60 %', '60 % and more'];
  const stepOf = (share) => (share === 0 ? 0 : steps.filter((step) => share >= step).length);

  function matrixOption(colours, width) {
    drawMatrixLegend(colours);
    const matrix = chosen.metrics.confusionMatrix;
    const order = classOrder();
    const small = names.length <= 30;
    const longest = Math.max(...names.map((name) => name.length));
    const margin = Math.min(24 + 7 * Math.max(longest, 9), small ? 150 : 100, width * 0.26);
    const side = Math.min(width - margin - 6, small ? Math.max(140, 58 * names.length) : 620);
    const cell = side / names.length;
    const cells = [];
    order.forEach((trueLabel, t) => {
      const support = chosen.metrics.classes[trueLabel].support;
      order.forEach((predictedLabel, p) => {
        const value = matrix[trueLabel][predictedLabel];
        const step = support === 0 ? 0 : stepOf(value / support);
        const light = colours.lightFrom ? step >= colours.lightFrom : step < colours.darkFrom;
        cells.push({value: [p, t, step, value], label: {color: light ? '#ffffff' : '#10202e'}});
      });
    });
    const axis = {
      type: 'category', data: order.map((label) => names[label]), splitArea: {show: false}, axisTick: {show: false},
      axisLine: {lineStyle: {color: colours.muted}},
    };
    const axisLabel = {color: colours.text, width: margin - 14, overflow: 'truncate', interval: small ? 0 : Math.ceil(13 / cell) - 1, fontSize: small ? 12 : 10};
    return {
      height: side + margin + 6,
      grid: {left: margin, top: margin, width: side, height: side},
      tooltip: tooltip(colours, {
        formatter: (item) => {
          const [p, t] = [order[item.value[0]], order[item.value[1]]];
          const value = item.value[3];
          const support = chosen.metrics.classes[t].support;
          return 'true: ' + names[t] + '\npredicted: ' + names[p] + '\n' + count(value) + ' of ' + count(support)
            + (support === 0 ? '' : ' (' + percent(value / support, 1) + ')');
        },
      }),
      xAxis: {...axis, position: 'top', axisLabel: {...axisLabel, rotate: names.length > 1 ? 90 : 0}},
      yAxis: {...axis, inverse: true, axisLabel},
      graphic: {
        type: 'text', left: 0, top: 4, style: {text: 'predicted →\ntrue ↓', fill: colours.muted, font: (small ? '12px ' : '11px ') + getComputedStyle(document.body).fontFamily, lineHeight: 17},
      },
      visualMap: {
        type: 'piecewise', dimension: 2, show: false,
        pieces: colours.scale.map((color, step) => ({value: step, color})),
      },
      series: [{
        type: 'heatmap', data: cells, progressive: 0,
        label: {show: cell >= 26, fontSize: cell >= 38 ? 13 : 10, formatter: (item) => (item.value[3] === 0 ? '' : String(item.value[3]))},
        itemStyle: {borderColor: colours.page, borderWidth: cell >= 12 ? 1 : 0},
        emphasis: {itemStyle: {borderColor: colours.second, borderWidth: 2}},
      }],
    };
  }

  // Classes in the order that was chosen.
  function classOrder() {
    const labels = names.map((name, label) => label);
    const wrong = (label) => chosen.metrics.classes[label].support - chosen.metrics.confusionMatrix[label][label];
    const by = byId('matrix-order').value;
    return by === 'errors' ? labels.sort((a, b) => wrong(b) - wrong(a) || a - b)
      : by === 'name' ? labels.sort((a, b) => names[a].localeCompare(names[b]) || a - b) : labels;
  }

  function showCell(trueLabel, predictedLabel) {
    const images = data.confused.filter((one) => one.trueLabel === trueLabel && one.predictedLabel === predictedLabel);
    const title = element('h3', {tabindex: '-1'}, element('bdi', {}, names[trueLabel]), ' taken for ', element('bdi', {}, names[predictedLabel]));
    byId('cell').replaceChildren(title, images.length === 0
      ? element('p', {class: 'muted'}, trueLabel === predictedLabel ? 'These are right; only wrong ones are shown.'
        : 'The page holds no images of this pair: ' + data.headline + ' has none, or they are not among its hundred most common confusions.')
      : gallery(images));
    title.focus();
  }

  function drawMatrixLegend(colours) {
    byId('matrix-legend').replaceChildren(...stepNames.map((name, step) => {
      const swatch = element('span', {class: 'swatch'});
      swatch.style.background = colours.scale[step];
      return element('li', {}, swatch, name);
    }));
  }

  function calibrationOption(colours) {
    const bins = chosen.metrics.calibration;
    const category = bins.map((bin) => percent(bin.low, 0).replace(' %', '') + '–' + percent(bin.high, 0));
    const value = (number) => (isNumber(number) ? 100 * number : null);
    return {
      legend: true,
      grid: {left: 8, right: 14, top: 14, bottom: 26, containLabel: true},
      tooltip: tooltip(colours, {
        trigger: 'axis',
        formatter: (items) => {
          const bin = bins[items[0].dataIndex];
          return 'confidence ' + category[items[0].dataIndex] + '\n' + count(bin.examples) + ' images\nright: '
            + percent(bin.accuracy, 1) + '\nmean confidence: ' + percent(bin.confidence, 1);
        },
      }),
      xAxis: {
        type: 'category', data: category, name: 'confidence', nameLocation: 'middle', nameGap: 24,
        nameTextStyle: {color: colours.muted}, axisLabel: {color: colours.muted, hideOverlap: true},
        axisLine: {lineStyle: {color: colours.muted}},
      },
      yAxis: {
        type: 'value', min: 0, max: 100, axisLabel: {color: colours.muted, formatter: '{value} %'},
        splitLine: {lineStyle: {color: colours.line}},
      },
      series: [
        {name: 'right', type: 'bar', barWidth: '70%', color: colours.first, data: bins.map((bin) => value(bin.accuracy))},
        {
          name: 'mean confidence', type: 'line', color: colours.second, symbol: 'diamond', symbolSize: 9, connectNulls: true,
          lineStyle: {type: [6, 4], width: 1.6}, data: bins.map((bin) => value(bin.confidence)),
        },
        {
          name: 'right, at temperature ' + temperatures(chosen.metrics), type: 'line', color: colours.third, symbol: 'triangle', symbolSize: 8, connectNulls: true,
          lineStyle: {width: 0}, data: chosen.metrics.temperature.calibration.map((bin) => value(bin.accuracy)),
        },
      ],
    };
  }

  function showButton(trueLabel, predictedLabel, text) {
    const button = element('button', {type: 'button', class: 'link', 'aria-label': text + ': images of ' + names[trueLabel] + ' taken for ' + names[predictedLabel]}, text);
    button.addEventListener('click', () => showCell(trueLabel, predictedLabel));
    return button;
  }

  // In the order of the chart. What the chart shows of a cell that is clicked, a number shows here, also by the keyboard.
  function matrixTable() {
    const order = classOrder();
    const matrix = chosen.metrics.confusionMatrix;
    const toSee = new Set(data.confused.map((one) => one.trueLabel * names.length + one.predictedLabel));
    const cell = (t, p) => (matrix[t][p] > 0 && toSee.has(t * names.length + p) ? showButton(t, p, String(matrix[t][p])) : String(matrix[t][p]));
    return table('Confusion matrix, rows true, columns predicted', [
      {title: 'true \\ predicted', text: true, rowHeader: true, cell: (label) => names[label]},
      ...order.map((p) => ({title: names[p], cell: (label) => cell(label, p)})),
    ], order);
  }

  function drawChosenTables() {
    const metrics = chosen.metrics;
    const worst = metrics.largestConfusions.slice(0, 10);
    byId('confusions-table').replaceChildren(worst.length === 0 ? element('p', {}, 'No image was classified wrong.')
      : table('Most common confusions', [
        {title: 'True class', text: true, rowHeader: true, cell: (one) => names[one.trueLabel]},
        {title: 'Taken for', text: true, cell: (one) => names[one.predictedLabel]},
        {title: 'Images', cell: (one) => count(one.count)},
        {title: 'Of the class', cell: (one) => percent(one.count / metrics.classes[one.trueLabel].support, 1)},
        ...(data.confused.length === 0 ? [] : [{
          title: 'Images to see',
          cell: (one) => showButton(one.trueLabel, one.predictedLabel, 'show'),
        }]),
      ], worst));
    const average = (title, one) => element('span', {}, title + ': precision ' + percent(one.precision, 1) + ', recall ' + percent(one.recall, 1) + ', F1 ' + percent(one.f1, 1) + '. ');
    byId('averages').replaceChildren(element('p', {class: 'muted'}, average('Mean over classes', metrics.macro), average('Weighted by images', metrics.weighted),
      isNumber(metrics.meanRocArea) ? 'Mean ROC area ' + decimal(metrics.meanRocArea) + ', mean average precision ' + decimal(metrics.meanAveragePrecision) + '.' : ''));
    byId('temperature-table').replaceChildren(table('Before and after temperature scaling', [
      {title: 'Probabilities', text: true, rowHeader: true, cell: (row) => row[0]},
      {title: 'NLL', cell: (row) => decimal(row[1].negativeLogLikelihood)},
      {title: 'Brier', cell: (row) => decimal(row[1].brierScore)},
      {title: 'ECE', cell: (row) => percent(row[1].expectedCalibrationError)},
    ], [['as they are', metrics], ['at temperature ' + temperatures(metrics), metrics.temperature]]));
    byId('classes-table').replaceChildren(sortableTable('Scores per class', [
      {title: 'Class', text: true, rowHeader: true, value: (row) => names[row.label], cell: (row) => names[row.label]},
      {title: 'Images', value: (row) => row.support, cell: (row) => count(row.support)},
      {title: 'Precision', value: (row) => row.precision, cell: (row) => percent(row.precision, 1)},
      {title: 'Recall', value: (row) => row.recall, cell: (row) => percent(row.recall, 1)},
      {title: 'F1', value: (row) => row.f1, cell: (row) => percent(row.f1, 1)},
      ...(metrics.classes.some((row) => isNumber(row.rocArea)) ? [
        {title: 'ROC area', value: (row) => row.rocArea, cell: (row) => decimal(row.rocArea, 3)},
        {title: 'Average precision', value: (row) => row.averagePrecision, cell: (row) => decimal(row.averagePrecision, 3)},
      ] : []),
    ], metrics.classes));
    lazily('calibration-table', () => table('Calibration', [
      {title: 'Confidence', rowHeader: true, cell: (bin) => percent(bin.low, 1) + ' to ' + percent(bin.high, 1)},
      {title: 'Images', cell: (bin) => count(bin.examples)},
      {title: 'Right', cell: (bin) => percent(bin.accuracy, 1)},
      {title: 'Mean confidence', cell: (bin) => percent(bin.confidence, 1)},
    ], metrics.calibration));
    if (metrics.confusionMatrix) {
      lazily('matrix-table', matrixTable);
    }
  }

  function drawClasses() {
    const select = byId('candidate');
    data.candidates.forEach((candidate, index) => select.append(element('option', {value: index}, candidate.name)));
    select.selectedIndex = data.candidates.indexOf(headline);
    byId('chooser').hidden = data.candidates.length === 1;
    select.addEventListener('change', () => {
      chosen = data.candidates[select.selectedIndex];
      drawChosenTables();
      charts.filter((chart) => chart.followsChoice).forEach(drawChart);
    });
    if (headline.metrics.confusionMatrix) {
      byId('matrix').classList.toggle('wide', names.length > 30);
      addChart('matrix-chart', () => 'Confusion matrix of ' + chosen.name + ' as a heat map; the same numbers are in the table below.', matrixOption);
      charts[charts.length - 1].followsChoice = true;
      charts[charts.length - 1].click = ([column, row]) => {
        const order = classOrder();
        showCell(order[row], order[column]);
      };
      const matrixChart = charts[charts.length - 1];
      byId('matrix-order').addEventListener('change', () => {
        drawChart(matrixChart);
        lazily('matrix-table', matrixTable);
      });
    } else {
      byId('matrix').replaceChildren(element('p', {class: 'muted'},
        'The confusion matrix of ' + count(names.length) + ' classes is in metrics.json; the most common confusions are below.'));
    }
    addChart('calibration-chart', () => 'Calibration of ' + chosen.name + ': expected calibration error '
      + percent(chosen.metrics.expectedCalibrationError) + '.', calibrationOption);
    charts[charts.length - 1].followsChoice = true;
    drawChosenTables();
  }

  function gallery(images) {
    const list = element('ul', {class: 'gallery'});
    for (const image of images) {
      const truth = names[image.trueLabel];
      const guess = names[image.predictedLabel];
      const others = image.top.filter((one) => one.label !== image.predictedLabel)
        .map((one) => element('span', {}, ', ', element('bdi', {}, names[one.label]), ' ' + percent(one.probability, 1)));
      if (others.length > 0) {
        others[0].firstChild.replaceWith('then ');
      }
      const right = image.trueLabel === image.predictedLabel;
      list.append(element('li', {}, element('figure', {},
        element('img', {src: 'data:image/png;base64,' + image.png, alt: right ? truth : truth + ', taken for ' + guess, title: image.id}),
        element('figcaption', {}, element('strong', {}, element('bdi', {}, guess), ' ' + percent(image.probability, 1)), element('br'),
          ...(right ? ['right'] : ['true: ', element('bdi', {}, truth)]),
          ...(others.length > 0 ? [element('br'), element('small', {}, ...others)] : []),
          element('br'), element('small', {}, image.id)))));
    }
    return list;
  }

  function drawMistakes() {
    if (data.mistakes.length === 0) {
      byId('mistakes-list').append(element('p', {}, 'None to show.'));
    } else {
      byId('mistakes-list').append(element('p', {class: 'muted'},
        'Images that ' + headline.name + ' got wrong, the surest first: what it saw in bold, then the truth.'), gallery(data.mistakes));
    }
    if (data.uncertain.length === 0) {
      byId('uncertain').hidden = true;
    } else {
      byId('uncertain-list').append(element('p', {class: 'muted'},
        'Images on which the probabilities of ' + headline.name + ' are spread the most (highest entropy), right or wrong.'), gallery(data.uncertain));
    }
  }

  function drawRanking() {
    const classes = headline.metrics.classes.filter((row) => row.curve && row.support > 0 && row.support < headline.metrics.examples);
    if (classes.length === 0) {
      byId('ranking').hidden = true;
      return;
    }
    const shown = [...classes].sort((a, b) => a.averagePrecision - b.averagePrecision).slice(0, 4);
    const others = headline.metrics.examples;
    byId('ranking-note').textContent = 'Of ' + headline.name + ', one class against all others by its probability: the '
      + (shown.length < classes.length ? shown.length + ' classes' : 'classes') + ' of the lowest average precision. All classes are in the table above.';
    const dashes = ['solid', [8, 4], [2, 3], [10, 3, 2, 3]];
    const option = (points, xName, yName) => (colours) => ({
      legend: true,
      grid: {left: 8, right: 18, top: 14, bottom: 26, containLabel: true},
      tooltip: tooltip(colours, {trigger: 'item'}),
      xAxis: {type: 'value', min: 0, max: 1, name: xName, nameLocation: 'middle', nameGap: 24, nameTextStyle: {color: colours.muted}, axisLabel: {color: colours.muted}, axisLine: {lineStyle: {color: colours.muted}}, splitLine: {show: false}},
      yAxis: {type: 'value', min: 0, max: 1, name: yName, nameTextStyle: {color: colours.muted}, axisLabel: {color: colours.muted}, splitLine: {lineStyle: {color: colours.line}}},
      series: shown.map((row, index) => ({
        name: names[row.label], type: 'line', symbol: 'none', data: points(row), lineStyle: {width: 2, type: dashes[index]},
        color: [colours.first, colours.second, colours.third, colours.fourth][index],
      })),
    });
    const describe = (what, key) => () => what + ': ' + shown.map((row) => names[row.label] + ' ' + decimal(row[key], 3)).join(', ') + '.';
    addChart('roc-chart', describe('Area under the ROC curve', 'rocArea'), option(
      (row) => row.curve.map(([found, wrong]) => [wrong / (others - row.support), found / row.support]), 'false positive rate', ''));
    addChart('precision-chart', describe('Average precision', 'averagePrecision'), option(
      (row) => row.curve.slice(1).map(([found, wrong]) => [found / row.support, found / (found + wrong)]), 'recall', ''));
  }

  function drawSlices() {
    const slices = [data.sizes, data.frequencies].filter((list) => list.length > 1).flat();
    const quarantined = Object.entries(data.dataset.quarantined);
    if (slices.length > 0) {
      byId('slices-table').append(table('Error by kind of image', [
        {title: 'Images', text: true, rowHeader: true, cell: (slice) => slice.name},
        {title: 'Number', cell: (slice) => count(slice.images)},
        {title: 'Top-1 error', cell: (slice) => percent(slice.errors / slice.images)},
        {title: '95 % interval', cell: (slice) => percent(slice.low) + ' to ' + percent(slice.high)},
      ], slices));
    }
    if (quarantined.length > 0) {
      const total = quarantined.reduce((sum, [, number]) => sum + number, 0);
      const errors = Math.round(headline.metrics.top1Error * headline.metrics.examples);
      byId('quarantine').textContent = count(total) + ' inputs of the data set were quarantined and are not judged ('
        + quarantined.map(([reason, number]) => reason + ' ' + count(number)).join(', ') + '). If all had been '
        + data.dataset.split + ' images and classified wrong, the error would be ' + percent((errors + total) / (headline.metrics.examples + total)) + '.';
    }
    byId('slices').hidden = slices.length === 0 && quarantined.length === 0;
  }

  function drawTime() {
    const run = data.runs[0];
    const timings = run ? run.timings : [];
    const total = timings.reduce((sum, timing) => sum + timing.seconds, 0);
    if (total === 0) {
      byId('time').hidden = true;
      return;
    }
    const share = (timing) => timing.seconds / total;
    byId('time-caption').textContent = 'Seconds by phase of the averaging rounds, all together ' + compact(total) + ' s.';
    const bar = byId('time-bar');
    bar.setAttribute('aria-label', timings.map((timing) => timing.phase + ' ' + percent(share(timing), 0)).join(', '));
    timings.forEach((timing, index) => {
      const part = element('span', {class: 'phase-' + (index % 6)});
      part.style.flex = share(timing) + ' 1 0';
      if (share(timing) > 0.12) {
        part.append(element('em', {}, timing.phase));
      }
      bar.append(part);
    });
    byId('time-table').append(table('Time by phase', [
      {
        title: 'Phase', text: true, rowHeader: true,
        cell: (timing) => element('span', {}, element('span', {class: 'swatch phase-' + (timings.indexOf(timing) % 6)}), timing.phase),
      },
      {title: 'Seconds', cell: (timing) => timing.seconds.toFixed(1)},
      {title: 'Share', cell: (timing) => percent(share(timing), 1)},
    ], timings));
      if (run.epochs.length === 0) {
      byId('timeline').hidden = true;
      return;
    }
    const phases = Object.keys(run.epochs[0].seconds);
    addChart('timeline-chart', () => 'Seconds of each epoch by phase: ' + phases.map((phase) => phase + ' '
      + compact(run.epochs.reduce((sum, epoch) => sum + epoch.seconds[phase], 0)) + ' s').join(', ') + '.', (colours) => ({
      legend: true,
      grid: {left: 8, right: 18, top: 14, bottom: 26, containLabel: true},
      tooltip: tooltip(colours, {trigger: 'axis', formatter: (items) => ['epoch ' + items[0].name, ...items.map((item) => item.seriesName + ': ' + compact(item.value) + ' s')].join('\n')}),
      xAxis: {type: 'category', data: run.epochs.map((epoch) => epoch.epoch), name: 'epoch', nameLocation: 'middle', nameGap: 24, nameTextStyle: {color: colours.muted}, axisLabel: {color: colours.muted}, axisLine: {lineStyle: {color: colours.muted}}},
      yAxis: {type: 'value', axisLabel: {color: colours.muted, formatter: '{value} s'}, splitLine: {lineStyle: {color: colours.line}}},
      series: phases.map((phase, index) => ({
        name: phase, type: 'bar', stack: 'seconds', color: ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#56636f'][index % 6],
        itemStyle: {borderColor: colours.page, borderWidth: 0.5}, data: run.epochs.map((epoch) => epoch.seconds[phase]),
      })),
    }));
  }

  const isLeaf = (node) => node === null || typeof node !== 'object';
  const plainKey = (key) => (/^[\w.-]+$/.test(key) ? key : JSON.stringify(key));

  function scalar(value) {
    const plain = typeof value !== 'string'
      || (/^[A-Za-z/][\w ./-]*$/.test(value) && !/^(true|false|null|yes|no|on|off)$/i.test(value) && !value.endsWith(' '));
    return plain ? String(value) : JSON.stringify(value);
  }

  function yaml(node, indent) {
    if (isLeaf(node)) {
      return ' ' + scalar(node) + '\n';
    }
    const entries = Object.entries(node);
    if (entries.length === 0) {
      return Array.isArray(node) ? ' []\n' : ' {}\n';
    }
    if (Array.isArray(node) && node.every(isLeaf)) {
      return ' [' + node.map(scalar).join(', ') + ']\n';
    }
    return '\n' + entries.map(([key, value]) =>
      indent + (Array.isArray(node)
        ? '-' + yaml(value, indent + '  ').replace(/^\n +/, ' ')
        : plainKey(key) + ':' + yaml(value, indent + '  '))).join('');
  }

  function drawFooter() {
    byId('configuration').textContent = yaml(data.configuration, '').trim();
    byId('versions').textContent = 'Made by ' + [...Object.entries(data.versions), ['Apache ECharts', echarts.version]]
      .map(([name, version]) => name + ' ' + version).join(' · ');
  }

  drawHeader();
  drawModels();
  drawCurves();
  drawClasses();
  drawRanking();
  drawSlices();
  drawMistakes();
  drawTime();
  drawFooter();
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
  darkScheme.addEventListener('change', drawAll);
  const recipe = byId('configuration').closest('details');
  let recipeOpen = recipe.open;
  window.addEventListener('beforeprint', () => {
    printing = true;
    recipeOpen = recipe.open;
    recipe.open = true;
    drawAll();
  });
  window.addEventListener('afterprint', () => {
    printing = false;
    recipe.open = recipeOpen;
    drawAll();
  });
})();
