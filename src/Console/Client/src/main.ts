import { AccessPointPage } from './accesspoint';
import { runAges } from './ages';
import { cause } from './causes';
import { copyButtons } from './copy';
import { keyboard } from './keys';
import { LiveFeed, type Metrics } from './live';
import { Liveness } from './liveness';
import { looks } from './looks';
import { Part } from './parts';
import { Rows } from './rows';
import type { FeedEvent } from './sequence';
import { themeButton } from './theme';
import { showTotals } from './totals';

/** Follows the scope the page names and keeps what is on the page true. */
function goLive(): void {
  const { scope, seq, poll, page } = document.body.dataset;
  if (scope === undefined) return;
  const rows = new Rows();
  const feed = new Part('[data-feed]');
  const point = page === 'accesspoint' ? new AccessPointPage() : undefined;
  const sessions = new Part('[data-sessions]');
  const liveness = new Liveness(Number(poll ?? '60'));

  function events(items: FeedEvent[]): void {
    for (const item of items) {
      if (item.kind === 'state' && item.accessPoint !== null && item.state !== null) {
        const why = cause(typeof item['cause'] === 'string' ? item['cause'] : null);
        void rows.state(item.accessPoint, item.state, item.at, why);
        point?.state(item.state, item.at, why);
      } else if (item.kind.startsWith('session')) {
        sessions.refresh();
      }
      if (item.kind === 'state' || item.kind === 'incident') feed.refresh();
    }
  }

  function metrics(message: Metrics): void {
    liveness.measured(message.at);
    for (const item of message.items) {
      rows.metric(item);
      point?.metric(item);
    }
    if (message.totals) showTotals(message.totals);
  }

  void new LiveFeed(scope, Number(seq ?? '0'), {
    events,
    metrics,
    reset: () => location.reload(),
    connection: up => liveness.connection(up),
    heard: () => liveness.heard(),
  }).start();
}

/** A form that takes a while says so; one that ends something asks first. */
function forms(): void {
  document.addEventListener('submit', submitted => {
    const form = submitted.target as HTMLFormElement;
    const question = form.dataset['confirm'];
    if (question !== undefined && !confirm(question)) {
      submitted.preventDefault();
      return;
    }
    const busy = form.dataset['busy'];
    const button = form.querySelector<HTMLButtonElement>('button:not([type="button"])');
    if (busy !== undefined && button) {
      button.textContent = busy;
      setTimeout(() => (button.disabled = true));
    }
  });
  for (const select of document.querySelectorAll<HTMLSelectElement>('select[data-submit]')) {
    select.addEventListener('change', () => select.form?.requestSubmit());
  }
  document.querySelector('[data-print]')?.addEventListener('click', () => print());
}

themeButton();
keyboard();
forms();
copyButtons();
looks();
runAges();
goLive();
