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
        text: '#e8edf1', muted: '#a5b2bd', line: '#35424d', page: '#12181e', first: '#56b4e9', second: '#e69f00',
        scale: ['#1b242c', '#17394f', '#155277', '#1f6fa3', '#4a93cb', '#86bbe6', '#cfe6f9'], darkFrom: 4,
      }
      : {
        text: '#1b2530', muted: '#56636f', line: '#d5dce2', page: '#ffffff', first: '#0072b2', second: '#d55e00',
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
    chart.container.setAttribute('aria-label', chart.label());
    chart.instance = echarts.init(chart.container, null, {renderer: 'svg', width});
    chart.instance.setOption({animation: false, textStyle: {fontFamily: getComputedStyle(document.body).fontFamily}, ...option});
    chart.instance.getZr().flush();
    if (!chart.container.querySelector('svg path')) {
      note('nothing drawn in ' + chart.container.id);
    }
  }

  const drawAll = () => charts.forEach(drawChart);

  const tooltip = (colours, more) => ({
    renderMode: 'richText', confine: true, backgroundColor: colours.page, borderColor: colours.line,
    textStyle: {color: colours.text, fontSize: 13}, ...more,
  });

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
      ['Negative log likelihood', decimal(metrics.negativeLogLikelihood), 'nats per image; lower is better'],
      ['Calibration error', percent(metrics.expectedCalibrationError), 'expected, over 15 bins of confidence'],
    ];
    for (const [title, value, small] of cards) {
      byId('cards').append(element('div', {class: 'card'}, title, element('b', {}, value), element('small', {}, small)));
    }
    byId('cards').before(element('p', {}, 'Headline model: ', element('strong', {}, headline.name), ' (' + headline.cost + ')'));
  }

  function drawModels() {
    const k = headline.metrics.topK;
    const measures = [
      ['Top-1 error', 'top1Error', percent],
      ...(k > 1 ? [['Top-' + k + ' error', 'topKError', percent]] : []),
      ['NLL', 'negativeLogLikelihood', decimal],
      ['Brier', 'brierScore', decimal],
      ['ECE', 'expectedCalibrationError', percent],
    ];
    const columns = [{
      title: 'Model', text: true, rowHeader: true,
      cell: (candidate) => {
        const cell = element('span', {}, candidate.name);
        if (candidate.name === data.best && data.candidates.length > 1) {
          cell.append(element('span', {class: 'tag'}, '★ best'));
        }
        if (candidate.name === data.headline && data.candidates.length > 1) {
          cell.append(element('span', {class: 'tag'}, 'headline'));
        }
        return cell;
      },
    }, ...measures.map(([title, key, format]) => ({title, cell: (candidate) => format(candidate.metrics[key])})), {
      title: 'Cost', text: true, nowrap: true, cell: (candidate) => candidate.cost,
    }, {
      title: 'Made of', text: true,
      cell: (candidate) => {
        const members = candidate.members;
        const few = members.length > 4 ? [...members.slice(0, 2), '…', members[members.length - 1]] : members;
        return candidate.kind + ': ' + few.join(', ') + (members.length > 4 ? ' (' + members.length + ')' : '');
      },
    }];
    const region = table('Models and their errors', columns, data.candidates);
    const lines = region.querySelectorAll('tbody tr');
    data.candidates.forEach((candidate, row) => {
      if (candidate.name === data.best && data.candidates.length > 1) {
        lines[row].classList.add('best');
      }
      measures.forEach(([, key], column) => {
        const lowest = Math.min(...data.candidates.map((other) => other.metrics[key]));
        if (data.candidates.length > 1 && candidate.metrics[key] === lowest && !(key === 'topKError' && k >= names.length)) {
          lines[row].cells[column + 1].classList.add('lowest');
        }
      });
    });
    byId('models-table').append(region);
    const few = k >= names.length && k > 1
      ? ' With ' + names.length + ' classes the top-5 error is the top-' + k + ' error, which is always 0.' : '';
    byId('models-note').textContent = (data.candidates.length > 1 ? '★ marks the lowest of a column. ' : '')
      + 'NLL: negative log likelihood in nats. Brier: squared distance from the truth, 0 to 2. '
      + 'ECE: expected calibration error. Lower is better in all of them.' + few;
  }

  const errorOf = (accuracy) => (isNumber(accuracy) ? 100 * (1 - accuracy) : null);

  function curveOption(series, format, named) {
    return (colours, width) => {
      const present = series.filter((one) => one.points.some((point) => point[1] !== null));
      const marks = data.snapshots.map((mark) => ({xAxis: mark.epoch, name: mark.name}));
      return {
        legend: {show: present.length > 1, top: 0, right: 8, itemWidth: 34, itemStyle: {opacity: 0}, textStyle: {color: colours.text}},
        grid: {left: 8, right: 18, top: present.length > 1 ? 34 : 14, bottom: 26, containLabel: true},
        tooltip: tooltip(colours, {
          trigger: 'axis',
          formatter: (items) => ['epoch ' + compact(items[0].value[0]),
            ...items.map((item) => item.seriesName + ': ' + format(item.value[1])),
            ...data.snapshots.filter((mark) => mark.epoch === items[0].value[0]).map((mark) => 'snapshot ' + mark.name)].join('\n'),
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
          color: one.dashed ? colours.first : colours.second,
          markLine: index > 0 ? undefined : {
            silent: true, symbol: ['none', 'triangle'], symbolSize: 7, symbolRotate: 180, animation: false,
            lineStyle: {color: colours.muted, type: 'dotted', width: 1},
            label: {show: named && marks.length <= 10 && width > 400, position: 'insideEndTop', formatter: '{b}', color: colours.muted, fontSize: 10},
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
    if (data.curve.length === 0) {
      byId('curves').hidden = true;
      return;
    }
    const points = (value) => data.curve.map((point) => [point.epoch, value(point)]);
    const loss = [
      {name: 'training', dashed: true, points: points((point) => point.trainLoss)},
      {name: 'validation', dashed: false, points: points((point) => point.validationLoss)},
    ];
    const error = [
      {name: 'training', dashed: true, points: points((point) => errorOf(point.trainAccuracy))},
      {name: 'validation', dashed: false, points: points((point) => errorOf(point.validationAccuracy))},
    ];
    const rate = [{name: 'learning rate', dashed: true, points: points((point) => point.learningRate)}];
    const describe = (title, series) => () =>
      title + ' over ' + compact(data.curve[data.curve.length - 1].epoch) + ' epochs. '
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
    const validated = loss[1].points.some((point) => point[1] !== null);
    byId('snapshots-note').textContent =
      (validated ? '' : 'There is no validation curve: the run was not validated. ')
      + (data.snapshots.length === 0 ? '' : 'Marked by ▼: snapshots '
        + data.snapshots.map((mark) => mark.name + ' (epoch ' + compact(mark.epoch) + ')').join(', ') + '.');
    lazily('curves-table', () => table('Learning curves', [
      {title: 'Epoch', rowHeader: true, cell: (point) => compact(point.epoch)},
      {title: 'Step', cell: (point) => count(point.step)},
      {title: 'Learning rate', cell: (point) => compact(point.learningRate)},
      {title: 'Training loss', cell: (point) => decimal(point.trainLoss)},
      {title: 'Training accuracy', cell: (point) => percent(point.trainAccuracy)},
      {title: 'Validation loss', cell: (point) => decimal(point.validationLoss)},
      {title: 'Validation accuracy', cell: (point) => percent(point.validationAccuracy)},
    ], data.curve));
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
    const small = names.length <= 30;
    const longest = Math.max(...names.map((name) => name.length));
    const margin = Math.min(24 + 7 * Math.max(longest, 9), small ? 150 : 100, width * 0.26);
    const side = Math.min(width - margin - 6, small ? Math.max(140, 58 * names.length) : 620);
    const cell = side / names.length;
    const cells = [];
    matrix.forEach((row, t) => {
      const support = chosen.metrics.classes[t].support;
      row.forEach((value, p) => {
        const step = support === 0 ? 0 : stepOf(value / support);
        const light = colours.lightFrom ? step >= colours.lightFrom : step < colours.darkFrom;
        cells.push({value: [p, t, step, value], label: {color: light ? '#ffffff' : '#10202e'}});
      });
    });
    const axis = {
      type: 'category', data: names, splitArea: {show: false}, axisTick: {show: false},
      axisLine: {lineStyle: {color: colours.muted}},
    };
    const axisLabel = {color: colours.text, width: margin - 14, overflow: 'truncate', interval: small ? 0 : Math.ceil(13 / cell) - 1, fontSize: small ? 12 : 10};
    return {
      height: side + margin + 6,
      grid: {left: margin, top: margin, width: side, height: side},
      tooltip: tooltip(colours, {
        formatter: (item) => {
          const [p, t, , value] = item.value;
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
      legend: {top: 0, right: 8, textStyle: {color: colours.text}},
      grid: {left: 8, right: 14, top: 34, bottom: 26, containLabel: true},
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
      ],
    };
  }

  function matrixTable() {
    return table('Confusion matrix, rows true, columns predicted', [
      {title: 'true \\ predicted', text: true, rowHeader: true, cell: (row) => names[row.label]},
      ...names.map((name, p) => ({title: name, cell: (row) => String(row.counts[p])})),
    ], chosen.metrics.confusionMatrix.map((counts, label) => ({label, counts})));
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
      ], worst));
    byId('classes-table').replaceChildren(sortableTable('Scores per class', [
      {title: 'Class', text: true, rowHeader: true, value: (row) => names[row.label], cell: (row) => names[row.label]},
      {title: 'Images', value: (row) => row.support, cell: (row) => count(row.support)},
      {title: 'Precision', value: (row) => row.precision, cell: (row) => percent(row.precision, 1)},
      {title: 'Recall', value: (row) => row.recall, cell: (row) => percent(row.recall, 1)},
      {title: 'F1', value: (row) => row.f1, cell: (row) => percent(row.f1, 1)},
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
    } else {
      byId('matrix').replaceChildren(element('p', {class: 'muted'},
        'The confusion matrix of ' + count(names.length) + ' classes is in metrics.json; the most common confusions are below.'));
    }
    addChart('calibration-chart', () => 'Calibration of ' + chosen.name + ': expected calibration error '
      + percent(chosen.metrics.expectedCalibrationError) + '.', calibrationOption);
    charts[charts.length - 1].followsChoice = true;
    drawChosenTables();
  }

  function drawMistakes() {
    if (data.mistakes.length === 0) {
      byId('mistakes-list').append(element('p', {}, 'None to show.'));
      return;
    }
    const list = element('ul', {class: 'gallery'});
    for (const mistake of data.mistakes) {
      const truth = names[mistake.trueLabel];
      const guess = names[mistake.predictedLabel];
      const others = mistake.top.filter((one) => one.label !== mistake.predictedLabel)
        .map((one) => element('span', {}, ', ', element('bdi', {}, names[one.label]), ' ' + percent(one.probability, 1)));
      if (others.length > 0) {
        others[0].firstChild.replaceWith('then ');
      }
      list.append(element('li', {}, element('figure', {},
        element('img', {src: 'data:image/png;base64,' + mistake.png, alt: truth + ', taken for ' + guess, title: mistake.id}),
        element('figcaption', {}, element('strong', {}, element('bdi', {}, guess), ' ' + percent(mistake.probability, 1)), element('br'),
          'true: ', element('bdi', {}, truth),
          ...(others.length > 0 ? [element('br'), element('small', {}, ...others)] : []),
          element('br'), element('small', {}, mistake.id)))));
    }
    byId('mistakes-list').append(element('p', {class: 'muted'},
      'Images that ' + headline.name + ' got wrong, the surest first: what it saw in bold, then the truth.'), list);
  }

  function drawTime() {
    const total = data.timings.reduce((sum, timing) => sum + timing.seconds, 0);
    if (total === 0) {
      byId('time').hidden = true;
      return;
    }
    const share = (timing) => timing.seconds / total;
    byId('time-caption').textContent = 'Seconds by phase of the averaging rounds, all together ' + compact(total) + ' s.';
    const bar = byId('time-bar');
    bar.setAttribute('aria-label', data.timings.map((timing) => timing.phase + ' ' + percent(share(timing), 0)).join(', '));
    data.timings.forEach((timing, index) => {
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
        cell: (timing) => element('span', {}, element('span', {class: 'swatch phase-' + (data.timings.indexOf(timing) % 6)}), timing.phase),
      },
      {title: 'Seconds', cell: (timing) => timing.seconds.toFixed(1)},
      {title: 'Share', cell: (timing) => percent(share(timing), 1)},
    ], data.timings));
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
