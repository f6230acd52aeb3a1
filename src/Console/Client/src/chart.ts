import uPlot from 'uplot';
import { bits, clock, decimal, rate, whole } from './figures';
import { stateOf, type State } from './states';
import { text } from './texts';

type Figures = (number | null)[];

/** The answer of /api/v1/series: columns of one length, rates in octets a second; null where nothing was measured. */
export interface Series {
  step: number;
  at: number[];
  inMean: Figures;
  inMin: Figures;
  inMax: Figures;
  outMean: Figures;
  outMin: Figures;
  outMax: Figures;
  clients: Figures;
  states: { from: number; to: number; state: string }[];
}

/** A token's colour as it is now, light or dark. */
function colour(name: string, alpha = 1): string {
  const probe = document.createElement('i');
  probe.style.color = alpha === 1 ? `var(--${name})` : `color-mix(in srgb, var(--${name}) ${alpha * 100}%, transparent)`;
  document.body.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  return computed;
}

const axisSize = 50;
const stripHeight = 12;
const megabit = (values: Figures): Figures => values.map(value => (value === null ? null : (bits(value) ?? 0) / 1e6));

function timeAxis(span: number, extra = 0): uPlot.Axis {
  const two = (n: number) => String(n).padStart(2, '0');
  return {
    stroke: colour('muted'),
    grid: { show: false },
    ticks: { show: false },
    font: '12px Inter, sans-serif',
    size: 28 + extra,
    gap: 6 + extra,
    values: (_, splits) => splits.map(s => {
      const at = new Date(s * 1000);
      return span > 2 * 86400 ? `${two(at.getDate())}/${two(at.getMonth() + 1)}` : clock(at);
    }),
  };
}

function figureAxis(values: (v: number) => string): uPlot.Axis {
  return {
    stroke: colour('muted'),
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
    font: '12px Inter, sans-serif',
    size: axisSize,
    values: (_, splits) => splits.map(values),
  };
}

/** What stands under the pointer, in words. */
function tip(words: (at: number, index: number) => string): uPlot.Plugin {
  const box = document.createElement('div');
  box.className = 'plot-tip';
  box.hidden = true;
  return {
    hooks: {
      init: plot => void plot.over.append(box),
      setCursor: plot => {
        const { idx, left } = plot.cursor;
        if (idx == null || left == null || left < 0) {
          box.hidden = true;
          return;
        }
        box.hidden = false;
        box.textContent = words(plot.data[0][idx] ?? 0, idx);
        const room = plot.over.clientWidth - box.offsetWidth - 8;
        box.style.left = `${Math.max(0, Math.min(left + 10, room))}px`;
        box.style.top = '6px';
      },
    },
  };
}

/** The strip of states on the same time axis, in the room below the bars. */
function strip(states: { from: number; to: number; state: string }[]): uPlot.Plugin {
  return {
    hooks: {
      draw: plot => {
        const { ctx, bbox } = plot;
        const dpr = devicePixelRatio;
        const top = bbox.top + bbox.height + 5 * dpr;
        ctx.save();
        ctx.fillStyle = colour('line');
        ctx.fillRect(bbox.left, top, bbox.width, stripHeight * dpr);
        for (const part of states) {
          const from = Math.max(bbox.left, plot.valToPos(part.from, 'x', true));
          const to = Math.min(bbox.left + bbox.width, plot.valToPos(part.to, 'x', true));
          if (to <= from) continue;
          ctx.fillStyle = colour(stateOf(part.state) satisfies State);
          ctx.fillRect(from, top, Math.max(to - from, dpr), stripHeight * dpr);
        }
        ctx.restore();
      },
    },
  };
}

/** The two plots of an access point's page: traffic with its band, and people with the strip of states. */
export class AccessPointPlots {
  private plots: uPlot[] = [];
  private series: Series | undefined;

  constructor(private readonly traffic: HTMLElement, private readonly people: HTMLElement) {
    const again = () => this.draw();
    new ResizeObserver(again).observe(traffic);
    document.addEventListener('themechange', again);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  }

  show(series: Series): void {
    this.series = series;
    this.draw();
  }

  private draw(): void {
    const series = this.series;
    if (!series || this.traffic.clientWidth === 0) return;
    for (const plot of this.plots) plot.destroy();
    this.plots = [this.drawTraffic(series), this.drawPeople(series)];
  }

  private drawTraffic(series: Series): uPlot {
    const whole = (series.at.at(-1) ?? 0) - (series.at[0] ?? 0);
    const line = (token: string): uPlot.Series => ({ stroke: colour(token), width: 1.4, points: { show: false }, spanGaps: false });
    const edge: uPlot.Series = { width: 0, points: { show: false }, spanGaps: false };
    return new uPlot(
      {
        width: this.traffic.clientWidth - 12,
        height: this.traffic.clientHeight - 10,
        cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
        legend: { show: false },
        scales: { y: { range: (_, __, max) => [0, Math.max(1, max * 1.06)] } },
        axes: [timeAxis(whole), figureAxis(value => decimal(value, value < 10 && value % 1 !== 0 ? 1 : 0))],
        series: [{}, edge, edge, line('up'), edge, edge, line('maintenance')],
        bands: [
          { series: [2, 1], fill: colour('up', 0.17) },
          { series: [5, 4], fill: colour('maintenance', 0.15) },
        ],
        plugins: [tip((at, i) => {
          const figure = (values: Figures) => (values[i] == null ? '–' : rate(bits(values[i]) ?? 0));
          return `${clock(new Date(at * 1000))}  ${text('ap.down')} ${figure(series.inMean)}  ${text('ap.up')} ${figure(series.outMean)}`;
        })],
      },
      [series.at, megabit(series.inMin), megabit(series.inMax), megabit(series.inMean),
        megabit(series.outMin), megabit(series.outMax), megabit(series.outMean)] as uPlot.AlignedData,
      this.traffic,
    );
  }

  private drawPeople(series: Series): uPlot {
    const span = (series.at.at(-1) ?? 0) - (series.at[0] ?? 0);
    return new uPlot(
      {
        width: this.people.clientWidth - 12,
        height: this.people.clientHeight - 10,
        cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
        legend: { show: false },
        scales: { y: { range: (_, __, max) => [0, Math.max(4, max * 1.08)] } },
        axes: [timeAxis(span, stripHeight + 6), figureAxis(value => (Number.isInteger(value) ? whole(value) : ''))],
        series: [{}, {
          stroke: colour('up', 0.55),
          fill: colour('up', 0.55),
          width: 0,
          points: { show: false },
          ...(uPlot.paths.bars ? { paths: uPlot.paths.bars({ size: [0.82, 40], align: 1 }) } : {}),
        }],
        plugins: [
          strip(series.states),
          tip((at, i) => `${clock(new Date(at * 1000))}  ${series.clients[i] == null ? '–' : whole(Math.round(series.clients[i]))} ${text('ap.people')}`),
        ],
      },
      [series.at, series.clients] as uPlot.AlignedData,
      this.people,
    );
  }
}
