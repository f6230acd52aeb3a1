import { text } from './texts';

/** Every state a point can be in, worst first: the order of lists. */
export const states = ['down', 'unreachable', 'degraded', 'unknown', 'maintenance', 'up'] as const;
export type State = (typeof states)[number];

/** The name as one of ours; a state this page does not know yet reads as unknown. */
export function stateOf(name: string): State {
  return (states as readonly string[]).includes(name) ? (name as State) : 'unknown';
}

/** Lower is worse. */
export function rank(state: State): number {
  return states.indexOf(state);
}

/** The shape of a state: it is drawn once, in the page's frame. */
export function shape(state: State): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', `shape is-${state}`);
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', text(`state.${state}`));
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#s-${state}`);
  svg.append(use);
  return svg;
}

/** Turns a shape that stands in the page into that of another state. */
export function reshape(svg: Element, state: State): void {
  for (const other of states) svg.classList.toggle(`is-${other}`, other === state);
  svg.querySelector('use')?.setAttribute('href', `#s-${state}`);
  svg.setAttribute('aria-label', text(`state.${state}`));
}
