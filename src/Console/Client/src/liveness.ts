import { span, wallClock } from './figures';
import { reshape } from './states';
import { text } from './texts';

/** The server's clock, as far as this page knows it: a desk's clock may be wrong. */
const skew = Date.now() - Date.parse(document.body.dataset['now'] ?? new Date().toISOString());

export function serverNow(): number {
  return Date.now() - skew;
}

/** Whether the page is live and how old its data is, always visible: it goes stale before anybody is misled. */
export class Liveness {
  private connected = false;
  private heardAt = 0;
  private dataAt: number | null = null;

  constructor(private readonly pollSeconds: number) {
    setInterval(() => this.show(), 1000);
    this.show();
  }

  connection(up: boolean): void {
    this.connected = up;
    if (up) this.heard();
    this.show();
  }

  heard(): void {
    this.heardAt = performance.now();
  }

  measured(at: string | null): void {
    if (at !== null) this.dataAt = Math.max(this.dataAt ?? 0, Date.parse(at));
    this.show();
  }

  private show(): void {
    const clock = document.querySelector('[data-clock]');
    if (clock) clock.textContent = wallClock(new Date(serverNow()));

    const live = document.querySelector<HTMLElement>('[data-liveness]');
    if (!live) return;
    const silent = (performance.now() - this.heardAt) / 1000;
    const old = this.dataAt === null ? null : Math.max(0, (serverNow() - this.dataAt) / 1000);
    const stale = old !== null && old > Math.max(10, 2.5 * this.pollSeconds);
    const state = !this.connected || silent > 10 ? 'lost' : stale || silent > 4 ? 'stale' : 'live';
    const how = text(`live.${state}`);
    live.dataset['state'] = state;
    document.body.dataset['live'] = state;
    const shape = live.querySelector('.shape');
    if (shape) reshape(shape, state === 'live' ? 'up' : state === 'stale' ? 'degraded' : 'down');
    const word = live.querySelector('[data-word]');
    if (word) word.textContent = old === null ? how : `${how} · ${text('live.data', span(old))}`;
  }
}
