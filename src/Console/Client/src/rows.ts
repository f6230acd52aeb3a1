import { showAge } from './ages';
import { bits, megabits, whole } from './figures';
import type { Metric } from './live';
import { rank, reshape, stateOf, type State } from './states';
import { text } from './texts';

/** The rows of access points on this page, kept true while events come in. */
export class Rows {
  private readonly body = document.querySelector<HTMLTableSectionElement>('[data-rows]');
  private readonly fetching = new Set<string>();

  /** Shows a new state; a point that is not on the page yet is fetched and put in its place. */
  async state(name: string, stateName: string, since: string, cause: string): Promise<void> {
    const state = stateOf(stateName);
    for (const dot of document.querySelectorAll(`[data-dot="${CSS.escape(name)}"]`)) this.dot(dot, state);
    if (!this.body) return;
    const row = this.row(name);
    if (!row) {
      if (state !== 'up') await this.fetchRow(name);
      return;
    }
    row.dataset['state'] = state;
    const shape = row.querySelector('.shape');
    if (shape) reshape(shape, state);
    const word = row.querySelector('[data-f="word"]');
    if (word) word.textContent = text(`state.${state}`);
    const ageOf = row.querySelector<HTMLElement>('[data-since]');
    if (ageOf) {
      ageOf.dataset['since'] = since;
      ageOf.dataset['form'] = state === 'up' || state === 'maintenance' ? 'span' : 'age';
      showAge(ageOf);
    }
    const causeOf = row.querySelector('[data-f="cause"]');
    if (causeOf) causeOf.textContent = state === 'up' ? '' : cause;
    row.classList.remove('just-changed');
    void row.offsetWidth;
    row.classList.add('just-changed');
    this.place(row);
  }

  metric(metric: Metric): void {
    const row = this.row(metric.accessPoint);
    if (!row) return;
    const clients = row.querySelector('[data-f="clients"]');
    if (clients) clients.textContent = metric.clients == null ? '–' : whole(metric.clients);
    const traffic = row.querySelector('[data-f="traffic"]');
    if (traffic) traffic.textContent = megabits(metric.inBps == null && metric.outBps == null ? null : bits((metric.inBps ?? 0) + (metric.outBps ?? 0)));
  }

  private row(name: string): HTMLTableRowElement | null {
    return this.body?.querySelector<HTMLTableRowElement>(`tr[data-ap="${CSS.escape(name)}"]`) ?? null;
  }

  private dot(dot: Element, state: State): void {
    const use = dot.querySelector('use');
    use?.setAttribute('href', `#s-${state}`);
    use?.setAttribute('class', `is-${state} dot-${state}`);
    // What is worse is drawn above what is better.
    if (state !== 'up') dot.parentElement?.append(dot);
  }

  private async fetchRow(name: string): Promise<void> {
    if (this.fetching.has(name)) return;
    this.fetching.add(name);
    try {
      const answer = await fetch(`/parts/row?name=${encodeURIComponent(name)}`);
      if (!answer.ok || !this.body || this.row(name)) return;
      const holder = document.createElement('tbody');
      holder.innerHTML = await answer.text();
      const row = holder.querySelector<HTMLTableRowElement>('tr');
      if (row) {
        this.body.append(row);
        this.place(row);
      }
    } finally {
      this.fetching.delete(name);
    }
  }

  /** Moves a row to where its state belongs: worst first, then by name. */
  private place(row: HTMLTableRowElement): void {
    if (!this.body || this.body.dataset['rows'] !== 'worst') return;
    const key = (r: HTMLTableRowElement): [number, string] => [rank(stateOf(r.dataset['state'] ?? 'unknown')), r.dataset['ap'] ?? ''];
    const [ownRank, ownName] = key(row);
    for (const other of this.body.querySelectorAll<HTMLTableRowElement>('tr[data-ap]')) {
      if (other === row) continue;
      const [otherRank, otherName] = key(other);
      if (otherRank > ownRank || (otherRank === ownRank && otherName > ownName)) {
        this.body.insertBefore(row, other);
        return;
      }
    }
    this.body.append(row);
  }
}
