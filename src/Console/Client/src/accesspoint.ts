import { AccessPointPlots, type Series } from './chart';
import { showAge } from './ages';
import { bits, rate, whole } from './figures';
import type { Metric } from './live';
import { reshape, stateOf } from './states';
import { text } from './texts';

/** The page of one access point. */
export class AccessPointPage {
  private readonly name = document.body.dataset['ap'] ?? '';
  private readonly plots: AccessPointPlots | undefined;

  constructor() {
    const traffic = document.querySelector<HTMLElement>('[data-plot="traffic"]');
    const people = document.querySelector<HTMLElement>('[data-plot="people"]');
    if (traffic && people) this.plots = new AccessPointPlots(traffic, people);
    void this.load();
    setInterval(() => void this.load(), 60_000);
  }

  state(name: string, since: string, cause: string): void {
    const badge = document.querySelector<HTMLElement>('[data-badge]');
    if (!badge) return;
    const state = stateOf(name);
    badge.className = `badge is-${state}`;
    const shape = badge.querySelector('.shape');
    if (shape) reshape(shape, state);
    const word = badge.querySelector('[data-f="word"]');
    if (word) word.textContent = text(`state.${state}`);
    const age = badge.querySelector<HTMLElement>('[data-since]');
    if (age) {
      age.dataset['since'] = since;
      showAge(age);
    }
    const causeOf = document.querySelector('[data-f="cause"]');
    if (causeOf) causeOf.textContent = state === 'up' ? '' : cause;
    void this.load();
  }

  metric(metric: Metric): void {
    const put = (field: string, value: string) => {
      const element = document.querySelector(`[data-now="${field}"]`);
      if (element) element.textContent = value;
    };
    put('clients', metric.clients == null ? '–' : whole(metric.clients));
    put('in', metric.inBps == null ? '–' : rate(bits(metric.inBps) ?? 0));
    put('out', metric.outBps == null ? '–' : rate(bits(metric.outBps) ?? 0));
  }

  private async load(): Promise<void> {
    const hours = document.body.dataset['hours'] ?? '24';
    const answer = await fetch(`/api/v1/series?accessPoint=${encodeURIComponent(this.name)}&hours=${hours}&columns=true`);
    if (answer.ok) this.plots?.show((await answer.json()) as Series);
  }
}
