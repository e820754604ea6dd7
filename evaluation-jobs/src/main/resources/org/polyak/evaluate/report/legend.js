'use strict';
// The legend of a chart as buttons, so that series are shown and hidden by keyboard as by mouse.
const chartLegend = (function () {
  const shapes = {
    circle: ['circle', {cx: 15, cy: 7, r: 5}],
    rect: ['rect', {x: 10, y: 2, width: 10, height: 10}],
    triangle: ['path', {d: 'M15,1 L21,12 H9 Z'}],
    diamond: ['path', {d: 'M15,0.5 L21.5,7 L15,13.5 L8.5,7 Z'}],
  };

  function shape(name, attributes) {
    const node = document.createElementNS('http://www.w3.org/2000/svg', name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    return node;
  }

  // What the series is drawn with: its line with its dashes, its symbol, its bar.
  function swatch(series) {
    const svg = shape('svg', {viewBox: '0 0 30 14', width: 30, height: 14, 'aria-hidden': 'true'});
    if (series.type === 'line') {
      const style = series.lineStyle || {};
      svg.append(shape('path', {
        d: 'M1,7 H29', stroke: series.color, 'stroke-width': style.width || 2,
        'stroke-dasharray': Array.isArray(style.type) ? style.type.join(' ') : 'none',
      }));
    }
    if (series.type === 'bar') {
      svg.append(shape('rect', {x: 5, y: 1, width: 20, height: 12, fill: series.color}));
    } else if (shapes[series.symbol]) {
      const [name, attributes] = shapes[series.symbol];
      svg.append(shape(name, {...attributes, fill: series.color}));
    }
    return svg;
  }

  // Puts buttons above the chart, which has an instance once they are used; gives the option of ECharts.
  return function (chart, series) {
    const named = series.filter((one) => one.name);
    chart.hidden = chart.hidden || new Set();
    if (!chart.legend) {
      chart.legend = document.createElement('div');
      chart.legend.className = 'legend keys';
      chart.legend.setAttribute('role', 'group');
      chart.legend.setAttribute('aria-label', 'Show or hide in the chart below');
      chart.container.before(chart.legend);
    }
    chart.legend.replaceChildren(...named.map((one) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.setAttribute('aria-pressed', String(!chart.hidden.has(one.name)));
      const name = document.createElement('bdi');
      name.textContent = one.name;
      button.append(swatch(one), name);
      button.addEventListener('click', () => {
        if (!chart.hidden.delete(one.name)) {
          chart.hidden.add(one.name);
        }
        button.setAttribute('aria-pressed', String(!chart.hidden.has(one.name)));
        // At once, as all that the page draws: a print or a copy of the page may follow before the next frame.
        chart.instance.dispatchAction({type: 'legendToggleSelect', name: one.name}, {flush: true});
      });
      return button;
    }));
    return {show: false, selected: Object.fromEntries(named.map((one) => [one.name, !chart.hidden.has(one.name)]))};
  };
})();
