import { decimal, rate, whole } from './figures';
import type { Totals } from './live';

/** The counters and the figures beside the navigation. */
export function showTotals(totals: Totals): void {
  const put = (name: string, value: string) => {
    for (const element of document.querySelectorAll(`[data-total="${name}"]`)) {
      if (element.textContent !== value) element.textContent = value;
    }
  };
  let points = 0;
  for (const [state, count] of Object.entries(totals.states)) {
    put(state, whole(count));
    points += count;
  }
  put('points', whole(points));
  put('clients', whole(totals.clients));
  put('sessions', whole(totals.sessions));
  put('outages', whole(totals.outages));
  put('bps', rate(totals.bps));
  put('success', totals.success === null ? '–' : `${decimal(totals.success * 100)} %`);
}
