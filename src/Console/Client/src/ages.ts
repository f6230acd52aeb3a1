import { age, span } from './figures';
import { serverNow } from './liveness';

/** Writes one running age: "00.02.14" where something is wrong, "41 j 06 m" where it is calm. */
export function showAge(element: HTMLElement): void {
  const since = element.dataset['since'];
  if (!since) return;
  const seconds = (serverNow() - Date.parse(since)) / 1000;
  element.textContent = element.dataset['form'] === 'age' ? age(seconds) : span(seconds);
}

/** Keeps every element with `data-since` running. */
export function runAges(): void {
  const all = () => document.querySelectorAll<HTMLElement>('[data-since]').forEach(showAge);
  setInterval(all, 1000);
  all();
}
